import { copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALLURE_GLOBALS, ALLURE_RESULT } from '../../../config/playwright-internals.mjs';
import { toJson } from '../../../lib/basics/json.ts';
import { visible } from '../../../lib/basics/plain-text.ts';
import type { Assessment } from '../../assess/assess.ts';
import { verdictText } from '../../assess/verdict.ts';
import { fullTitle } from '../../record/test-title.ts';
import { drawn } from '../pictures/swim-lane.ts';
import type { Attempt } from '../../record/schema-attempt.ts';
import type { RunRecord, TestRecord } from '../../record/schema.ts';
import { causeName } from '../cause.ts';
import { utc } from '../worklog/words.ts';
import { type AllureResult, enrich, properties } from './enrich.ts';
import { filesInPlaywrightsReport, linked } from './linked.ts';

/** What a report of the whole run shows besides its tests. */
const WHOLE_RUN: readonly { file: string; name: string; type: string }[] = [
  { file: 'worklog.html', name: 'Worklog', type: 'text/html' },
  { file: 'pictures/golden-path.svg', name: 'The golden path, drawn', type: 'image/svg+xml' },
  { file: 'pictures/pass-rate.svg', name: 'Pass rate over the last runs', type: 'image/svg+xml' },
  { file: 'pictures/first-text.svg', name: 'First text over the last runs', type: 'image/svg+xml' },
];

/**
 * Gives the Allure results of a run what the record knows. @param dir the run's folder; nothing happens where it has
 * no results
 */
export function enrichResults(dir: string, { record, verdict, issues }: Assessment): void {
  const folder = join(dir, 'allure-results');
  if (!existsSync(folder)) return;
  const isMerged = record.parts.some(({ shard }) => shard !== null);
  const reported = filesInPlaywrightsReport(dir);
  const worst = [...new Set(issues.map(({ cause }) => cause?.id ?? null))];
  for (const name of readdirSync(folder).filter((file) => file.endsWith(ALLURE_RESULT))) {
    const path = join(folder, name);
    const result = JSON.parse(readFileSync(path, 'utf8')) as AllureResult;
    const found = attemptOf(result, record);
    if (!found || result.labels.some((label) => label.name === 'priority')) continue;
    const pictures = draw(folder, result, found.attempt);
    const enriched = enrich(result, found.test, found.attempt, record.ci, worst, pictures);
    writeFileSync(path, toJson(isMerged ? linked(enriched, folder, reported, found.test.id) : enriched));
  }
  writeFileSync(
    join(folder, 'environment.properties'),
    properties(environmentOf(record, { Verdict: verdictText(verdict), ...worstOf(issues) })),
  );
  writeFileSync(
    join(folder, `run-${ALLURE_GLOBALS}`),
    // Whoever keeps a merged run keeps its worklog and its pictures beside this report.
    toJson({ attachments: isMerged ? [] : wholeRun(dir, folder), errors: errorsOf(record) }),
  );
}

/** The worst cause, for the first lines of the report; nothing where none is known. */
function worstOf(issues: Assessment['issues']): { [name: string]: string } {
  const { cause, certainty } = issues.find((issue) => issue.cause) ?? {};
  return cause
    ? {
        Cause: `${causeName(cause)} (${certainty})`,
        Owner: cause.owner ?? 'unknown',
        'Look first': cause.lookFirst ?? 'unknown',
      }
    : {};
}

function wholeRun(dir: string, folder: string): AllureResult['attachments'] {
  return WHOLE_RUN.filter(({ file }) => existsSync(join(dir, file))).map(({ file, name, type }) => {
    const source = `run-${file.replace('/', '-')}`;
    copyFileSync(join(dir, file), join(folder, source));
    return { name, type, source };
  });
}

/** What went wrong outside of the tests; a test that did not run has no result, so it is told here. */
function errorsOf({ troubles, tests }: RunRecord): { message: string }[] {
  const lost = tests.filter(({ outcome }) => outcome === 'notRun');
  return [
    ...troubles.map(({ message }) => ({ message })),
    ...(lost.length > 0
      ? [
          {
            message: `${lost.length} of ${tests.length} planned tests did not run:\n${lost.map((test) => `${fullTitle(test)} (${test.note})`).join('\n')}`,
          },
        ]
      : []),
  ];
}

/**
 * The attempt that a result tells of: same project, file and titles; of several attempts the one that began nearest to
 * it.
 */
function attemptOf(
  { fullName, start, parameters }: AllureResult,
  { tests }: RunRecord,
): { test: TestRecord; attempt: Attempt } | undefined {
  const of = (name: string) => parameters.find((one) => one.name === name)?.value;
  const repetition = of('Repetition');
  const test = tests.find(
    ({ project, file, titles }) =>
      project === of('Project') &&
      visible([file, ...titles].join(' › ')) ===
        visible(`${fullName}${repetition && repetition !== '1' ? ` › repetition ${repetition}` : ''}`),
  );
  const away = ({ startedAt }: Attempt) => Math.abs(Date.parse(startedAt) - start);
  const [attempt] = [...(test?.attempts ?? [])].sort((a, b) => away(a) - away(b));
  return test && attempt ? { test, attempt } : undefined;
}

/** Draws the runs of an attempt, except those whose picture Allure has from the runner. */
function draw(
  folder: string,
  { uuid, attachments, steps }: AllureResult,
  attempt: Attempt,
): AllureResult['attachments'] {
  const there = new Set([...attachments, ...steps.flatMap((step) => step.attachments)].map(({ name }) => name));
  return drawn(attempt)
    .filter(({ name }) => !there.has(name))
    .map(({ name, svg }, index) => {
      const source = `${uuid}-run-${index + 1}-attachment.svg`;
      writeFileSync(join(folder, source), svg);
      return { name, type: 'image/svg+xml', source };
    });
}

/** The outcome stands in the second line: Allure opens at the first test, with what is far above it out of sight. */
function environmentOf(
  { id, startedAt, targets, machine, selection, state, settings }: RunRecord,
  outcome: { [name: string]: string },
): { [name: string]: string } {
  return {
    Run: id,
    Started: utc(startedAt),
    ...outcome,
    Target: targets.map(({ name, hosts }) => `${name} (${hosts.join(', ')})`).join('; '),
    Suite: `${machine.suite.version} ${machine.suite.revision?.slice(0, 10) ?? 'revision unknown'}`,
    Playwright: machine.playwright,
    Browser: machine.browser ?? 'unknown',
    Node: machine.node,
    Platform: `${machine.platform}, ${machine.cpus} CPUs`,
    Workers: settings['workers'] ?? 'unknown',
    Focus: selection.focus,
    Faults: selection.faults.join(', ') || 'none',
    State: state,
  };
}
