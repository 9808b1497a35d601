import type { Frame } from '../../../../../lib/evidence/index.ts';
import { type Case, edited, inserted, withFields, withStep } from '../breaks.ts';

export const shapeCases: readonly Case[] = [
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
    rule: 'no-duplicate',
    when: 'a piece comes twice and no frame delivers the answer',
    frame: 14,
    says: /frame #14 partial_result\(supervisor_agent\) repeats frame #13/,
    frames: (frames) =>
      edited(14, { payload: {} })(frames)
        .slice(0, 15)
        .toSpliced(13, 0, frames[12]!)
        .map((frame, index) => ({ ...frame, seq: index + 1 })),
  },
];
