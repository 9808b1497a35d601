import { expect, test } from '@playwright/test';
import type { Violation } from '../../../lib/evidence/index.ts';
import { judgeBatching, normalise, toRuns } from '../../../lib/protocol/index.ts';
import { exampleSteps, replayed, START, type Step, toFrames } from './support/scenes.ts';

/** The example run, made over 1.5 s. */
const steps = exampleSteps().map((step) => ({ ...step, at: step.at * 10 }));
const END = Math.max(...steps.map(({ at }) => at));

/** What is found when what is made at `at` arrives then, in milliseconds after the start of the scene. */
function arriving(then: (at: number) => number, made: Step[] = steps): Violation[] {
  const frames = toFrames(made).map((frame) => ({ ...frame, time: START + then(frame.time - START) }));
  const [run] = toRuns(frames.map(normalise));
  if (!run) throw new Error('the scene has no run');
  return judgeBatching(run);
}

test.describe('batches of events', () => {
  test('events sent as they happen break no rule, however far apart the clocks are', () => {
    expect(arriving((at) => at)).toEqual([]);
    expect(arriving((at) => at - 3_600_000)).toEqual([]);
  });

  test('events that a busy page takes in late, but not at once, break no rule', () => {
    expect(arriving((at) => Math.max(at, END / 2))).toEqual([]);
  });

  test('events that arrive all at once were held back, also when the page takes a while to take them in', () => {
    for (const span of [0, 45, 400]) {
      expect(arriving((at) => END + span * (at / END))).toMatchObject([
        {
          rule: 'no-batching',
          frame: 1,
          event: 'agent_started',
          message: `the 16 events from frame #1 agent_started(supervisor_agent) on were made over 1500 ms and arrived within ${Math.round((span * 1_500) / END)} ms`,
        },
      ]);
    }
  });

  test('a replay is held to the times of its recording, however fast or slowly it is played', () => {
    const judged = (then: (at: number) => number, slower: number) =>
      judgeBatching(toRuns(replayed(toFrames(steps), slower, then).map(normalise))[0]!);
    for (const slower of [0, 500]) {
      expect(judged((at) => at, slower)).toEqual([]);
      expect(judged(() => END, slower)).toMatchObject([{ message: expect.stringContaining('within 0 ms') }]);
    }
  });

  test('events that were made in a moment, or are few, may arrive at once', () => {
    expect(
      arriving(
        () => END,
        exampleSteps().map((step) => ({ ...step, at: step.at / 10 })),
      ),
    ).toEqual([]);
    expect(arriving(() => END, steps.slice(0, 7))).toEqual([]);
  });

  test('events stamped in whole seconds may have been made in one second less', () => {
    const whole = (seconds: number) => steps.map((step, index) => ({ ...step, at: index < 8 ? 0 : seconds * 1_000 }));
    expect(arriving(() => END, whole(1))).toEqual([]);
    expect(arriving(() => END, whole(3))).toMatchObject([{ rule: 'no-batching' }]);
  });
});
