import { causeName } from '../../../lib/basics/cause-name.ts';
import { BETTER_IF } from '../../../config/decisions/sources.ts';
import { firstLine, visible } from '../../../lib/basics/plain-text.ts';
import { worstFirst } from '../../assess/failures.ts';
import type { Attempt } from '../../record/schema-attempt.ts';
import type { RunRecord, TestRecord } from '../../record/schema.ts';
import type { Assessment } from '../../assess/assess.ts';
import { isRed, verdictText } from '../../assess/verdict.ts';
import { fullTitle } from '../../record/test-title.ts';

/**
 * The run as JUnit XML (the dialect that Jenkins and GitLab read): one suite per project and file; what did not run is
 * an error, never silence.
 */
export function junit({ record, verdict }: Assessment): string {
  const groups = new Map<string, TestRecord[]>();
  for (const test of record.tests)
    groups.set(`${test.project}/${test.file}`, [...(groups.get(`${test.project}/${test.file}`) ?? []), test]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ id: record.id, name: 'Netra Apex golden path', ...totals(record.tests, record.troubles.length) })}>`,
    `<properties>${property('verdict', verdictText(verdict))}</properties>`,
    ...[...groups].map(([name, tests]) => suite(name, record.startedAt, tests)),
    ...(record.troubles.length > 0 ? [outside(record)] : []),
    '</testsuites>',
    '',
  ].join('\n');
}

function totals(tests: readonly TestRecord[], more = 0) {
  return {
    tests: tests.length + more,
    failures: tests.filter(isRed).length,
    errors: tests.filter(({ outcome }) => outcome === 'notRun').length + more,
    skipped: tests.filter(({ outcome }) => outcome === 'skipped' || outcome === 'unmet').length,
    time: seconds(tests),
  };
}

function suite(name: string, timestamp: string, tests: readonly TestRecord[]): string {
  return [
    `<testsuite${attributes({ name, timestamp, ...totals(tests) })}>`,
    ...tests.map(testcase),
    '</testsuite>',
  ].join('\n');
}

function testcase(test: TestRecord): string {
  const inner = [properties(test), ...result(test)].join('');
  return `<testcase${attributes({ name: fullTitle(test), classname: `${test.project}.${test.file}`, time: seconds([test]) })}>${inner}</testcase>`;
}

function properties(test: TestRecord): string {
  const [cause] = worstFirst(test.attempts.at(-1)?.diagnosis?.causes ?? []);
  const values = {
    suite: test.suite,
    priority: test.priority,
    attempts: String(test.attempts.length),
    ...(cause ? { cause: causeName(cause) } : {}),
  };
  return `<properties>${Object.entries(values)
    .map(([name, value]) => property(name, value))
    .join('')}</properties>`;
}

function property(name: string, value: string): string {
  return `<property${attributes({ name, value })}/>`;
}

function result({ outcome, attempts, note, annotations }: TestRecord): string[] {
  const errors = attempts.at(-1)?.errors ?? [];
  const message = firstLine(errors[0]?.message ?? 'no error was recorded');
  const whole = errors.map((error) => error.message).join('\n\n');
  if (outcome === 'failed' || outcome === 'timedOut')
    return [
      `<failure${attributes({ message, type: outcome === 'timedOut' ? 'timeout' : (errors[0]?.kind ?? 'error') })}>${text(whole)}</failure>`,
    ];
  if (outcome === 'notRun') return [`<error${attributes({ message: note ?? 'did not run', type: 'not run' })}/>`];
  if (outcome === 'flaky') return attempts.filter(({ status, expected }) => status !== expected).map(flaky);
  if (outcome === 'unmet') {
    const better = annotations.find(({ type }) => type === BETTER_IF)?.description ?? '';
    return [`<skipped${attributes({ message: `better if ${better}` })}/>`];
  }
  if (outcome === 'skipped')
    return [`<skipped${attributes({ message: annotations.find(({ type }) => type === 'skip')?.description ?? '' })}/>`];
  return [];
}

/** A failed attempt of a test that passed later, as Maven's Surefire writes it. */
function flaky({ status, errors }: Attempt): string {
  const message = errors[0]?.message ?? 'no error was recorded';
  return `<flakyFailure${attributes({ message: firstLine(message), type: status })}>${text(message)}</flakyFailure>`;
}

function outside({ troubles }: RunRecord): string {
  const cases = troubles.map(
    ({ message }, index) =>
      `<testcase${attributes({ name: `error ${index + 1} outside of the tests`, classname: 'run' })}><error${attributes({ message: firstLine(message), type: 'error' })}>${text(message)}</error></testcase>`,
  );
  return [
    `<testsuite${attributes({ name: 'run', tests: troubles.length, errors: troubles.length })}>`,
    ...cases,
    '</testsuite>',
  ].join('\n');
}

function seconds(tests: readonly TestRecord[]): string {
  return (tests.flatMap(({ attempts }) => attempts).reduce((sum, { took }) => sum + took, 0) / 1_000).toFixed(3);
}

function attributes(values: { [name: string]: string | number }): string {
  return Object.entries(values)
    .map(
      ([name, value]) =>
        ` ${name}="${text(String(value)).replace(/"/g, '&quot;').replace(/\n/g, '&#10;').replace(/\t/g, '&#9;')}"`,
    )
    .join('');
}

/** Text as XML allows it. */
function text(content: string): string {
  return visible(content).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
