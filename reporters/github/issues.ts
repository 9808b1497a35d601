import { causeName } from '../write/cause.ts';
import type { Assessment } from '../assess/assess.ts';
import type { Failure, Issue } from '../assess/failures.ts';
import { gapsIn } from '../assess/whole.ts';
import { kindOf, targetOf } from '../record/kind.ts';
import { fullTitle } from '../record/test-title.ts';
import { code, list, strong, text } from '../write/document/blocks.ts';
import { blocksToMarkdown } from '../write/document/markdown.ts';
import { chatLine } from '../write/exports/chat.ts';

/** The label by which the nightly finds its own issues. */
export const LABEL = 'golden-path-nightly';

/** GitHub takes texts up to a limit, and a target that is down turns every test red: the worklog names them all. */
const MOST_NAMED = 40;

/** An open issue that carries our label. */
export interface OpenIssue {
  number: number;
  title: string;
  body: string | null;
}

/** What is to be done about the tracker. */
export type Action =
  | { do: 'open'; title: string; body: string }
  /** `issue`: what the issue itself is to say from now on, where that changes. */
  | { do: 'tell'; number: number; body: string; issue?: string }
  | { do: 'close'; number: number; body: string };

/**
 * One issue per cause and target: opened when the cause is new, told of each further night, closed by a night that ran
 * to its end without it and in which the tests that met it passed at the first attempt, or are in the suite no more. A
 * night that was cut off, did not run everything, or skipped them closes nothing.
 * @param open the open issues with our label
 * @param link address of the worklog, where it is kept
 */
export function plan(assessment: Assessment, open: readonly OpenIssue[], link: string | null = null): Action[] {
  const { record, gate, issues } = assessment;
  const target = targetOf(record);
  const line = chatLine(assessment, link);
  const found = issues.map((issue) => ({
    ...issue,
    mark: markOf(target, issue.cause?.id ?? `not diagnosed: ${issue.title}`),
  }));
  const ours = open.filter(({ body }) => body?.includes(`<!-- golden path on ${target}:`));
  const known = (mark: string) => ours.find(({ body }) => body?.includes(mark));
  const opened = found.map(({ title, cause, failures, mark }): Action => {
    const there = known(mark);
    const said = told(line, cause, failures);
    const tests = failures.map(({ test }) => test.id);
    return there
      ? { do: 'tell', number: there.number, body: said, ...withTests(there.body ?? '', tests) }
      : { do: 'open', title, body: `${said}\n\n${mark}\n${testsOf(tests)}` };
  });
  const proven = record.state === 'finished' && record.counts.notRun === 0 && gapsIn(record).length === 0;
  const passed = new Set(record.tests.filter(({ outcome }) => outcome === 'passed').map(({ id }) => id));
  const isOfAll = kindOf(record).scope === record.selection.projects.join('+');
  const there = new Set(record.tests.map(({ id }) => id));
  const left = (id: string) => isOfAll && !there.has(id);
  const gone = proven
    ? ours.filter(({ body }) => {
        const tests = testsIn(body ?? '');
        return (
          !found.some(({ mark }) => body?.includes(mark)) &&
          tests.length > 0 &&
          tests.every((id) => passed.has(id) || left(id))
        );
      })
    : [];
  const green = gate.open ? 'The run is green.' : 'Other causes are still open.';
  return [
    ...opened,
    ...gone.map(({ number, body }): Action => ({
      do: 'close',
      number,
      body: `${wordOf(testsIn(body ?? ''), left)} ${green}\n\n${line}`,
    })),
  ];
}

/** Why an issue is closed. @param left whether a test is in the suite no more */
function wordOf(tests: readonly string[], left: (id: string) => boolean): string {
  const gone = tests.filter(left).length;
  if (gone === 0) return 'This cause was not seen any more.';
  return gone === tests.length
    ? 'No test that met this cause is in the suite any more: each was renamed or removed. Should the cause still be there, a test that meets it opens a new issue.'
    : `This cause was not seen any more; ${gone} of the ${tests.length} tests that met it were renamed or removed.`;
}

/**
 * What the tracker is told of a cause. The words of the evidence stand as code: "frame #7" must not become a link to
 * issue 7.
 */
function told(line: string, cause: Issue['cause'], failures: readonly Failure[]): string {
  return blocksToMarkdown([
    text(line),
    ...(cause
      ? [
          text('Cause: ', strong(causeName(cause)), ` (${cause.confidence}). Owner: ${cause.owner ?? 'unknown'}.`),
          list(cause.signals.slice(0, MOST_NAMED).map(code)),
        ]
      : []),
    text('Tests:'),
    list([
      ...failures
        .slice(0, MOST_NAMED)
        .map(({ test }) => [code(fullTitle(test)), ' (', code(`tests/${test.file}:${test.line}`), ')']),
      ...(failures.length > MOST_NAMED ? [[`and ${failures.length - MOST_NAMED} more: see the worklog`]] : []),
    ]),
  ]);
}

/** How an issue's body says which cause on which target it is about. */
function markOf(target: string, cause: string): string {
  return `<!-- golden path on ${target}: ${cause} -->`;
}

/** How an issue's body says which tests met its cause. */
function testsOf(tests: readonly string[]): string {
  return `<!-- tests: ${tests.join(' ')} -->`;
}

function testsIn(body: string): string[] {
  return /<!-- tests: (.*) -->/.exec(body)?.[1]?.split(' ') ?? [];
}

/** The body of an issue that these tests met, too; nothing when it names them all. */
function withTests(body: string, tests: readonly string[]): { issue?: string } {
  const before = testsIn(body);
  const all = [...new Set([...before, ...tests])];
  return all.length === before.length ? {} : { issue: `${body.replace(/\n<!-- tests: .* -->/, '')}\n${testsOf(all)}` };
}
