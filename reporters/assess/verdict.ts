import { errorInWords } from '../../lib/basics/error-in-words.ts';
import { plural } from '../../lib/basics/plain-text.ts';
import { CRITICAL_EVENTS } from '../../lib/protocol/index.ts';
import type { Attempt, Seen } from '../record/schema-attempt.ts';
import type { RunRecord, TestRecord } from '../record/schema.ts';
import { isOfAPart } from '../record/narrowing.ts';
import { fullTitle } from '../record/test-title.ts';

/** Whether the golden path, the tests tagged `@golden`, works for a person. */
export type GoldenState = 'alive' | 'unsteady' | 'broken' | 'not run';
/** How the critical checks ended: priority 1, the golden path among them. */
export type CriticalState = 'passed' | 'unsteady' | 'failed' | 'impaired' | 'not proven' | 'not run';

/** One line of the verdict. */
interface Line<State> {
  state: State;
  /** One sentence; every report says it in these words. */
  says: string;
  /** What it rests on: one sentence per test that is not as it should be. */
  because: string[];
}

/** Alive or not: the one answer that every report gives. */
export interface Verdict {
  golden: Line<GoldenState>;
  critical: Line<CriticalState>;
}

/** How each line is decided; the first row that holds does. */
export const VERDICT_TABLE: Readonly<{ golden: readonly Row[]; critical: readonly Row[] }> = {
  golden: [
    { state: 'broken', when: 'a test of it failed' },
    { state: 'not run', when: 'a test of it was not executed, or there is none' },
    { state: 'unsteady', when: 'it passed, but only when tried again' },
    { state: 'alive', when: 'it passed at the first attempt' },
  ],
  critical: [
    { state: 'not run', when: 'none was executed' },
    {
      state: 'impaired',
      when:
        'some failed, the golden path is not broken, and in each that failed the person was signed in, the API ' +
        'answered, no agent run went wrong, and a socket was refused or lost: core functional, real-time impaired',
    },
    { state: 'failed', when: 'some failed in any other way' },
    { state: 'not proven', when: 'none failed, but some were not executed' },
    { state: 'unsteady', when: 'all passed, some only when tried again' },
    { state: 'passed', when: 'all passed at the first attempt' },
  ],
};
interface Row {
  state: GoldenState | CriticalState;
  when: string;
}

/** Whether a test is the golden path itself: it carries its tag. */
export function isGolden({ tags, ofTheSuite }: Pick<TestRecord, 'tags' | 'ofTheSuite'>): boolean {
  return tags.includes('@golden') && !ofTheSuite;
}

/** Whether somebody chose other tests than the golden path. */
export function isWithoutGoldenPath(record: Pick<RunRecord, 'tests' | 'parts' | 'selection'>): boolean {
  return isOfAPart(record) && !record.tests.some(isGolden) && record.parts.every(({ planned }) => planned !== null);
}

/** The checks on which most hangs: priority 1, of the product, and more than advice. */
export function criticalTests({ tests }: Pick<RunRecord, 'tests'>): TestRecord[] {
  return tests.filter(({ priority, ofTheSuite, advice }) => priority === 'P1' && !ofTheSuite && !advice);
}

export function isRed({ outcome }: Pick<TestRecord, 'outcome'>): boolean {
  return outcome === 'failed' || outcome === 'timedOut';
}

/**
 * Whether a test tries to get in without a right to (the folder `authentication`, except the sign-in itself): there a
 * refused socket is what is asked for.
 */
export function asksWhoGetsIn({ file, ofTheSuite }: TestRecord): boolean {
  return !ofTheSuite && file.startsWith('authentication/') && file !== 'authentication/sign-in.spec.ts';
}

/** The verdict on a run, by {@link VERDICT_TABLE}. */
export function verdictOf(record: Pick<RunRecord, 'tests' | 'parts'>): Verdict {
  const unknown = record.parts.some(({ planned }) => planned === null);
  const golden = goldenLine(record.tests.filter(isGolden), unknown);
  return { golden, critical: criticalLine(criticalTests(record), golden.state, unknown) };
}

/** Both lines as one text. */
export function verdictText({ golden, critical }: Verdict): string {
  return `${golden.says} ${critical.says}`;
}

const UNKNOWN = 'the run, or a part of it, ended before its tests were known';

/** @param unknown whether a part of the run ended before its tests were known */
function goldenLine(tests: readonly TestRecord[], unknown: boolean): Verdict['golden'] {
  const { red, flaky, lost } = sorted(tests);
  if (red.length > 0) return { state: 'broken', says: 'The golden path is broken.', because: red.map(failureLine) };
  if (tests.length === 0)
    return {
      state: 'not run',
      says: 'The golden path was not run.',
      because: [unknown ? UNKNOWN : 'it was not chosen'],
    };
  if (lost.length > 0) return { state: 'not run', says: 'The golden path was not run.', because: lost.map(notRunLine) };
  if (flaky.length > 0)
    return {
      state: 'unsteady',
      says: 'The golden path is alive, but passed only when tried again.',
      because: flaky.map(failureLine),
    };
  return { state: 'alive', says: 'The golden path is alive.', because: [] };
}

function criticalLine(tests: readonly TestRecord[], golden: GoldenState, unknown: boolean): Verdict['critical'] {
  const { red, flaky, lost } = sorted(tests);
  const of = `of ${tests.length} critical checks`;
  const not = lost.length > 0 ? `, and ${lost.length} ${lost.length === 1 ? 'was' : 'were'} not run` : '';
  if (lost.length === tests.length)
    return {
      state: 'not run',
      says:
        tests.length === 0
          ? `No critical check was ${unknown ? 'run' : 'chosen'}.`
          : tests.length === 1
            ? 'The critical check was not run.'
            : `None ${of} was run.`,
      because: unknown ? [UNKNOWN] : lost.map(notRunLine),
    };
  if (red.length > 0) {
    const impaired = golden !== 'broken' && red.every(isRealTimeOnly);
    return {
      state: impaired ? 'impaired' : 'failed',
      says: `${tests.length === 1 ? 'The critical check' : `${red.length} ${of}`} failed${not}${impaired ? ': core functional, real-time impaired' : ''}.`,
      because: red.map(failureLine),
    };
  }
  if (lost.length > 0 || unknown)
    return {
      state: 'not proven',
      says: `${tests.length === 1 ? 'The critical check has not' : `None ${of} has`} failed${not}${unknown ? `, but ${UNKNOWN}` : ''}.`,
      because: lost.map(notRunLine),
    };
  if (flaky.length > 0)
    return {
      state: 'unsteady',
      says: `${flaky.length} ${of} passed only when tried again.`,
      because: flaky.map(failureLine),
    };
  return {
    state: 'passed',
    says: tests.length === 1 ? 'The critical check passed.' : `All ${tests.length} critical checks passed.`,
    because: [],
  };
}

function sorted(tests: readonly TestRecord[]) {
  return {
    red: tests.filter(isRed),
    flaky: tests.filter(({ outcome }) => outcome === 'flaky'),
    lost: tests.filter(({ outcome }) => outcome === 'skipped' || outcome === 'notRun'),
  };
}

/** A failed test in one sentence: what passed on its wire says more than its own error. */
function failureLine(test: TestRecord): string {
  const attempt = test.attempts.findLast(({ status, expected }) => status !== expected) ?? test.attempts.at(-1);
  const [silent] = attempt?.seen ? silence(attempt.seen) : [];
  return `${fullTitle(test)}: ${silent ?? errorLine(attempt)}`;
}

function notRunLine(test: TestRecord): string {
  return `${fullTitle(test)}: ${test.note ?? (test.outcome === 'skipped' ? 'skipped' : 'not run')}`;
}

/** An attempt's first error, in words. */
export function errorLine(attempt: Attempt | undefined): string {
  return errorInWords(attempt?.errors[0]?.message ?? 'no error was recorded');
}

/**
 * Whether what failed in a test is the socket and nothing else: the page stood, the person was signed in, the API
 * answered, and no agent run broke a rule.
 */
function isRealTimeOnly(test: TestRecord): boolean {
  const seen = test.attempts.at(-1)?.seen;
  if (!seen || asksWhoGetsIn(test) || seen.crashed || seen.pageErrors.length > 0) return false;
  const answered = seen.exchanges.some(
    ({ resource, status }) => /fetch|xhr/.test(resource) && status !== null && status < 400,
  );
  const ill = seen.runs.some(({ violations, canned }) => violations.length > 0 || canned !== null);
  return answered && !ill && silence(seen).length === 0 && isSocketDegraded(seen);
}

/** The critical events that a run of this test lacks, and messages that got no run at all. */
function silence({ runs, frames, exchanges }: Seen): string[] {
  const asked =
    frames.filter(({ kind, type }) => kind === 'client' && type === 'start_agent').length +
    exchanges.filter(({ method, url }) => method === 'POST' && /\/execute$/.test(url)).length;
  if (asked > 0 && !frames.some(({ direction, kind }) => direction === 'received' && kind === 'agent'))
    return [`${plural(asked, 'message')} sent, and no agent event came`];
  return runs.flatMap(({ id }) => {
    const types = new Set(frames.filter(({ run }) => run === id).map(({ type }) => type));
    const missing = CRITICAL_EVENTS.filter((type) => !types.has(type));
    return missing.length > 0 ? [`${missing.join(', ')} never came`] : [];
  });
}

function isSocketDegraded({ sockets }: Seen): boolean {
  return sockets.some(
    ({ status, close }) => (status !== null && status !== 101) || (close && close.code !== 1000 && close.code !== 1001),
  );
}
