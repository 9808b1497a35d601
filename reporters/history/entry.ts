import { z } from 'zod';
import { visible } from '../../lib/basics/plain-text.ts';
import type { Assessment } from '../assess/assess.ts';
import { quantileOf } from '../assess/figures.ts';
import { firstAttemptRate, passRate } from '../record/counts.ts';
import { kindOf } from '../record/kind.ts';
import { type EarlierRun, type TestRecord, earlierRun, outcome } from '../record/schema.ts';

/** One line of the history: what a later run needs to know of this one. */
export const historyEntry = earlierRun.extend({
  target: z.string(),
  /** What was chosen: only runs of the same choice are compared. */
  scope: z.string(),
  state: z.enum(['finished', 'interrupted', 'crashed']),
  /** The workflow run that it was made in, which counts once however often its jobs run; null outside of one. */
  workflow: z.string().nullable().default(null),
  /** Outcome and milliseconds of the first attempt, by {@link keyOf}; tests that did not run are not in it. */
  tests: z.record(z.string(), z.tuple([outcome, z.number()])),
});
export type HistoryEntry = z.infer<typeof historyEntry>;

/** What a test is called through time: project, file and titles; a renamed test is a new one. */
export function keyOf({ project, file, titles }: Pick<TestRecord, 'project' | 'file' | 'titles'>): string {
  return visible([project, file, ...titles].join(' › '));
}

/** The line that a run adds to the history. */
export function entryOf(assessment: Assessment): HistoryEntry {
  const { record } = assessment;
  const ran = record.tests.filter(({ outcome: how }) => how !== 'notRun' && how !== 'skipped');
  return {
    ...summaryOf(assessment),
    ...kindOf(record),
    state: record.state,
    workflow: record.ci?.run ?? null,
    tests: Object.fromEntries(
      ran.map((test) => [keyOf(test), [test.outcome, Math.round(test.attempts[0]?.took ?? 0)]]),
    ),
  };
}

function summaryOf({ record, verdict, grades: { components, all }, figures }: Assessment): EarlierRun {
  return {
    id: record.id,
    startedAt: record.startedAt,
    verdict: verdict.golden.state,
    passRate: passRate(record.counts),
    firstAttemptRate: firstAttemptRate(record.counts),
    score: all.score,
    grades: Object.fromEntries(components.map(({ name, score }) => [name, score])),
    figures: Object.fromEntries(
      figures.flatMap(({ name, samples }) => {
        const p50 = quantileOf(samples, 0.5);
        return p50 === null ? [] : [[name, { p50, p95: quantileOf(samples, 0.95), n: samples.length }]];
      }),
    ),
  };
}

/** Whether two entries are of the same run of the suite: written twice, or again in another attempt of a workflow. */
export function isSameRun(
  one: Pick<HistoryEntry, 'id' | 'workflow'>,
  other: Pick<HistoryEntry, 'id' | 'workflow'>,
): boolean {
  return one.id === other.id || (one.workflow !== null && one.workflow === other.workflow);
}
