import { quantile } from '../../lib/basics/numbers.ts';
import type { Assessment } from '../assess/assess.ts';
import { type Figure, quantileOf } from '../assess/figures.ts';
import { kindOf } from '../record/kind.ts';
import type { Outcome, Stability, Trend } from '../record/schema.ts';
import { type HistoryEntry, isSameRun, keyOf } from './entry.ts';
import { sameKind } from './file.ts';

/** Earlier runs that a run is compared with. */
const WINDOW = 20;
/** A baseline needs this many runs. */
const LEAST_RUNS = 3;

/**
 * A run against the earlier ones of the same target and choice of tests.
 * @param history all entries, oldest first
 * @returns null when there is no earlier run
 */
export function stabilityOf({ record, figures }: Assessment, history: readonly HistoryEntry[]): Stability | null {
  const kind = kindOf(record);
  const own = { id: record.id, workflow: record.ci?.run ?? null };
  const earlier = history
    .filter((entry) => sameKind(entry, kind) && !isSameRun(entry, own) && entry.startedAt < record.startedAt)
    .sort((a, b) => a.startedAt.localeCompare(b.startedAt))
    .slice(-WINDOW);
  const previous = earlier.at(-1);
  if (!previous) return null;
  const now = new Map(record.tests.filter(({ outcome }) => ran(outcome)).map((test) => [keyOf(test), test.outcome]));
  const changed = (from: (outcome: Outcome | undefined) => boolean, to: (outcome: Outcome) => boolean) =>
    [...now].filter(([key, outcome]) => from(lastOutcome(earlier, key)) && to(outcome)).map(([key]) => key);
  return {
    previous: summary(previous),
    earlier: earlier.map(summary),
    newlyRed: changed((before) => !isRed(before), isRed),
    newlyGreen: changed(isRed, isGreen),
    stillRed: changed(isRed, isRed),
    added: [...now.keys()].filter((key) => lastOutcome(earlier, key) === undefined),
    unsteady: unsteady(earlier, [...now.keys()]),
    trends: figures.flatMap((figure) => trendOf(figure, earlier)),
  };
}

function summary({
  id,
  startedAt,
  verdict,
  passRate,
  firstAttemptRate,
  score,
  grades,
  figures,
}: HistoryEntry): Stability['previous'] {
  return { id, startedAt, verdict, passRate, firstAttemptRate, score, grades, figures };
}

function ran(outcome: Outcome): boolean {
  return outcome !== 'notRun' && outcome !== 'skipped';
}

function isRed(outcome: Outcome | undefined): boolean {
  return outcome === 'failed' || outcome === 'timedOut';
}

function isGreen(outcome: Outcome): boolean {
  return outcome === 'passed' || outcome === 'flaky';
}

/** How a test ended when it last ran. */
function lastOutcome(earlier: readonly HistoryEntry[], key: string): Outcome | undefined {
  return earlier.findLast(({ tests }) => key in tests)?.tests[key]?.[0];
}

/** Tests that were tried again, or changed their colour more than once, in the earlier runs. */
function unsteady(earlier: readonly HistoryEntry[], keys: readonly string[]): Stability['unsteady'] {
  return keys.flatMap((title) => {
    const outcomes = earlier.flatMap(({ tests }) => (tests[title] ? [tests[title][0]] : []));
    const flips = outcomes.filter(
      (outcome, index) => index > 0 && isRed(outcome) !== isRed(outcomes[index - 1]!),
    ).length;
    const retried = outcomes.filter((outcome) => outcome === 'flaky').length;
    return flips > 1 || retried > 0 ? [{ title, changes: flips + retried, runs: outcomes.length }] : [];
  });
}

/**
 * A time against the medians of the earlier runs: slower or faster only when it is away further than they differ among
 * themselves.
 */
function trendOf({ name, unit, samples }: Figure, earlier: readonly HistoryEntry[]): Trend[] {
  const now = quantileOf(samples, 0.5);
  const medians = earlier.flatMap(({ figures }) => (figures[name] ? [figures[name].p50] : []));
  if (now === null || medians.length < LEAST_RUNS) return [];
  const baseline = quantile(medians, 0.5)!;
  const deviations = medians.map((one) => Math.abs(one - baseline));
  const spread = 1.4826 * quantile(deviations, 0.5)!;
  const noise = Math.max(3 * spread, 0.2 * baseline, 20);
  const verdict = now > baseline + noise ? 'slower' : now < baseline - noise ? 'faster' : 'within noise';
  return [{ metric: name, unit, now, n: samples.length, baseline, spread, runs: medians.length, verdict }];
}
