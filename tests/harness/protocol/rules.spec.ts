import { expect, test } from '@playwright/test';
import type { Frame, Violation } from '../../../lib/evidence/index.ts';
import { judge, normalise, RUN_RULES, toRuns } from '../../../lib/protocol/index.ts';
import { judgeAll } from './support/judge-all.ts';
import { type Case, edited, expectViolation } from './support/breaks.ts';
import { exampleSteps, expectationsFor, OUTERMOST, START, type Step, toFrames } from './support/scenes.ts';

const without = (index: number) => (steps: Step[]) => steps.toSpliced(index, 1);
const withFields = (index: number, fields: Record<string, unknown>) => (steps: Step[]) =>
  steps.with(index, { ...(steps[index] as Step), fields: { ...steps[index]?.fields, ...fields } });
const withStep = (index: number, part: Partial<Step>) => (steps: Step[]) =>
  steps.with(index, { ...(steps[index] as Step), ...part });
const inserted = (after: number, part: Partial<Step>) => (steps: Step[]) =>
  steps.toSpliced(after + 1, 0, { ...(steps[after] as Step), at: (steps[after] as Step).at + 5, ...part });
const late = (index: number, by: number) => (frames: Frame[]) =>
  frames.map((frame, place) => (place < index ? frame : { ...frame, time: frame.time + by }));

const numbered = (steps: Step[]) =>
  steps.map((step, index) =>
    step.type === 'partial_result'
      ? { ...step, type: 'agent_response_chunk', fields: { chunk: step.fields.content, chunk_index: index - 11 } }
      : step,
  );

const runCases: Case[] = [
  {
    rule: 'starts-first',
    when: 'the run opens with a thought',
    frame: 1,
    steps: without(0),
    says: /frame #1 agent_thinking\(supervisor_agent\) comes first in the run/,
  },
  {
    rule: 'agent-lifecycle',
    when: 'a sub-agent never starts',
    frame: 3,
    steps: without(2),
    says: /frame #3 agent_thinking\(data_agent\) comes before agent_started/,
  },
  {
    rule: 'agent-lifecycle',
    when: 'a sub-agent starts twice',
    frame: 4,
    steps: inserted(2, { fields: { again: true } }),
    says: /frame #4 agent_started\(data_agent\) starts an agent that is already at work/,
  },
  {
    rule: 'one-end',
    when: 'a sub-agent never ends',
    frame: 3,
    steps: without(8),
    says: /frame #3 agent_started\(data_agent\) is never followed by the end/,
  },
  {
    rule: 'one-end',
    when: 'a sub-agent ends twice',
    frame: 10,
    steps: inserted(8, { fields: { again: true } }),
    says: /frame #10 .* had already ended/,
  },
  {
    rule: 'one-end',
    when: 'an agent that never started never ends',
    frame: null,
    says: /ghost_agent never ends; the last frame is #16/,
    steps: withStep(3, { agent: 'ghost_agent' }),
  },
  {
    rule: 'one-end',
    when: 'the run was to fail, and never ends',
    frame: 1,
    expecting: { end: 'error' },
    steps: (steps) => steps.slice(0, 14),
    says: /frame #1 agent_started\S* is never followed by the end of supervisor_agent/,
  },
  {
    rule: 'nothing-after-end',
    when: 'a sub-agent thinks after its end',
    frame: 10,
    says: /frame #10 agent_thinking\(data_agent\) comes after the end/,
    steps: inserted(8, { type: 'agent_thinking', fields: { reasoning: 'one more' } }),
  },
  {
    rule: 'outermost-ends-last',
    when: 'a sub-agent goes on after the supervisor',
    frame: 16,
    says: /frame #16 agent_started\(late_agent\) comes after the run ended/,
    steps: inserted(14, { type: 'agent_started', agent: 'late_agent', fields: {} }),
  },
  {
    rule: 'expected-end',
    when: 'the run fails',
    frame: 15,
    steps: withStep(14, { type: 'agent_error', fields: { error_message: 'no model' } }),
    says: /ends the run as error, expected completed: no model/,
  },
  {
    rule: 'critical-events',
    when: 'nobody thinks',
    frame: null,
    steps: (steps) => steps.filter(({ type }) => type !== 'agent_thinking'),
    says: /no agent_thinking between frame #1 and frame #14/,
  },
  {
    rule: 'critical-events',
    when: 'thoughts come under another type',
    frame: null,
    says: /frame #2 reasoning\(supervisor_agent\) came in its place/,
    steps: (steps) => steps.map((step) => (step.type === 'agent_thinking' ? { ...step, type: 'reasoning' } : step)),
  },
  {
    rule: 'critical-events',
    when: 'the run was to fail, and never starts',
    frame: null,
    expecting: { end: 'error' },
    steps: (steps) => steps.filter(({ type }) => type !== 'agent_started'),
    says: /no agent_started/,
  },
  {
    rule: 'tool-pairing',
    when: 'a result is missing',
    frame: 6,
    steps: without(6),
    says: /frame #6 tool_executing\(price_lookup\) has no tool_completed after it/,
  },
  {
    rule: 'tool-pairing',
    when: 'a call is missing',
    frame: 6,
    steps: without(5),
    says: /frame #6 tool_completed\(price_lookup\) has no tool_executing before it/,
  },
  {
    rule: 'tool-pairing',
    when: 'the two ends differ',
    frame: 7,
    steps: withFields(6, { tool_name: 'usage_query' }),
    says: /frame #7 .* differs in its tool from frame #6/,
  },
  {
    rule: 'tool-pairing',
    when: 'another agent returns',
    frame: 7,
    steps: withStep(6, { agent: OUTERMOST }),
    says: /frame #7 .* differs in its agent from frame #6/,
  },
  {
    rule: 'tool-pairing',
    when: 'an id is used twice',
    frame: 6,
    steps: withFields(5, { execution_id: 'a' }),
    says: /frame #6 .* uses execution_id a a second time/,
  },
  {
    rule: 'declared-counts',
    when: 'a step is missing',
    frame: null,
    expecting: { counts: { 'agent_thinking(data_agent)': 2 } },
    says: /agent_thinking\(data_agent\) came once, expected twice, between frame #1 and frame #16/,
  },
  {
    rule: 'no-extra-event',
    when: 'a step is undeclared',
    frame: 1,
    expecting: { counts: {} },
    says: /frame #1 agent_started\(supervisor_agent\) is one too many: .* came once, expected never/,
  },
  {
    rule: 'no-extra-event',
    when: 'a thought comes once too often',
    frame: 3,
    steps: inserted(1, { fields: { reasoning: 'Planning on' } }),
    expecting: { counts: { 'agent_thinking(supervisor_agent)': 1 } },
    says: /frame #3 agent_thinking\(supervisor_agent\) is one too many: .* came twice, expected once/,
  },
  {
    rule: 'liveness',
    when: 'the run falls silent in its middle',
    frame: 9,
    frames: late(8, 3_500),
    says: /frame #9 agent_completed\(data_agent\) comes 3510 ms after frame #8/,
  },
  {
    rule: 'liveness',
    when: 'the run never ends',
    frame: null,
    expecting: { now: START + 60_000 },
    says: /after frame #14 partial_result\S+ the run is silent for 598\d\d ms/,
    steps: (steps) => steps.slice(0, 14),
  },
  {
    rule: 'timestamps',
    when: 'one is missing',
    frame: 4,
    frames: edited(3, { timestamp: undefined }),
    says: /frame #4 .* has no timestamp/,
  },
  {
    rule: 'timestamps',
    when: 'one is no time',
    frame: 4,
    frames: edited(3, { timestamp: 'soon' }),
    says: /frame #4 .* is no time: "soon"/,
  },
  {
    rule: 'timestamps',
    when: 'one goes back',
    frame: 4,
    frames: edited(3, { timestamp: START + 21 }),
    says: /frame #4 .* is stamped 9 ms before frame #3/,
  },
  {
    rule: 'timestamps',
    when: 'one is far from its arrival',
    frame: 16,
    frames: late(15, 700),
    says: /frame #16 final_report\S* is stamped 702 ms before it arrived/,
  },
  {
    rule: 'known-kind',
    when: 'a type is unknown',
    frame: 4,
    steps: withStep(3, { type: 'agent_pondering' }),
    says: /frame #4 agent_pondering\(data_agent\) is of a type that is not in the vocabulary/,
  },
  {
    rule: 'known-kind',
    when: 'a type was overwritten',
    frame: 4,
    steps: withStep(3, { type: 'reasoning' }),
    says: /frame #4 reasoning\(data_agent\) is an agent_thinking whose type was overwritten/,
  },
  {
    rule: 'required-fields',
    when: 'a tool has no name',
    frame: 6,
    steps: withFields(5, { tool_name: undefined }),
    says: /frame #6 tool_executing has no tool_name/,
  },
  {
    rule: 'required-fields',
    when: 'a result is missing',
    frame: 7,
    steps: withFields(6, { result: undefined }),
    says: /frame #7 .* has no result/,
  },
  {
    rule: 'required-fields',
    when: 'a thought is empty',
    frame: 2,
    steps: withFields(1, { reasoning: '' }),
    says: /frame #2 .* has no reasoning/,
  },
  {
    rule: 'required-fields',
    when: 'a piece has no text',
    frame: 13,
    steps: withFields(12, { content: undefined }),
    says: /frame #13 .* has no content/,
  },
  {
    rule: 'required-fields',
    when: 'a report has no answer',
    frame: 16,
    steps: withFields(15, { executive_summary: undefined }),
    says: /frame #16 .* has no executive_summary/,
  },
  {
    rule: 'required-fields',
    when: 'an agent has no name',
    frame: 11,
    frames: edited(10, { agent_name: undefined }),
    says: /frame #11 agent_completed has no agent_name/,
  },
  {
    rule: 'required-fields',
    when: 'the run is a number',
    frame: 1,
    says: /frame #1 agent_started\S* has no run_id that is text/,
    frames: (frames) => frames.map((_, index) => edited(index, { run_id: 1 })(frames)[index]!),
  },
  {
    rule: 'no-duplicate',
    when: 'a frame comes twice',
    frame: 17,
    frames: (frames) => [...frames, { ...(frames[15] as Frame), seq: 17 }],
    says: /frame #17 final_report\S* repeats frame #16/,
  },
  {
    rule: 'no-duplicate',
    when: 'a frame comes as a second attempt, too',
    frame: 3,
    says: /frame #3 agent_thinking\S* repeats frame #2/,
    frames: (frames) =>
      [1, 2]
        .reduce(
          (all, attempt) =>
            all.toSpliced(attempt, 0, {
              ...edited(1, { attempt: attempt === 1 ? null : 2 })(frames)[1]!,
              seq: attempt + 1,
            }),
          frames.toSpliced(1, 1),
        )
        .map((frame, index) => ({ ...frame, seq: index + 1 })),
  },
  {
    rule: 'no-duplicate',
    when: 'the report comes again, a moment later',
    frame: 17,
    steps: inserted(15, {}),
    says: /frame #17 final_report\S* repeats frame #16/,
  },
  {
    rule: 'no-duplicate',
    when: 'a sub-agent says the same piece twice',
    frame: 5,
    says: /frame #5 partial_result\(data_agent\) repeats frame #4/,
    frames: (frames) => {
      const piece = edited(3, { type: 'partial_result', payload: { content: 'Of late ' } })(frames)[3]!;
      return frames.toSpliced(4, 0, piece, piece).map((frame, index) => ({ ...frame, seq: index }));
    },
  },
  {
    rule: 'numbered-pieces',
    when: 'one is lost',
    frame: 13,
    says: /frame #13 agent_response_chunk\S* is piece 2, expected 1/,
    steps: (steps) => numbered(steps).toSpliced(12, 1),
  },
  {
    rule: 'numbered-pieces',
    when: 'fewer come than the last frame says',
    frame: 16,
    says: /frame #16 final_report\S* announces 4 pieces, but 3 came/,
    steps: (steps) => withFields(15, { total_chunks: 4 })(numbered(steps)),
  },
  {
    rule: 'known-run',
    when: 'the page did not start it',
    frame: 1,
    expecting: { runIds: ['run_7'] },
    says: /frame #1 .* belongs to an unknown run: run_1/,
  },
  {
    rule: 'own-user',
    when: 'a frame is of somebody else',
    frame: 9,
    frames: edited(8, { user_id: 'user-eve' }),
    says: /frame #9 .* belongs to another user: user-eve/,
  },
  {
    rule: 'own-user',
    when: 'a user is a number',
    frame: 9,
    frames: edited(8, { user_id: 7 }),
    says: /frame #9 .* belongs to another user: 7/,
  },
  {
    rule: 'own-user',
    when: 'a frame contradicts itself',
    frame: 9,
    steps: withFields(8, { user_id: 'user-eve' }),
    says: /frame #9 .* belongs to another user: user-ada and user-eve/,
  },
  {
    rule: 'own-user',
    when: 'an event shows the beginning of an id only',
    frame: 9,
    frames: edited(8, { user_id: 'user-ada...' }),
    says: /frame #9 .* belongs to another user: user-ada\.\.\./,
  },
  {
    rule: 'own-thread',
    when: 'a frame is of another thread',
    frame: 9,
    frames: edited(8, { thread_id: 'thread_9' }),
    says: /frame #9 .* belongs to another thread: thread_9/,
  },
  {
    rule: 'own-thread',
    when: 'the whole run is in another thread',
    frame: 1,
    expecting: { thread: 'thread_9' },
    says: /frame #1 .* belongs to another thread: thread_1/,
  },
  {
    rule: 'has-answer',
    when: 'no frame carries one',
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
    when: 'a piece follows the one that is done',
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
    steps: withFields(11, { content: 'Fallback response ' }),
    says: /frame #12 .* says "Fallback"/,
  },
  ...[
    'Processing request',
    'unknown_agent',
    'Task completed',
    'Agent is processing...',
    'Degraded mode: x',
    'Agent response for: x',
    'x (timeout fallback)',
  ].map((text): Case => ({
    rule: 'no-canned-text',
    when: `a thought is "${text}"`,
    frame: 2,
    steps: withFields(1, { reasoning: text }),
    says: /frame #2 .* a canned text/,
  })),
];

function violationsOf({ steps = (all) => all, frames = (all) => all, expecting = {} }: Case): Violation[] {
  const performed = steps(exampleSteps());
  const [run] = toRuns(frames(toFrames(performed)).map(normalise));
  if (!run) throw new Error('the case leaves no run');
  return judge(run, expectationsFor(exampleSteps(), expecting));
}

test.describe('A rule of a run is broken', () => {
  for (const example of runCases) {
    test(`${example.rule}: ${example.when}`, () => expectViolation(violationsOf(example), example));
  }

  test('in no way by the example itself', () => {
    expect(
      violationsOf({
        rule: '',
        when: '',
        frame: null,
        says: /./,
        expecting: { thread: 'thread_1', runIds: ['run_1'], mentions: ['models'] },
      }),
    ).toEqual([]);
  });

  test('in a way that every rule has an example of', () => {
    expect(new Set(runCases.map(({ rule }) => rule))).toEqual(new Set(RUN_RULES.map(({ id }) => id)));
  });
});

test('Stamps of unlike precision within a millisecond are in order', () => {
  const frames = edited(3, { timestamp: new Date(START + 40).toISOString().replace('Z', '700+00:00') })(
    toFrames(exampleSteps()),
  );
  const stamped = edited(2, { timestamp: (START + 40.4) / 1_000 })(frames);
  const [run] = toRuns(stamped.map(normalise));
  expect(judge(run!, expectationsFor(exampleSteps()))).toEqual([]);
});

test('A frame nested without end is judged like any other', () => {
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const frames = toFrames(exampleSteps());
  const odd = ['timestamp', 'user_id', 'run_id', 'received_type'].map((field, index): Frame => ({
    seq: 90 + index,
    socket: 1,
    direction: 'received',
    time: START + 300,
    text: `{"type":"ack","${field}":${deep}}`,
  }));
  const inRun = { ...frames[3]!, text: frames[3]!.text.replace(/"timestamp":\d+/, `"timestamp":${deep}`) };
  const violations = judgeAll([...frames.with(3, inRun), ...odd].map(normalise), expectationsFor(exampleSteps()));
  expect(violations.map(({ rule, frame }) => `${rule} ${frame}`)).toEqual(['timestamps 4', 'own-user 91']);
});

test('Everything is judged in one go, each violation once, in order of frames', () => {
  const frames = edited(3, { user_id: 'user-eve' })(toFrames(withStep(8, { type: 'agent_done' })(exampleSteps())));
  const violations = judgeAll(frames.map(normalise), expectationsFor(exampleSteps()));
  expect(violations.filter(({ rule }) => rule === 'own-user')).toHaveLength(1);
  expect(violations.filter(({ rule }) => rule === 'known-kind')).toHaveLength(1);
  expect(violations.map(({ frame }) => frame)).toEqual(
    violations.map(({ frame }) => frame).toSorted((a, b) => (a ?? 99) - (b ?? 99)),
  );
});
