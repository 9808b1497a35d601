import { failuresOf, issuesOf } from '../../assess/failures.ts';
import { gateOf } from '../../assess/gate.ts';
import { isRed } from '../../assess/verdict.ts';
import { type Report, heading, list, note, table, text } from '../document/blocks.ts';
import { toMarkdown } from '../document/markdown.ts';
import type { RunRecord } from '../../record/schema.ts';
import { OUTCOME_WORDS } from '../worklog/words.ts';
import { opening, toneOf } from '../worklog/opening.ts';

/** Most that GitHub shows of one kind of annotation in a step. */
const MOST = 10;

/** What a job's page on GitHub shows: the verdict, the gate, what is red and why. Pictures cannot be shown there. */
export function jobSummary(record: RunRecord): string {
  const red = record.tests.filter((test) => isRed(test) || test.outcome === 'notRun');
  const issues = issuesOf(failuresOf(record));
  const document: Report = {
    ...opening(record),
    blocks: [
      note(
        toneOf(record),
        ...gateOf(record).map(
          ({ name, open, found }, index) =>
            `${index > 0 ? '\n' : ''}${open === null ? '◽' : open ? '✅' : '❌'} ${name}: ${found}`,
        ),
      ),
      ...(red.length > 0
        ? [
            heading(3, 'Red or not run'),
            table(
              ['Test', 'Outcome', 'Cause'],
              red.slice(0, 50).map((test) => [
                `${test.titles.at(-1)} [${test.project}]`,
                OUTCOME_WORDS[test.outcome],
                test.attempts
                  .at(-1)
                  ?.diagnosis?.causes.map(({ id, title }) => `${id} ${title}`)
                  .join('; ') ||
                  test.note ||
                  'not diagnosed',
              ]),
              `record.json of run ${record.id}`,
            ),
            ...(red.length > 50 ? [text(`and ${red.length - 50} more`)] : []),
          ]
        : []),
      ...(issues.length > 0 ? [heading(3, 'Issues, by cause'), list(issues.map(({ title }) => title))] : []),
    ],
  };
  return toMarkdown(document, 'pictures');
}

/** Lines that GitHub turns into annotations at the place of each failure. */
export function annotations(record: RunRecord): string[] {
  const failures = failuresOf(record).map(({ test, attempt, causes }) => {
    const kind = test.outcome === 'flaky' ? 'warning' : 'error';
    const at = /^(.*):(\d+)$/.exec(attempt.errors[0]?.place ?? '') ?? ['', `tests/${test.file}`, String(test.line)];
    const title = `${test.titles.at(-1)} (${test.project})`;
    const cause = causes[0] ? `${causes[0].id} ${causes[0].title}\n` : '';
    return `::${kind} file=${property(at[1]!)},line=${at[2]},title=${property(title)}::${data(cause + (attempt.errors[0]?.message ?? 'no error was recorded'))}`;
  });
  const troubles = record.troubles.map(({ message }) => `::error title=Error outside of the tests::${data(message)}`);
  const lost =
    record.counts.notRun > 0
      ? [`::error title=Not run::${record.counts.notRun} of ${record.counts.planned} planned tests did not run.`]
      : [];
  return [...troubles, ...lost, ...failures].slice(0, MOST);
}

function data(content: string): string {
  return content.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function property(content: string): string {
  return data(content).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
