import { basename } from 'node:path';
import { slug } from '../../lib/basics/plain-text.ts';
import { harmRank, type Why } from '../../lib/diagnosis/index.ts';
import type { Attempt, RecordedCause } from '../record/schema-attempt.ts';
import type { RunRecord, TestRecord } from '../record/schema.ts';
import { errorLine, isGolden, isRed } from './verdict.ts';

export { worstFirst } from '../../lib/diagnosis/index.ts';

/** What went wrong in one test. */
export interface Failure {
  test: TestRecord;
  attempt: Attempt;
  /** Empty: not diagnosed. The deepest first. */
  causes: RecordedCause[];
  whys: Why[];
  lookFirst: string | null;
  alternatives: string[];
  probe: string | null;
  /** What was also seen and does not explain the failure. */
  notes: string[];
}

/** Failures with one cause in common: one issue. */
export interface Issue {
  title: string;
  /** As the test tells it that says how certain it is, see {@link issuesOf}. */
  cause: RecordedCause | null;
  /** Where the cause is told so: what else is shown of it is of the same attempt. */
  told: Failure;
  /** How certain the cause is: `certain`, or `certain in 1 of 9 tests, possible in 8`; empty without a cause. */
  certainty: string;
  failures: Failure[];
}

/** Every red and flaky test of the run, critical ones first. */
export function failuresOf({ tests }: RunRecord): Failure[] {
  return tests
    .filter((test) => isRed(test) || test.outcome === 'flaky')
    .map(failureOf)
    .sort((a, b) => a.test.priority.localeCompare(b.test.priority));
}

function failureOf(test: TestRecord): Failure {
  const attempt = test.attempts.findLast(({ status, expected }) => status !== expected) ?? test.attempts.at(-1)!;
  const { diagnosis } = attempt;
  return {
    test,
    attempt,
    causes: diagnosis?.causes ?? [],
    whys: diagnosis && diagnosis.whys.length > 0 ? diagnosis.whys : observed(attempt),
    lookFirst: diagnosis?.lookFirst ?? null,
    alternatives: diagnosis?.alternatives ?? [],
    probe: diagnosis?.probe ?? null,
    notes: diagnosis?.notes ?? [],
  };
}

/** The levels that the bare evidence supports: what the person met, and what the wire said. */
function observed(attempt: Attempt): Why[] {
  const { seen } = attempt;
  const violation = seen?.runs.flatMap(({ violations }) => violations)[0];
  const socket = seen?.sockets.find(
    ({ status, close }) => (status !== null && status !== 101) || (close && close.code !== 1000 && close.code !== 1001),
  );
  const request = seen?.exchanges.find(({ status, failure }) => failure !== null || (status !== null && status >= 500));
  const wire: Why | null = violation
    ? {
        level: 'wire',
        says: violation.message,
        evidence: [violation.frame === null ? 'a frame that never came' : `frame #${violation.frame}`],
        hypothesis: false,
      }
    : socket
      ? {
          level: 'wire',
          says: `the socket: upgrade ${socket.status ?? 'not answered'}${socket.close ? `, closed ${socket.close.code} ${socket.close.reason}` : ''}`,
          evidence: [`socket ${socket.id}`],
          hypothesis: false,
        }
      : request
        ? {
            level: 'wire',
            says: `${request.method} ${request.url}: ${request.failure ?? request.status}`,
            evidence: [`request to ${request.url}`],
            hypothesis: false,
          }
        : null;
  return [
    {
      level: 'symptom',
      says: errorLine(attempt),
      evidence: [attempt.errors[0]?.place ?? 'no place was recorded'],
      hypothesis: false,
    },
    ...(wire ? [wire] : []),
  ];
}

/**
 * One issue per cause: the certain ones first, of these the most harmful to people, of equal harm the one that fails
 * most tests. It is the first cause of each failed test and every further one that is certain, so a test can stand in
 * several. A cause is as certain as it is in a test of the golden path, if that failed by it, else as in most of its
 * tests. Tests without a diagnosis go by their error. Titles follow the team's pattern
 * `E2E-DEPLOY-<reason>-<test ref>`.
 */
export function issuesOf(failures: readonly Failure[]): Issue[] {
  const groups = new Map<string, { causes: RecordedCause[]; failures: Failure[] }>();
  for (const failure of failures.filter(({ test }) => isRed(test))) {
    const causes = failure.causes.filter(isNamed);
    for (const cause of causes.length > 0 ? causes : [null]) {
      const key = cause?.id ?? failure.attempt.errors[0]?.kind ?? 'no error';
      const group = groups.get(key) ?? { causes: [], failures: [] };
      groups.set(key, { causes: [...group.causes, ...(cause ? [cause] : [])], failures: [...group.failures, failure] });
    }
  }
  return [...groups]
    .map(([key, { causes, failures: members }]) => {
      const at = telling(causes, members);
      const cause = causes[at] ?? null;
      const reason = cause ? `${cause.id}-${shortSlug(cause.title)}` : `not-diagnosed-${shortSlug(key)}`;
      const title = `E2E-DEPLOY-${reason}-${reference(members[0]!.test)}`;
      return { title, cause, told: members[at]!, certainty: certaintyOf(causes), failures: members };
    })
    .sort(
      (one, other) =>
        Number(!isCertain(one)) - Number(!isCertain(other)) ||
        harmRank(one.cause?.id) - harmRank(other.cause?.id) ||
        other.failures.length - one.failures.length,
    );
}

/** How often a cause was told with each confidence, the most frequent first; of two as frequent the less certain. */
function confidencesIn(causes: readonly RecordedCause[]): [confidence: string, tests: number][] {
  return ['possible', 'likely', 'certain']
    .map((name): [string, number] => [name, causes.filter(({ confidence }) => confidence === name).length])
    .filter(([, tests]) => tests > 0)
    .sort(([, one], [, other]) => other - one);
}

/** Which failure says how certain their cause is. @param causes one per failure, in their order */
function telling(causes: readonly RecordedCause[], failures: readonly Failure[]): number {
  const golden = failures.findIndex(({ test }) => isGolden(test));
  const [most] = confidencesIn(causes)[0] ?? [];
  return golden >= 0
    ? golden
    : Math.max(
        causes.findIndex(({ confidence }) => confidence === most),
        0,
      );
}

/** Which attempt it was, e.g. `, attempt 2 of 2`; nothing for a test that was tried once. */
export function attemptInWords({ attempts }: Pick<TestRecord, 'attempts'>, { index }: Pick<Attempt, 'index'>): string {
  return attempts.length > 1 ? `, attempt ${index + 1} of ${attempts.length}` : '';
}

function certaintyOf(causes: readonly RecordedCause[]): string {
  const told = confidencesIn(causes);
  if (told.length < 2) return causes[0]?.confidence ?? '';
  const [first, ...others] = told.sort(([one], [other]) => one.localeCompare(other));
  return [
    `${first![0]} in ${first![1]} of ${causes.length} tests`,
    ...others.map(([name, n]) => `${name} in ${n}`),
  ].join(', ');
}

const isCertain = ({ cause }: { cause: RecordedCause | null }) => cause?.confidence === 'certain';

/** Whether a cause of a test has an issue of its own: the first one, and every other that is certain. */
export function isNamed({ confidence }: RecordedCause, index: number): boolean {
  return index === 0 || confidence === 'certain';
}

/** How the team refers to a test: the row's id if the spec carries one (`@P1-003`), else the name of its file. */
function reference({ tags, file }: TestRecord): string {
  return tags.find((tag) => /^@[A-Z][A-Z0-9]*-\d{3}$/.test(tag))?.slice(1) ?? basename(file).replace(/\.spec\.ts$/, '');
}

/** The first words of a text as a part of an issue's title. */
function shortSlug(text: string): string {
  return slug(text).split('-').slice(0, 6).join('-');
}
