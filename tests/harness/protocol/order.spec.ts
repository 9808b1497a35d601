import assert from 'node:assert/strict';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { judge, normalise, toRuns } from '../../../lib/protocol/index.ts';
import { expectationsFor, OUTERMOST, type Step, toFrames } from './support/scenes.ts';

const SKEW = 500;

/** Two agents at work at the same time under a supervisor: [type, agent], one every 10 ms. */
const parallel: [type: string, agent: string][] = [
  ['agent_started', OUTERMOST],
  ['agent_thinking', OUTERMOST],
  ['agent_started', 'data_agent'],
  ['agent_started', 'cost_agent'],
  ['agent_thinking', 'data_agent'],
  ['agent_thinking', 'cost_agent'],
  ['agent_thinking', OUTERMOST],
  ['agent_completed', 'data_agent'],
  ['agent_completed', 'cost_agent'],
  ['agent_thinking', OUTERMOST],
  ['agent_completed', OUTERMOST],
];

/** @returns what is said of stamps when each step arrives in this order, and is stamped so much later than it came */
function stampsSaid(offsets: Record<number, number>): string[] {
  const steps = parallel.map(([type, agent], index): Step => ({
    type,
    agent,
    run: 'run_1',
    thread: 'thread_1',
    at: 10 * index,
    fields: { reasoning: `thought ${index}`, result: 'It is done.' },
  }));
  const frames = toFrames(steps).map((frame, index) => {
    const message = JSON.parse(frame.text) as { timestamp: number };
    return { ...frame, text: JSON.stringify({ ...message, timestamp: message.timestamp + (offsets[index] ?? 0) }) };
  });
  const [run] = toRuns(frames.map(normalise));
  return judge(run!, expectationsFor(steps, { tools: false, skew: SKEW }))
    .filter(({ rule }) => rule === 'timestamps')
    .map(({ message }) => message);
}

test.describe('order of timestamps', () => {
  const legal: Record<string, Record<number, number>> = {
    'thoughts of two agents': { 4: 13 },
    'thoughts of a sub-agent and of the supervisor': { 5: 13 },
    'the starts of two agents that begin at the same time': { 2: 13 },
    'the ends of two agents that end at the same time': { 7: 13 },
    'a thought of one and the end of another': { 5: 25 },
  };
  for (const [what, offsets] of Object.entries(legal)) {
    test(`timestamps of agents at work at the same time may cross within the clock skew: ${what}`, () => {
      expect(stampsSaid(offsets)).toEqual([]);
    });
  }

  const reversed: Record<string, [Record<number, number>, RegExp]> = {
    'of one agent by itself': [
      { 2: 25, 3: 15, 4: 0 },
      /frame #5 agent_thinking\(data_agent\) is stamped 5 ms before frame #3/,
    ],
    'of the supervisor before it starts an agent': [
      { 1: 13 },
      /frame #3 agent_started\(data_agent\) is stamped 3 ms before/,
    ],
    'of the supervisor when an agent has ended': [
      { 8: 13 },
      /frame #10 agent_thinking\(supervisor_agent\) is stamped 3 ms/,
    ],
    'of the end of the run': [{ 9: 13 }, /frame #11 agent_completed\(supervisor_agent\) is stamped 3 ms before/],
  };
  for (const [what, [offsets, says]] of Object.entries(reversed)) {
    test(`timestamps must not go back: those ${what}`, () => {
      expect(stampsSaid(offsets)).toContainEqual(expect.stringMatching(says));
    });
  }

  test('timestamps of agents that are not at work at the same time must not cross', () => {
    const steps = (['data_agent', 'cost_agent'] as const).flatMap((agent, place): Step[] =>
      ['agent_started', 'agent_completed'].map((type, index) => ({
        type,
        agent,
        run: 'run_1',
        thread: 'thread_1',
        at: 100 + 20 * place + 10 * index,
        fields: {},
      })),
    );
    const around = (type: string, at: number): Step => ({ ...steps[0]!, type, at, agent: OUTERMOST });
    const frames = toFrames([around('agent_started', 0), ...steps, around('agent_completed', 200)]);
    const swapped = frames.toSpliced(
      2,
      2,
      { ...frames[2]!, text: frames[3]!.text },
      { ...frames[3]!, text: frames[2]!.text },
    );
    const [run] = toRuns(swapped.map(normalise));
    const said = judge(run!, expectationsFor(steps, { tools: false })).map(({ rule, frame }) => `${rule} ${frame}`);
    expect(said).toContain('timestamps 4');
  });

  test('timestamps that cross by more than the clock skew are reported, whichever agents are at work', () => {
    expect(stampsSaid({ 4: 0.6 * SKEW, 5: -0.6 * SKEW })).not.toEqual([]);
  });

  test('timestamps of each agent by itself must be in order, whatever the other agents do', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 11, maxLength: 11 }), (offsets) => {
        const own = (agent: string) =>
          parallel.flatMap((step, index) => (step[1] === agent ? [10 * index + offsets[index]!] : []));
        const goesBack = [OUTERMOST, 'data_agent', 'cost_agent'].some((agent) =>
          own(agent).some((stamp, index, all) => stamp < (all[index - 1] ?? -Infinity)),
        );
        if (goesBack) assert.notDeepEqual(stampsSaid({ ...offsets }), []);
      }),
      { numRuns: 200 },
    );
  });
});
