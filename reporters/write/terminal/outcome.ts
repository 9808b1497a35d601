import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { errorInWords } from '../../../lib/basics/error-in-words.ts';
import { plural } from '../../../lib/basics/plain-text.ts';
import type { Assessment } from '../../assess/assess.ts';
import type { Issue } from '../../assess/failures.ts';
import { verdictText } from '../../assess/verdict.ts';
import { causeWithOwner, standIn } from '../cause.ts';
import { toneOf } from '../worklog/opening.ts';
import { OVER, budgetText, timeCells } from '../times.ts';
import { field, paint } from './field.ts';

/** Causes that are named; the others are counted. */
const MOST_CAUSES = 3;
/** Facts that are told of a cause that is the only one. */
const MOST_SIGNALS = 3;

/** Characters of an error outside of the tests, which says in its end what to do. */
const MOST_OF_AN_ERROR = 500;

const COLOURS = { good: 'green', bad: 'red', warn: 'yellow', none: 'reset' } as const;

/** Where a person finds the reports of a run, as paths to be shown. */
interface Places {
  worklog: string;
  /** Null when there is none. */
  report: string | null;
}

/** The reports in the folder of a run. @param dir its folder */
export function placesIn(dir: string): Places {
  const shown = (name: string) => relative(process.cwd(), join(dir, name));
  return { worklog: shown('worklog.html'), report: existsSync(join(dir, 'html')) ? shown('html') : null };
}

/**
 * How a run ended, in a few lines: the verdict, the causes with their owners and what to look at first, and where the
 * summary of the red test, the worklog and the report are.
 */
export function outcomeText(assessment: Assessment, places: Places): string {
  const { record, verdict, issues } = assessment;
  const [trouble] = record.troubles;
  const named = issues.filter(({ cause }) => cause !== null);
  const summary = (named[0] ?? issues[0])?.told.attempt.attachments.find(({ name }) => name === 'triage.md')?.path;
  const unnamed = issues.filter(({ cause }) => cause === null).flatMap(({ failures }) => failures);
  return [
    ...(standIn(record) ? [field('Target', standIn(record), 'yellow')] : []),
    field('Verdict', verdictText(verdict), COLOURS[toneOf(assessment)]),
    ...(trouble ? [field('Error', errorInWords(trouble.message, MOST_OF_AN_ERROR), 'red')] : []),
    ...named.slice(0, MOST_CAUSES).flatMap((issue) => causeLines(issue, named.length === 1 ? MOST_SIGNALS : 1)),
    ...(named.length > MOST_CAUSES ? [field('', `and ${plural(named.length - MOST_CAUSES, 'more cause')}`)] : []),
    ...(unnamed.length > 0 ? [field('Cause', `not diagnosed, ${plural(unnamed.length, 'test')}`, 'red')] : []),
    // Paths and commands are to be copied, and stay in one piece.
    ...(summary ? [`  ${paint('dim', 'Begin with'.padEnd(13))}${summary}`] : []),
    `  ${paint('dim', 'Worklog'.padEnd(13))}${places.worklog}`,
    ...(places.report === null
      ? []
      : [`  ${paint('dim', 'Report'.padEnd(13))}npx playwright show-report ${places.report}`]),
  ].join('\n');
}

function causeLines({ cause, certainty, failures, told }: Issue, most: number): string[] {
  const tests = plural(failures.length, 'test');
  return [
    field('Cause', `${causeWithOwner(cause!, certainty)}, ${tests}`, 'red'),
    ...(cause?.signals ?? [])
      .slice(0, most)
      .map((signal, index) => field(index === 0 ? 'Seen' : '', errorInWords(signal, MOST_OF_AN_ERROR))),
    ...(cause?.or ?? []).map((other) => field('Or', other)),
    ...(cause?.lookFirst ? [field('Look first', cause.lookFirst)] : []),
    ...(told.probe ? [field('To be sure', told.probe)] : []),
  ];
}

/**
 * The times of the run as a table of 80 columns, then from what to what each is; what has too few samples for a
 * percentile says so.
 */
export function timesText({ figures }: Assessment): string {
  const rows = figures.map((figure) => [
    figure.name,
    String(figure.samples.length),
    ...timeCells(figure).map(({ text, over }) => (over ? `${text} ✗` : text)),
    budgetText(figure),
  ]);
  const lines = [['Time', 'n', 'p50', 'p95', 'max', 'budget'], ...rows].map(
    ([name = '', n = '', ...times]) =>
      `  ${name.padEnd(16)}${n.padStart(5)}${times.map((time) => time.padStart(14)).join('')}`,
  );
  const isOver = figures.some((figure) => timeCells(figure).some(({ over }) => over));
  return [
    ...lines,
    ...(isOver ? [`  ✗ ${OVER}`] : []),
    '',
    ...figures.map(({ name, says }) => `  ${name.padEnd(16)}${says}`),
  ].join('\n');
}
