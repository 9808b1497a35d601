import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FullResult } from '@playwright/test/reporter';
import { currentRun } from '../config/run.ts';

/** How the tests of a run ended. */
export interface Counts {
  status: FullResult['status'];
  passed: number;
  failed: number;
  /** Passed, but not at first: no pass. */
  flaky: number;
  skipped: number;
  /** Never begun, though asked for: the run was cut short. */
  notRun: number;
  /** Errors outside of any test, e.g. in the set-up. */
  troubles: number;
}

/** Where the runner leaves the counts of this run. */
export function countsFile(): string {
  return join(currentRun().dir, 'counts.json');
}

/** The counts that the runner left, and takes them away; undefined when it died before. */
export function takeCounts(): Counts | undefined {
  const file = countsFile();
  if (!existsSync(file)) return undefined;
  const counts = JSON.parse(readFileSync(file, 'utf8')) as Counts;
  rmSync(file);
  return counts;
}

/** What a whole command says at its end: sentences for what a number cannot tell, then the plain count. */
export interface Verdict {
  sentences: string[];
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Judges a run of the tests; whatever is not a clean pass or a declared skip is a failure.
 * @param counts what the runner left; undefined when it left nothing
 * @param code the runner's exit code
 */
export function judge(counts: Counts | undefined, code: number): Verdict {
  if (!counts) {
    return { sentences: [`The test runner died (exit code ${code}) before it could count.`], passed: 0, failed: 1, skipped: 0 };
  }
  const { passed, flaky, skipped, notRun, troubles } = counts;
  const sentences: string[] = [];
  if (flaky > 0) sentences.push(`${flaky} passed only when tried again: counted as failed.`);
  if (notRun > 0) sentences.push(`${notRun} did not run: counted as failed.`);
  if (troubles > 0) sentences.push(`${troubles} ${troubles === 1 ? 'error' : 'errors'} outside of the tests: counted as failed.`);
  let failed = counts.failed + flaky + notRun + troubles;
  if (passed + counts.failed + flaky === 0) {
    sentences.push('No test was run.');
    failed = Math.max(failed, 1);
  } else if (failed === 0 && (code !== 0 || counts.status !== 'passed')) {
    sentences.push(`The test runner says "${counts.status}" (exit code ${code}), though no test failed.`);
    failed = 1;
  }
  return { sentences, passed, failed, skipped };
}

/** How the mutants of this run ended; undefined when they died before they could tell. */
export function mutantCounts(): Pick<Verdict, 'passed' | 'failed'> | undefined {
  const file = join(currentRun().dir, 'mutants.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { counts: Pick<Verdict, 'passed' | 'failed'> }).counts : undefined;
}

/**
 * Adds the mutants to a verdict: each that was noticed and named counts as passed.
 * @param code the exit code of their runner, which is believed as well
 */
export function withMutants(verdict: Verdict, counts: Pick<Verdict, 'passed' | 'failed'> | undefined, code: number): Verdict {
  const { sentences, passed, failed, skipped } = verdict;
  if (!counts) return { sentences: [...sentences, `The mutants died (exit code ${code}) before they could count.`], passed, failed: failed + 1, skipped };
  const unsaid = code !== 0 && counts.failed === 0;
  return {
    sentences: unsaid ? [...sentences, `The mutants ended with exit code ${code}, though none failed.`] : sentences,
    passed: passed + counts.passed, failed: failed + counts.failed + (unsaid ? 1 : 0), skipped,
  };
}

/** The plain count, e.g. `34 passed, 0 failed, 2 skipped`. */
export function plainCount({ passed, failed, skipped }: Verdict): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
