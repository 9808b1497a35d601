import type { Assessment } from '../../assess/assess.ts';
import { quantileOf } from '../../assess/figures.ts';
import { executed, firstAttemptRate } from '../../record/counts.ts';
import { targetOf } from '../../record/kind.ts';
import { OUTCOMES } from '../../record/schema.ts';

/** A number about a run, with what it is about, for those who watch dashboards. */
export interface Measure {
  /** As Prometheus names a metric, in base units. */
  name: string;
  says: string;
  value: number;
  labels: Readonly<Record<string, string>>;
}

/** What a dashboard shows of a run. Everything is of the whole run, so parts that were merged count once. */
export function measuresOf({ record, verdict, gate, grades, figures, issues }: Assessment): Measure[] {
  const target = targetOf(record);
  const measure = (name: string, says: string, value: number | null, labels: Measure['labels'] = {}): Measure[] =>
    value === null ? [] : [{ name: `golden_path_${name}`, says, value, labels: { target, ...labels } }];
  const { counts, startedAt, endedAt } = record;
  const seconds = (ms: number | null) => (ms === null ? null : ms / 1000);
  const { state } = verdict.golden;
  return [
    ...measure(
      'alive',
      '1 when the golden path passed at the first attempt; not there when it was not run',
      state === 'not run' ? null : Number(state === 'alive'),
    ),
    ...measure('gate_open', '1 when the run may be called green', Number(gate.open)),
    ...OUTCOMES.flatMap((outcome) => measure('tests', 'Tests by outcome', counts[outcome], { outcome })),
    ...measure('tests_planned', 'Tests that the run was to execute', counts.planned),
    ...measure('tests_executed', 'Tests that were executed to their end', executed(counts)),
    ...measure('first_attempt_ratio', 'Share of the executed tests that passed at once', firstAttemptRate(counts)),
    ...[...grades.components, grades.all].flatMap(({ name, score }) =>
      measure('score', 'Grade of a component, 0 to 100', score, { component: name }),
    ),
    ...figures.flatMap(({ name, samples }) => [
      ...[0.5, 0.95].flatMap((share) =>
        measure('time_seconds', 'Times of the golden path', seconds(quantileOf(samples, share)), {
          time: name,
          quantile: String(share),
        }),
      ),
      ...measure('time_samples', 'Samples behind the times of the golden path', samples.length, { time: name }),
    ]),
    ...issues.flatMap(({ cause, failures }) =>
      measure('failed_by_cause', 'Failed tests by cause', failures.length, {
        cause: cause?.id ?? 'not diagnosed',
        owner: cause?.owner ?? 'unknown',
      }),
    ),
    ...measure(
      'duration_seconds',
      'How long the run took',
      seconds(endedAt ? Date.parse(endedAt) - Date.parse(startedAt) : null),
    ),
    ...measure('started_timestamp_seconds', 'When the run began', seconds(Date.parse(startedAt))),
  ];
}
