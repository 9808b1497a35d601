import { judgeScreen } from '../protocol/index.ts';
import { poll } from './poll.ts';
import type { RunUnderTest, Verdict } from './subjects.ts';

type Measure = 'firstEvent' | 'firstText' | 'answer' | 'silence' | 'lag';

/**
 * `await expect(run).toMeetBudget('firstEvent', 'answer', ...)`: each measure was taken (a probe that measures nothing fails) and lies
 * within the target's budget. Times are the browser's; `firstText` is that of the screen, `lag` the 95th percentile from a frame's arrival
 * to its text there, and a piece that is never shown breaks it.
 */
export async function toMeetBudget(this: { isNot: boolean }, observed: RunUnderTest, ...measures: Measure[]): Promise<Verdict> {
  const late = await observed.ended().then(() => null, (error: Error) => error.message);
  const asked = measures.length > 0 ? measures : (['firstEvent', 'firstText', 'answer', 'silence', 'lag'] as const);
  if (asked.includes('firstText')) await poll(() => observed.latency().firstText, (time) => time !== null, observed.budgets.settle);
  const unseen = asked.includes('lag') ? await piecesNeverShown(observed) : 0;
  const taken = asked.map((measure) => ({ measure, took: take(measure, observed), budget: observed.budgets[measure] }));
  const faults = taken.filter(({ measure, took, budget }) => took === null || !(took >= 0 && took <= budget) || (measure === 'lag' && unseen > 0));
  const pass = faults.length === 0 && late === null;
  const lines = taken.map(({ measure, took, budget }) => (
    `  ${faults.some((fault) => fault.measure === measure) ? '✗' : '✓'} ${measure}: ${took === null ? 'not measured' : `${took.toFixed(1)} ms`} of ${budget} ms`
    + (measure === 'lag' && unseen > 0 ? `, and ${unseen} of its pieces were never shown` : '')
  ));
  return {
    name: 'toMeetBudget',
    pass,
    message: () => [
      `The run that answers "${observed.origin.question}" ${pass ? 'meets its budget, but should not' : 'does not meet its budget'}.`,
      ...(late ? [late] : []),
      ...lines,
    ].join('\n'),
  };
}

/** What has arrived may yet be painted: waited for is that every piece was shown, within the time that a screen has to settle. */
async function piecesNeverShown(observed: RunUnderTest): Promise<number> {
  const missing = () => judgeScreen(observed.showing()).lag.each.filter((lag) => lag === null).length;
  return (await poll(missing, (count) => count === 0, observed.budgets.settle)).value;
}

function take(measure: Measure, observed: RunUnderTest): number | null {
  const { firstEvent, firstText, end } = observed.latency();
  switch (measure) {
    case 'firstEvent': return firstEvent;
    case 'firstText': return firstText;
    case 'answer': return end;
    case 'silence': return longestSilence(observed.run.events.map(({ frame }) => frame.time));
    case 'lag': return judgeScreen(observed.showing()).lag.p95;
  }
}

function longestSilence(times: number[]): number | null {
  if (times.length < 2) return null;
  return times.slice(1).reduce((longest, time, index) => Math.max(longest, time - times[index]!), 0);
}
