import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { currentRun } from '../config/run.ts';

const number = z.int().min(0);

/** How the tests of a run ended. */
const counts = z.object({
  status: z.enum(['passed', 'failed', 'timedout', 'interrupted']),
  passed: number,
  failed: number,
  /** Passed only on a retry, which does not count as passed. */
  flaky: number,
  /** Skipped as the tests declare it. */
  skipped: number,
  /** Never begun, or skipped though none of them says so: the run was cut short, or what comes before them failed. */
  notRun: number,
  /** Errors outside of any test, e.g. in the set-up. */
  troubles: number,
});
export type Counts = z.infer<typeof counts>;

const mutants = z.object({ counts: z.object({ passed: number, failed: number }) });

/** Where the runner writes the counts of this run. */
export function countsFile(): string {
  return join(currentRun().dir, 'counts.json');
}

/** Reads and removes the counts that the runner wrote; undefined when it ended before or while writing them. */
export function takeCounts(file = countsFile()): Counts | undefined {
  const left = readLeft(file, counts);
  rmSync(file, { force: true });
  return left;
}

function readLeft<T>(file: string, form: z.ZodType<T>): T | undefined {
  try {
    return existsSync(file) ? form.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}

/** What a command prints at its end: sentences for what the numbers do not show, then the plain count. */
export interface Verdict {
  sentences: string[];
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Judges a run of the tests; whatever is not a clean pass or a declared skip is a failure.
 * @param counts what the runner wrote; undefined when it wrote nothing
 * @param code the runner's exit code
 */
export function judge(counts: Counts | undefined, code: number): Verdict {
  if (!counts) {
    return {
      sentences: [`The test runner ended (exit code ${code}) without reporting its counts.`],
      passed: 0,
      failed: 1,
      skipped: 0,
    };
  }
  const { passed, flaky, skipped, notRun, troubles } = counts;
  const sentences: string[] = [];
  if (flaky > 0) sentences.push(`${flaky} passed only on a retry: counted as failed.`);
  if (notRun > 0) sentences.push(`${notRun} did not run: counted as failed.`);
  if (troubles > 0)
    sentences.push(`${troubles} ${troubles === 1 ? 'error' : 'errors'} outside of the tests: counted as failed.`);
  let failed = counts.failed + flaky + notRun + troubles;
  if (passed + counts.failed + flaky === 0) {
    sentences.push('No test ran.');
    failed = Math.max(failed, 1);
  } else if (failed === 0 && (code !== 0 || counts.status !== 'passed')) {
    sentences.push(`The test runner reported "${counts.status}" (exit code ${code}) although no test failed.`);
    failed = 1;
  }
  return { sentences, passed, failed, skipped };
}

/** How the mutants of this run ended; undefined when they ended without reporting their counts. */
export function mutantCounts(
  file = join(currentRun().dir, 'mutants.json'),
): Pick<Verdict, 'passed' | 'failed'> | undefined {
  return readLeft(file, mutants)?.counts;
}

/**
 * Adds the mutants to a verdict: each that was detected and named counts as passed.
 * @param code exit code of their runner; other than 0 it counts as a failure, too
 */
export function withMutants(
  verdict: Verdict,
  counts: Pick<Verdict, 'passed' | 'failed'> | undefined,
  code: number,
): Verdict {
  const { sentences, passed, failed, skipped } = verdict;
  if (!counts)
    return {
      sentences: [...sentences, `The mutants ended (exit code ${code}) without reporting their counts.`],
      passed,
      failed: failed + 1,
      skipped,
    };
  const unsaid = code !== 0 && counts.failed === 0;
  return {
    sentences: unsaid ? [...sentences, `The mutants ended with exit code ${code} although none failed.`] : sentences,
    passed: passed + counts.passed,
    failed: failed + counts.failed + (unsaid ? 1 : 0),
    skipped,
  };
}

/** The plain count, e.g. `34 passed, 0 failed, 2 skipped`. */
export function plainCount({ passed, failed, skipped }: Verdict): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
