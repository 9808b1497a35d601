import { firstLine } from '../../lib/basics/plain-text.ts';
import { CRITICAL_EVENTS } from '../../lib/protocol/index.ts';
import type { Attempt, Seen } from '../record/schema-attempt.ts';
import type { RunRecord, TestRecord } from '../record/schema.ts';

export type Status =
  | 'NOT MEASURED'
  | 'BROKEN'
  | 'CORE FUNCTIONAL, REAL-TIME IMPAIRED'
  | 'NOT PROVEN'
  | 'FUNCTIONAL, UNSTEADY'
  | 'FUNCTIONAL';

/** One row of the table that decides the status; the first that holds does. */
export interface Row {
  status: Status;
  when: string;
}

interface Verdict extends Row {
  /** What of the table's words was found, one sentence each. */
  because: string[];
}

export const STATUS_TABLE: readonly Row[] = [
  { status: 'NOT MEASURED', when: 'no critical check was executed' },
  {
    status: 'BROKEN',
    when: 'a critical check is red, and in it a message got no agent event or one of the five critical events is missing',
  },
  {
    status: 'CORE FUNCTIONAL, REAL-TIME IMPAIRED',
    when: 'critical checks are red, and in each of them the API answered, and the socket or the course of a run is degraded',
  },
  { status: 'BROKEN', when: 'a critical check is red for any other reason' },
  { status: 'NOT PROVEN', when: 'no critical check is red, but some were not executed' },
  { status: 'FUNCTIONAL, UNSTEADY', when: 'every critical check passed, some of them only when tried again' },
  { status: 'FUNCTIONAL', when: 'every critical check passed at the first attempt' },
];

/** Checks on which the status of the golden path hangs: priority 1, of the product. */
export function criticalTests({ tests }: RunRecord): TestRecord[] {
  return tests.filter(({ priority, ofTheSuite }) => priority === 'P1' && !ofTheSuite);
}

export function isRed({ outcome }: Pick<TestRecord, 'outcome'>): boolean {
  return outcome === 'failed' || outcome === 'timedOut';
}

/**
 * Whether a test tries to get in without a right to (the folder `authentication`, but for the sign-in itself): there
 * a refused socket is what is asked for.
 */
export function asksWhoGetsIn({ file, ofTheSuite }: TestRecord): boolean {
  return !ofTheSuite && file.startsWith('authentication/') && file !== 'authentication/sign-in.spec.ts';
}

/** Whether a red test met an API that answered and a socket, or a run, that did not do as it should. */
function isRealTime(test: TestRecord): boolean {
  const seen = test.attempts.at(-1)?.seen;
  if (!seen || asksWhoGetsIn(test)) return false;
  const answered = seen.exchanges.some(
    ({ resource, status }) => /fetch|xhr/.test(resource) && status !== null && status < 400,
  );
  return answered && degradation(seen).length > 0;
}

/** The status of the golden path, by {@link STATUS_TABLE}. */
export function verdictOf(record: RunRecord): Verdict {
  const critical = criticalTests(record);
  const executed = critical.filter(({ outcome }) => outcome !== 'skipped' && outcome !== 'notRun');
  const red = critical.filter(isRed);
  const silent = [...new Set(red.flatMap(({ attempts }) => attempts.at(-1)?.seen ?? []).flatMap(silence))];
  const elsewhere = red.filter((test) => !isRealTime(test));
  const row = (index: number, because: string[]): Verdict => ({ ...STATUS_TABLE[index]!, because });
  if (record.parts.some(({ planned }) => planned === null))
    return row(0, ['the run ended before its tests were known']);
  if (executed.length === 0)
    return row(0, [
      critical.length === 0
        ? 'no critical check was chosen'
        : `none of ${critical.length} critical checks was executed`,
    ]);
  if (red.length > 0 && silent.length > 0) return row(1, silent);
  if (elsewhere.length > 0)
    return row(
      3,
      elsewhere.map(({ attempts, titles }) => `${titles.at(-1)}: ${errorLine(attempts.at(-1))}`),
    );
  if (red.length > 0) return row(2, [...new Set(red.flatMap(({ attempts }) => degradation(attempts.at(-1)!.seen!)))]);
  if (executed.length < critical.length)
    return row(4, [`${critical.length - executed.length} of ${critical.length} critical checks were not executed`]);
  const flaky = critical.filter(({ outcome }) => outcome === 'flaky');
  if (flaky.length > 0)
    return row(
      5,
      flaky.map(({ titles }) => titles.at(-1)!),
    );
  return row(6, [`${executed.length} of ${critical.length} critical checks passed`]);
}

/** The first line of an attempt's first error. */
export function errorLine(attempt: Attempt | undefined): string {
  return firstLine(attempt?.errors[0]?.message ?? 'no error was recorded').replace(/^Error: /, '');
}

/** The critical events that a run of this test lacks, and messages that got no run at all. */
function silence({ runs, frames, exchanges }: Seen): string[] {
  const asked =
    frames.filter(({ kind, type }) => kind === 'client' && type === 'start_agent').length +
    exchanges.filter(({ method, url }) => method === 'POST' && /\/execute$/.test(url)).length;
  if (asked > 0 && !frames.some(({ direction, kind }) => direction === 'received' && kind === 'agent'))
    return ['a message was sent and got no agent event'];
  return runs.flatMap(({ id }) => {
    const types = new Set(frames.filter(({ run }) => run === id).map(({ type }) => type));
    const missing = CRITICAL_EVENTS.filter((type) => !types.has(type));
    return missing.length > 0 ? [`${missing.join(', ')} never came`] : [];
  });
}

function degradation({ sockets, runs }: Seen): string[] {
  return [
    ...sockets
      .filter(({ status }) => status !== null && status !== 101)
      .map(({ status }) => `the socket's upgrade was answered with ${status}`),
    ...sockets.flatMap(({ close }) =>
      close && close.code !== 1000 && close.code !== 1001
        ? [`a socket was closed with ${close.code} ${close.reason}`.trim()]
        : [],
    ),
    ...runs.flatMap(({ violations }) => violations.map(({ rule, message }) => `${rule}: ${message}`)),
  ];
}
