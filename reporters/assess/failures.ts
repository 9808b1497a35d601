import { basename } from 'node:path';
import { slug } from '../../lib/basics/plain-text.ts';
import { harmRank, type Why } from '../../lib/diagnosis/index.ts';
import type { Attempt, RecordedCause } from '../record/schema-attempt.ts';
import type { RunRecord, TestRecord } from '../record/schema.ts';
import { errorLine, isRed } from './verdict.ts';

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
  cause: RecordedCause | null;
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
 * several. Tests without a diagnosis go by their error. Titles follow the team's pattern
 * `E2E-DEPLOY-<reason>-<test ref>`.
 */
export function issuesOf(failures: readonly Failure[]): Issue[] {
  const groups = new Map<string, { cause: RecordedCause | null; failures: Failure[] }>();
  for (const failure of failures.filter(({ test }) => isRed(test))) {
    const causes = failure.causes.filter(isNamed);
    for (const cause of causes.length > 0 ? causes : [null]) {
      const key = cause?.id ?? failure.attempt.errors[0]?.kind ?? 'no error';
      const group = groups.get(key) ?? { cause, failures: [] };
      const surer = cause?.confidence === 'certain' ? cause : group.cause;
      groups.set(key, { cause: surer, failures: [...group.failures, failure] });
    }
  }
  return [...groups]
    .sort(
      ([, one], [, other]) =>
        Number(!isCertain(one)) - Number(!isCertain(other)) ||
        harmRank(one.cause?.id) - harmRank(other.cause?.id) ||
        other.failures.length - one.failures.length,
    )
    .map(([key, { cause, failures: members }]) => {
      const reason = cause ? `${cause.id}-${shortSlug(cause.title)}` : `not-diagnosed-${shortSlug(key)}`;
      return { title: `E2E-DEPLOY-${reason}-${reference(members[0]!.test)}`, cause, failures: members };
    });
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
