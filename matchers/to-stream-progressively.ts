import { judgeArrival, judgeScreen, timeline } from '../protocol/index.ts';
import { describe } from './to-follow-agent-sequence.ts';
import type { RunUnderTest, Verdict } from './subjects.ts';
import { poll } from './poll.ts';

/**
 * `await expect(run).toStreamProgressively()`: the events came as they happened, the answer in pieces, and the screen showed it grow,
 * never shorter, never out of order, in at least `steps` distinct lengths before the run ended.
 */
export async function toStreamProgressively(
  this: { isNot: boolean }, observed: RunUnderTest, { steps = 3 }: { steps?: number } = {},
): Promise<Verdict> {
  const late = await observed.ended().then(() => null, (error: Error) => error.message);
  const { value: violations } = await poll(
    () => [...judgeArrival(observed.run), ...judgeScreen({ ...observed.showing(), steps }).violations],
    (found) => (found.length === 0) !== this.isNot,
    observed.budgets.settle,
  );
  const pass = violations.length === 0 && late === null;
  return {
    name: 'toStreamProgressively',
    pass,
    message: () => [
      `The answer to "${observed.origin.question}" ${pass ? 'streams in progressively, but should not' : 'does not stream in progressively'}.`,
      ...(late ? [late] : []),
      ...violations.map(describe),
      '',
      timeline(observed.run, { violations }),
    ].join('\n'),
  };
}
