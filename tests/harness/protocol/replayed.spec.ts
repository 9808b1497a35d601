import { expect, test } from '@playwright/test';
import { judge, normalise, toRuns } from '../../../lib/protocol/index.ts';
import { exampleSteps, expectationsFor, replayed, toFrames } from './support/scenes.ts';

test('durations in a replay are held to the times of its recording, however slowly it is played', () => {
  const told = (milliseconds: number, slower: number) => {
    const steps = exampleSteps().map((step) =>
      step.type === 'agent_completed' && step.agent === 'data_agent'
        ? { ...step, fields: { ...step.fields, duration_ms: milliseconds } }
        : step,
    );
    const [run] = toRuns(replayed(toFrames(steps), slower).map(normalise));
    return judge(run!, { ...expectationsFor(steps), skew: 1e9, silence: 1e9 }).map(({ message }) => message);
  };
  const taken = exampleSteps().filter(({ agent, type }) => agent === 'data_agent' && type.startsWith('agent_'));
  const [begun, ended] = [taken[0]!.at, taken.at(-1)!.at];
  for (const slower of [0, 700]) {
    expect(told(ended - begun, slower)).toEqual([]);
    expect(told(5, slower)).toEqual([expect.stringMatching(/says that it took 5 ms, and came \d+ ms after/)]);
    expect(told(ended - begun + 500, slower)).toEqual([
      expect.stringMatching(/says that it took \d+ ms, and came \d+ ms/),
    ]);
  }
});
