import { percent, plural } from '../../../lib/basics/plain-text.ts';
import type { Assessment } from '../../assess/assess.ts';
import { FORMULA, type Grade, type Grades } from '../../assess/grades.ts';
import { quantileOf } from '../../assess/figures.ts';
import { passRate } from '../../record/counts.ts';
import { kindOf } from '../../record/kind.ts';
import type { EarlierRun, RunRecord, Stability } from '../../record/schema.ts';
import { standIn } from '../cause.ts';
import { type Point, trend } from '../pictures/trend.ts';
import { type Block, type Inline, code, heading, list, strong, table, text } from '../document/blocks.ts';
import { NOT_MEASURED, utc } from './words.ts';

/** Step 5: stability against the stored earlier runs of the same target, and the grades. */
export function step5(assessment: Assessment): Block[] {
  const { record, grades } = assessment;
  const { stability } = record;
  const { target, scope } = kindOf(record);
  return [
    heading(2, 'Step 5: stability and grades'),
    ...(stability
      ? compared(assessment, stability)
      : [
          text(
            ...(whyApart(record) ?? [
              `No earlier run to compare with: runs are compared when they are of the same target (${target}) and the same choice of tests (`,
              code(scope),
              ').',
            ]),
          ),
        ]),
    ...gradeTable(record, grades),
  ];
}

/** Why a run has no earlier ones, and is none for a later one. */
function whyApart(record: RunRecord): Inline[] | null {
  if (!standIn(record)) return null;
  const apart = 'Not compared with earlier runs, and no later one is compared with it:';
  return [`${apart} its target was ${standIn(record)}, so it says nothing of what became of the product since.`];
}

function compared(assessment: Assessment, stability: Stability): Block[] {
  const { previous, earlier, newlyRed, newlyGreen, stillRed, added, unsteady, trends } = stability;
  const first = (rate: number | null) => (rate === null ? NOT_MEASURED : percent(rate));
  return [
    text(
      `Compared with ${plural(earlier.length, 'earlier run')}; the previous one is ${previous.id} of ${utc(previous.startedAt)}, golden path ${previous.verdict}, ` +
        `${first(previous.firstAttemptRate)} at the first attempt.`,
    ),
    ...titles('Newly failed', newlyRed),
    ...titles('Newly passed', newlyGreen),
    ...titles('Still failed', stillRed),
    ...titles(
      'Passed in some earlier runs and failed in others',
      unsteady.map(({ title, changes, runs }) => `${title} (${plural(changes, 'change')} in ${runs} runs)`),
    ),
    ...(newlyRed.length + newlyGreen.length + stillRed.length + unsteady.length === 0
      ? [text('No test changed from passed to failed or back, and none stayed failed.')]
      : []),
    ...(added.length > 0 ? [text(`${plural(added.length, 'test')} had not run before.`)] : []),
    ...(trends.length > 0
      ? [
          table(
            ['Time', 'Now', 'n', 'Baseline', 'Spread', 'Runs', 'Verdict'],
            trends.map(({ metric, now, n, baseline, spread, runs, verdict }) => [
              metric,
              `${Math.round(now)} ms`,
              String(n),
              `${Math.round(baseline)} ms`,
              `± ${Math.round(spread)} ms`,
              String(runs),
              verdict === 'within noise' ? verdict : strong(verdict),
            ]),
            "stability.trends; medians; baseline = median of the earlier runs' medians; spread = 1.4826 × median absolute deviation; beyond noise = more than 3 spreads, 20 % and 20 ms away",
            [1, 2, 3, 4, 5],
          ),
        ]
      : []),
    ...pictures(assessment, earlier),
  ];
}

function titles(name: string, found: readonly string[]): Block[] {
  return found.length === 0 ? [] : [heading(3, `${name}: ${found.length}`), list([...found])];
}

function pictures({ record, verdict: { golden }, figures }: Assessment, earlier: readonly EarlierRun[]): Block[] {
  const now = { name: nameOf(record), tone: toneOf(golden.state) };
  const rates: Point[] = [
    ...earlier.map(({ startedAt, verdict, passRate: rate }): Point => ({
      name: nameOf({ startedAt }),
      value: percentOrNull(rate),
      tone: toneOf(verdict),
    })),
    { ...now, value: percentOrNull(passRate(record.counts)) },
  ];
  const own = figures.find(({ name }) => name === 'first text')?.samples ?? [];
  const texts: Point[] = [
    ...earlier.map(({ startedAt, verdict, figures: before }): Point => ({
      name: nameOf({ startedAt }),
      value: before['first text']?.p50 ?? null,
      upper: before['first text']?.p95 ?? null,
      tone: toneOf(verdict),
    })),
    { ...now, value: quantileOf(own, 0.5), upper: quantileOf(own, 0.95) },
  ];
  return [
    {
      kind: 'picture',
      name: 'pass-rate',
      svg: trend('Pass rate', '%', rates, { low: 0, high: 105 }),
      caption:
        'Pass rate over the last runs; colour: whether the golden path was alive. Source: stability.earlier, counts.',
    },
    ...(texts.some(({ value }) => value !== null)
      ? [
          {
            kind: 'picture' as const,
            name: 'first-text',
            svg: trend('Message sent to first text, median', 'ms', texts),
            caption:
              'First text over the last runs, with the 95th percentile where there were 20 samples. Source: stability.earlier[].figures, runs of this record.',
          },
        ]
      : []),
  ];
}

/** A run in a picture: its day and minute, since a day can have several. */
function nameOf({ startedAt }: { startedAt: string }): string {
  return startedAt.slice(5, 16).replace('T', ' ');
}

function percentOrNull(rate: number | null): number | null {
  return rate === null ? null : rate * 100;
}

function toneOf(state: string): Point['tone'] {
  return state === 'alive' ? 'good' : state === 'broken' ? 'bad' : 'warn';
}

function gradeTable(record: RunRecord, { components, all }: Grades): Block[] {
  const before = record.stability?.previous;
  const previous = (name: string) => {
    const score = name === all.name ? before?.score : before?.grades[name];
    return score === null || score === undefined ? '–' : String(score);
  };
  const line = (grade: Grade): Inline[] => [
    grade.name === all.name ? strong(grade.name) : grade.name,
    previous(grade.name),
    grade.score === null ? 'n/a' : `${grade.score} ${grade.letter}`,
    `${percent(grade.coverage)} (${grade.executed} of ${grade.planned})`,
    grade.cap ?? 'none',
  ];
  return [
    heading(3, 'Grades'),
    ...(components.length === 0
      ? [text('No test of the product was planned, so there is nothing to grade.')]
      : [
          table(
            ['Component', 'Previous', 'Now', 'Coverage', 'Cap'],
            [...components, all].map(line),
            'tests[].outcome, .priority, .component; previous: stability.previous',
            [1, 2, 3],
          ),
        ]),
    text(strong('Formula: '), FORMULA, '.'),
  ];
}
