import { quantile } from '../../lib/basics/numbers.ts';
import type { RecordedRun, Seen } from '../record/schema-attempt.ts';
import type { RunRecord, TestRecord } from '../record/schema.ts';

/** One measured value and where it stands in the record. */
export interface Measured {
  value: number;
  /** Test, attempt and run it was taken in. */
  source: string;
}

/** A figure of the target, with all its raw samples. */
export interface Figure {
  /** Name as reports print it, and what is measured. */
  name: string;
  says: string;
  unit: 'ms';
  samples: Measured[];
  /** The target's limit, if it has one for this. */
  budget: number | null;
  /** What must be within it: every sample, or the 95th percentile. */
  budgetOf: 'each' | 'p95';
}

interface Metric {
  name: string;
  says: string;
  /** Name of its budget, and of what it is. */
  budget?: string;
  budgetOf?: Figure['budgetOf'];
  of(run: RecordedRun, seen: Seen): (number | null)[];
}

const METRICS: readonly Metric[] = [
  {
    name: 'first event',
    says: 'message sent to first agent event received',
    budget: 'firstEvent',
    of: ({ latency }) => [latency.firstEvent],
  },
  {
    name: 'first text',
    says: 'message sent to first visible text of the answer',
    budget: 'firstText',
    of: ({ latency }) => [latency.firstText],
  },
  { name: 'answer', says: 'message sent to whole answer received', of: ({ latency }) => [latency.answer] },
  { name: 'run end', says: 'message sent to end of the run', budget: 'runEnd', of: ({ latency }) => [latency.end] },
  { name: 'gap', says: 'one piece of the answer received to the next', budget: 'silence', of: ({ gaps }) => gaps },
  {
    name: 'frame to screen',
    says: 'piece of the answer received to piece visible',
    budget: 'lag',
    budgetOf: 'p95',
    of: ({ lags }) => lags,
  },
];

/** Quantiles need this many samples before they say something. */
const LEAST_FOR_P95 = 20;

/** The times of the golden path, from the tests that walk it: every sample that was taken, with its source. */
export function figuresOf(record: RunRecord): Figure[] {
  const walks = record.tests.filter(
    ({ component, project, outcome }) =>
      (component === 'Golden path' || project.startsWith('latency')) && outcome !== 'notRun' && outcome !== 'skipped',
  );
  const budgets = record.targets[0]?.budgets ?? {};
  return METRICS.map(({ name, says, budget, budgetOf = 'each', of }) => ({
    name,
    says,
    unit: 'ms',
    budget: budget ? (budgets[budget] ?? null) : null,
    budgetOf,
    samples: walks.flatMap((test) => samplesOf(test, of)),
  }));
}

function samplesOf(test: TestRecord, of: Metric['of']): Measured[] {
  return test.attempts.flatMap(({ index, seen }) =>
    (seen?.runs ?? []).flatMap((run) =>
      of(run, seen!).flatMap((value) =>
        value === null ? [] : [{ value, source: `test ${test.id}, attempt ${index + 1}, run ${run.id}` }],
      ),
    ),
  );
}

/** A quantile of samples by nearest rank; null without samples, and for one above the median when they are too few. */
export function quantileOf(samples: readonly Measured[], share: number): number | null {
  if (share > 0.5 && samples.length < LEAST_FOR_P95) return null;
  return quantile(
    samples.map(({ value }) => value),
    share,
  );
}
