import { expect, test } from '@playwright/test';
import type { Frame } from '../../../lib/evidence/index.ts';
import { judgeAll, normalise, type Expectations } from '../../../lib/protocol/index.ts';
import { exampleSteps, expectationsFor, sendFrame, type Step, toFrames } from '../protocol/support/scenes.ts';
import { judgedFile, written } from './support/file.ts';
import { SHAPES } from './support/shapes.ts';

/** A question, and the run that answers it. */
function conversation(steps: readonly Step[]): Frame[] {
  return [sendFrame('thread_1', 0, 1), ...toFrames(steps, 'payload', 2)];
}

const sound = conversation(exampleSteps());
const broken: Record<string, Frame[]> = {
  'a result that never came': conversation(exampleSteps().toSpliced(6, 1)),
  'an answer of which nothing came': conversation(exampleSteps().slice(0, 11)),
  'an event twice': conversation(exampleSteps().flatMap((step, index) => (index === 1 ? [step, step] : [step]))),
  'a run that never ends': conversation(exampleSteps().slice(0, 5)),
  'a question without an answer': conversation([]),
  'an event of an unknown type': conversation(
    exampleSteps().map((step, index) => (index === 3 ? { ...step, type: 'agent_wondering' } : step)),
  ),
};

/** What the rules say of the frames themselves; of what has no times, they say nothing of time. */
function rulesBrokenBy(frames: readonly Frame[], timed: boolean): string[] {
  const expectations: Expectations = { ...expectationsFor(exampleSteps()), silence: 15_000, now: Infinity };
  const found = judgeAll(frames.map(normalise), { ...expectations, ...(timed ? {} : { silence: Infinity }) });
  return found.map(({ rule, frame }) => `${rule} ${frame}`);
}

test('a number that is no time of any clock is not taken for one', async ({}, testInfo) => {
  const lines = sound.map(({ direction, text }) => JSON.stringify({ time: 1e30, direction, text })).join('\n');
  const { recorded, violations } = await judgedFile(written(testInfo, lines));
  expect(recorded.timed).toBe(false);
  expect(violations).toEqual([]);
});

for (const { title, timed, write } of SHAPES) {
  test.describe(`recording as ${title}`, () => {
    test(`frames that keep every rule are judged the same as ${title}`, async ({}, testInfo) => {
      const { verdict, violations, events } = await judgedFile(written(testInfo, write(sound)));
      expect(violations).toEqual([]);
      expect(verdict).toBe('holds');
      expect(events).toHaveLength(sound.length);
      expect(events[0]?.frame.direction, 'the question is what the page sent').toBe('sent');
    });

    test(`frames that break a rule are judged the same as ${title}`, async ({}, testInfo) => {
      for (const [what, frames] of Object.entries(broken)) {
        const { violations, verdict } = await judgedFile(written(testInfo, write(frames)));
        const wanted = rulesBrokenBy(frames, timed);
        expect(
          violations.map(({ rule, frame }) => `${rule} ${frame}`),
          what,
        ).toEqual(wanted);
        expect(verdict, what).toBe(wanted.length > 0 ? 'broken' : 'undecided');
      }
    });
  });
}
