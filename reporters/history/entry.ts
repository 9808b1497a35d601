import { z } from 'zod';
import { figuresOf, quantileOf } from '../assess/figures.ts';
import { gradesOf } from '../assess/grades.ts';
import { verdictOf } from '../assess/verdict.ts';
import { firstAttemptRate, passRate } from '../record/counts.ts';
import { type EarlierRun, type RunRecord, type TestRecord, earlierRun, outcome } from '../record/schema.ts';

/** One line of the history: what a later run needs to know of this one. */
export const historyEntry = earlierRun.extend({
  target: z.string(),
  /** What was chosen: only runs of the same choice are compared. */
  scope: z.string(),
  state: z.enum(['finished', 'interrupted', 'crashed']),
  /** Outcome and milliseconds of the first attempt, by {@link keyOf}; tests that did not run are not in it. */
  tests: z.record(z.string(), z.tuple([outcome, z.number()])),
});
export type HistoryEntry = z.infer<typeof historyEntry>;

/** What a test is called through time: project, file and titles; a renamed test is a new one. */
export function keyOf({ project, file, titles }: Pick<TestRecord, 'project' | 'file' | 'titles'>): string {
  return [project, file, ...titles].join(' › ');
}

/** What was chosen in a run, without how it was run: `local+harness`, `local --grep=@golden`. */
export function scopeOf({ selection, parts }: Pick<RunRecord, 'selection' | 'parts'>): string {
  const files = (parts[0]?.command ?? []).slice(1).filter((word) => /\.ts\b|\//.test(word) && !word.startsWith('-'));
  return [selection.projects.join('+'), ...(selection.grep ? [`--grep=${selection.grep}`] : []), ...files].join(' ');
}

/** The line that a run adds to the history. */
export function entryOf(record: RunRecord): HistoryEntry {
  const ran = record.tests.filter(({ outcome: how }) => how !== 'notRun' && how !== 'skipped');
  return {
    ...summaryOf(record),
    ...kindOf(record),
    state: record.state,
    tests: Object.fromEntries(
      ran.map((test) => [keyOf(test), [test.outcome, Math.round(test.attempts[0]?.took ?? 0)]]),
    ),
  };
}

/** What a run can be compared with: runs of the same target and the same choice of tests. */
export function kindOf(record: RunRecord): { target: string; scope: string } {
  return { target: targetOf(record), scope: scopeOf(record) };
}

export function targetOf({ targets }: RunRecord): string {
  return targets.map(({ name }) => name).join('+') || 'none';
}

function summaryOf(record: RunRecord): EarlierRun {
  const { components, all } = gradesOf(record);
  return {
    id: record.id,
    startedAt: record.startedAt,
    verdict: verdictOf(record).status,
    passRate: passRate(record.counts),
    firstAttemptRate: firstAttemptRate(record.counts),
    score: all.score,
    grades: Object.fromEntries(components.map(({ name, score }) => [name, score])),
    figures: Object.fromEntries(
      figuresOf(record).flatMap(({ name, samples }) => {
        const p50 = quantileOf(samples, 0.5);
        return p50 === null ? [] : [[name, { p50, p95: quantileOf(samples, 0.95), n: samples.length }]];
      }),
    ),
  };
}
