import { type Case, inserted, numbered, withFields, without } from '../breaks.ts';
import type { Step } from '../scenes.ts';

/** The fields of a piece and of the answer that say this in the place of the second piece. */
function said(steps: Step[], content: string): Record<string, unknown> {
  const answer = [11, 12, 13].map((index) => (index === 12 ? content : steps[index]?.fields.content)).join('');
  return { content, result: answer, executive_summary: answer };
}

export const answerCases: readonly Case[] = [
  {
    rule: 'numbered-pieces',
    when: 'a numbered piece is lost',
    frame: 13,
    says: /frame #13 agent_response_chunk\S* is piece 2, expected 1/,
    steps: (steps) => numbered(steps).toSpliced(12, 1),
  },
  {
    rule: 'numbered-pieces',
    when: 'fewer pieces come than the last frame says',
    frame: 16,
    says: /frame #16 final_report\S* announces 4 pieces, but 3 came/,
    steps: (steps) => withFields(15, { total_chunks: 4 })(numbered(steps)),
  },
  {
    rule: 'has-answer',
    when: 'no frame carries an answer',
    frame: null,
    says: /no frame of it carries an answer/,
    steps: (steps) =>
      steps
        .slice(0, 15)
        .filter(({ type }) => type !== 'partial_result')
        .with(-1, { ...(steps[14] as Step), fields: {} }),
  },
  {
    rule: 'one-answer',
    when: 'two frames answer differently',
    frame: 16,
    steps: withFields(15, { executive_summary: 'Most of it' }),
    says: /frame #16 final_report answers differently from frame #15 agent_completed/,
  },
  {
    rule: 'streamed-equals-answer',
    when: 'a piece is lost',
    frame: 13,
    steps: without(12),
    says: /from frame #13 on the streamed text differs from the answer of frame #15/,
  },
  {
    rule: 'stream-end',
    when: 'a piece follows the last one',
    frame: 15,
    steps: inserted(13, { fields: { content: ' Or so.' } }),
    says: /frame #15 .* comes after frame #14 .*, which was the last piece/,
  },
  {
    rule: 'stream-end',
    when: 'a piece follows the one marked as done',
    frame: 15,
    says: /frame #15 .* comes after frame #14 .*, which was the last piece/,
    steps: (steps) =>
      inserted(13, { fields: { content: ' Or so.' } })(withFields(13, { is_complete: undefined, done: true })(steps)),
  },
  {
    rule: 'on-topic',
    when: 'the answer is about something else',
    frame: 16,
    expecting: { mentions: ['Models', 'penguins'] },
    says: /frame #16 final_report does not mention what was asked about: penguins/,
  },
  {
    rule: 'no-canned-text',
    when: 'a tool has a default name',
    frame: 6,
    steps: withFields(5, { tool_name: 'unknown_tool' }),
    says: /frame #6 .* says "unknown_tool", a canned text/,
  },
  {
    rule: 'no-canned-text',
    when: 'the streamed text is a fallback',
    frame: 12,
    steps: withFields(11, { content: 'Fallback response: ' }),
    says: /frame #12 .* says "Fallback response"/,
  },
  ...[
    'Processing request',
    'unknown_agent',
    'Task completed',
    'Agent is processing...',
    'Degraded mode: x',
    'Multi-agent collaboration completed for: x',
    'Processed via factory pattern: x',
    'Processed in isolation: x',
    'Legacy processing: x',
    'This is a simulated response to: x',
    "I apologize, but I'm experiencing technical difficulties.",
    'Agent response for: x',
    'Mock triage (timeout fallback)',
  ].map((text): Case => ({
    rule: 'no-canned-text',
    when: `a thought is "${text}"`,
    frame: 2,
    steps: withFields(1, { reasoning: text }),
    says: /frame #2 .* a canned text/,
  })),
  ...Object.entries({
    'an emoji that was cut in two': '\ufffd today',
    'half of a surrogate pair': '\ud83d today',
    'UTF-8 read as Windows-1252': 'the cafÃ© today',
  }).map(([what, content]): Case => ({
    rule: 'intact-text',
    when: `a piece and the answer agree on ${what}`,
    frame: 13,
    steps: (steps) => [12, 14, 15].reduce((all, index) => withFields(index, said(steps, content))(all), steps),
    says: /frame #13 partial_result\S* has a damaged text: /,
  })),
  {
    rule: 'intact-text',
    when: 'a thought is damaged',
    frame: 2,
    steps: withFields(1, { reasoning: 'Planning \ufffd' }),
    says: /frame #2 agent_thinking\S* has a damaged text: U\+FFFD/,
  },
];
