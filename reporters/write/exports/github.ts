import { causeName } from '../../../lib/basics/cause-name.ts';
import { visible } from '../../../lib/basics/plain-text.ts';
import { worstFirst } from '../../assess/failures.ts';
import type { Assessment } from '../../assess/assess.ts';
import { adviceText } from '../../assess/advice.ts';
import { isRed, verdictText } from '../../assess/verdict.ts';
import { targetOf } from '../../record/kind.ts';
import { fullTitle } from '../../record/test-title.ts';
import { type Report, heading, list, note, table, text } from '../document/blocks.ts';
import { toMarkdown } from '../document/markdown.ts';
import { opening, toneOf } from '../worklog/opening.ts';
import { OUTCOME_WORDS } from '../worklog/words.ts';

/** Most that GitHub shows of one kind of annotation in a step. */
const MOST = 10;
/** Rows of the table; the worklog has them all. */
const MOST_ROWS = 50;

/** What a job's page on GitHub shows: the verdict, the gate, what failed and why. Pictures cannot be shown there. */
export function jobSummary(assessment: Assessment): string {
  const { record, gate, issues, advice } = assessment;
  const failed = record.tests.filter((test) => isRed(test) || test.outcome === 'notRun');
  const report: Report = {
    ...opening(assessment),
    blocks: [
      note(
        toneOf(assessment),
        ...gate.conditions.map(
          ({ name, open, found }, index) =>
            `${index > 0 ? '\n' : ''}${open === null ? '◽' : open ? '✅' : '❌'} ${name}: ${found}`,
        ),
      ),
      ...(failed.length > 0
        ? [
            heading(3, 'Failed or not run'),
            table(
              ['Test', 'Outcome', 'Cause'],
              failed.slice(0, MOST_ROWS).map((test) => [
                `${fullTitle(test)} [${test.project}]`,
                OUTCOME_WORDS[test.outcome],
                worstFirst(test.attempts.at(-1)?.diagnosis?.causes ?? [])
                  .map(causeName)
                  .join('; ') ||
                  test.note ||
                  'not diagnosed',
              ]),
              `record.json of run ${record.id}`,
            ),
            ...(failed.length > MOST_ROWS ? [text(`and ${failed.length - MOST_ROWS} more`)] : []),
          ]
        : []),
      ...(issues.length > 0 ? [heading(3, 'Issues, by cause'), list(issues.map(({ title }) => title))] : []),
      ...(advice.length > 0 ? [heading(3, 'Better if'), list(advice.map(adviceText))] : []),
    ],
  };
  return toMarkdown(report, 'pictures');
}

/** Lines that GitHub turns into annotations: the verdict, each failure at its place, and what would be better. */
export function annotations({ record, verdict, gate, failures, advice }: Assessment): string[] {
  const first = `::${gate.open ? 'notice' : 'error'} title=${property(`Verdict on ${targetOf(record)}`)}::${data(verdictText(verdict))}`;
  const troubles = record.troubles.map(({ message }) => `::error title=Error outside of the tests::${data(message)}`);
  const lost =
    record.counts.notRun > 0
      ? [`::error title=Not run::${record.counts.notRun} of ${record.counts.planned} planned tests did not run.`]
      : [];
  const failed = failures.map(({ test, attempt, causes }) => {
    const kind = test.outcome === 'flaky' ? 'warning' : 'error';
    const at = /^(.*):(\d+)$/.exec(attempt.errors[0]?.place ?? '') ?? ['', `tests/${test.file}`, String(test.line)];
    const title = `${fullTitle(test)} (${test.project})`;
    const [worst] = worstFirst(causes);
    const cause = worst ? `${causeName(worst)}\n` : '';
    return `::${kind} file=${property(at[1]!)},line=${at[2]},title=${property(title)}::${data(cause + (attempt.errors[0]?.message ?? 'no error was recorded'))}`;
  });
  const better = advice.map((one) => `::notice title=Better if::${data(adviceText(one))}`);
  return [first, ...troubles, ...lost, ...failed, ...better].slice(0, MOST);
}

function data(content: string): string {
  return visible(content).replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function property(content: string): string {
  return data(content).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
