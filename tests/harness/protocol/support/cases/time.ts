import { type Case, edited, late, withFields } from '../breaks.ts';
import { START } from '../scenes.ts';

export const timeCases: readonly Case[] = [
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
    rule: 'possible-figures',
    when: 'a thought is beyond the last step',
    frame: 2,
    steps: withFields(1, { step_number: 5, total_steps: 3 }),
    says: /frame #2 agent_thinking\S+ is step 5 of 3/,
  },
  ...[{ duration_ms: 10_000 }, { execution_time_ms: 10_000 }, { execution_time: 10 }, { duration: 10 }].map(
    (fields): Case => ({
      rule: 'possible-figures',
      when: `an agent says in ${Object.keys(fields).join()} that it took longer than it was at work`,
      frame: 9,
      steps: withFields(8, fields),
      says: /frame #9 agent_completed\S+ says that it took 10000 ms, and came \d+ ms after frame #\d agent_started/,
    }),
  ),
  {
    rule: 'possible-figures',
    when: 'a tool says that it took longer than it was called',
    frame: 7,
    steps: withFields(6, { execution_time_ms: 10_000 }),
    says: /frame #7 tool_completed\S+ says that it took 10000 ms, and came \d+ ms after frame #\d tool_executing/,
  },
  {
    rule: 'possible-figures',
    when: 'an agent says that it took less than it was at work, where the frames are timed',
    frame: 9,
    steps: withFields(8, { execution_time_ms: 5 }),
    says: /frame #9 agent_completed\S+ says that it took 5 ms, and came \d+ ms after frame #\d agent_started/,
  },
  {
    rule: 'possible-figures',
    when: 'an agent of a product says that it took less than nothing',
    frame: 9,
    expecting: { timed: false },
    steps: withFields(8, { duration_ms: -5 }),
    says: /frame #9 agent_completed\S+ says that it took -5 ms, and came \d+ ms after frame #\d agent_started/,
  },
  {
    rule: 'possible-figures',
    when: 'the report of the embedded stack says that the run took longer than it did',
    frame: 16,
    steps: withFields(15, { total_duration_ms: 10_000 }),
    says: /frame #16 final_report\S+ says that it took 10000 ms, and came \d+ ms after frame #1 agent_started/,
  },
  {
    rule: 'possible-figures',
    when: 'what is saved is not what costs less',
    frame: 16,
    steps: withFields(15, { cost_analysis: { current_usd: 100, projected_usd: 130, saved_usd: 30, months: 12 } }),
    says: /final_report\S+ says that 30 of 100 is saved, and that 130 is left/,
  },
  {
    rule: 'timestamps',
    when: 'a timestamp is missing',
    frame: 4,
    frames: edited(3, { timestamp: undefined }),
    says: /frame #4 .* has no timestamp/,
  },
  {
    rule: 'timestamps',
    when: 'a timestamp is not a time',
    frame: 4,
    frames: edited(3, { timestamp: 'soon' }),
    says: /frame #4 .* is not a time: "soon"/,
  },
  {
    rule: 'timestamps',
    when: 'a timestamp goes back',
    frame: 4,
    frames: edited(3, { timestamp: START + 21 }),
    says: /frame #4 .* is stamped 9 ms before frame #3/,
  },
  {
    rule: 'timestamps',
    when: 'a timestamp is far from the arrival',
    frame: 16,
    frames: late(15, 700),
    says: /frame #16 final_report\S* is stamped 702 ms before it arrived/,
  },
  {
    rule: 'timestamps',
    when: 'the supervisor thought before it started an agent, and the thought comes after that start',
    frame: 3,
    steps: (steps) =>
      [
        { ...steps[2]!, at: 15 },
        { ...steps[1]!, at: 16 },
      ].reduce((all, step, index) => all.with(index + 1, step), steps),
    frames: (frames) => edited(2, { timestamp: START + 12 })(edited(1, { timestamp: START + 14 })(frames)),
    says: /frame #3 agent_thinking\S* is stamped 2 ms before frame #2 agent_started\(data_agent\)/,
  },
];
