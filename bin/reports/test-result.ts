import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseJson } from '../../lib/basics/json.ts';
import { plural } from '../../lib/basics/plain-text.ts';
import { executed } from '../../reporters/record/counts.ts';
import { loadRecord, Unusable } from '../../reporters/record/save.ts';
import type { RunRecord } from '../../reporters/record/schema.ts';

/** What `npm test` prints at its end: sentences for what the numbers do not show, then the plain count. */
export interface TestResult {
  sentences: string[];
  passed: number;
  failed: number;
  skipped: number;
}

/** The record that a run left; undefined when its runner died before it could write one, or while it wrote it. */
export function recordLeftIn(file: string): RunRecord | undefined {
  try {
    return existsSync(file) ? loadRecord(file) : undefined;
  } catch (error) {
    if (error instanceof Unusable) return undefined;
    throw error;
  }
}

/**
 * The result of a run of the tests; whatever is not a clean pass or a declared skip is a failure.
 * @param record what the runner left; undefined when it left nothing
 * @param code the runner's exit code
 */
export function resultOf(
  record: Pick<RunRecord, 'counts' | 'troubles' | 'parts'> | undefined,
  code: number,
): TestResult {
  const status = record?.parts[0]?.status;
  if (!record || !status) {
    const { passed, skipped } = record?.counts ?? { passed: 0, skipped: 0 };
    const sentences = [`The test runner ended (exit code ${code}) before it could finish its record.`];
    return { sentences, passed, failed: (record ? unclean(record) : 0) || 1, skipped };
  }
  const { passed, flaky, skipped, notRun } = record.counts;
  const troubles = record.troubles.length;
  const sentences: string[] = [];
  if (flaky > 0) sentences.push(`${flaky} passed only on a retry: counted as failed.`);
  if (notRun > 0) sentences.push(`${notRun} did not run: counted as failed.`);
  if (troubles > 0) sentences.push(`${plural(troubles, 'error')} outside of the tests: counted as failed.`);
  let failed = unclean(record);
  if (executed(record.counts) === 0) {
    sentences.push('No test ran.');
    failed = Math.max(failed, 1);
  } else if (failed === 0 && (code !== 0 || status !== 'passed')) {
    sentences.push(`The test runner reported "${status}" (exit code ${code}) although no test failed.`);
    failed = 1;
  }
  return { sentences, passed, failed, skipped };
}

/** All that is neither passed nor skipped as declared, and each error outside of the tests. */
function unclean({ counts, troubles }: Pick<RunRecord, 'counts' | 'troubles'>): number {
  const { failed, timedOut, flaky, notRun } = counts;
  return failed + timedOut + flaky + notRun + troubles.length;
}

const number = z.int().min(0);
const sentences = z.string().array().readonly();
const score = z.object({
  counts: z.object({ passed: number, failed: number }),
  faults: sentences,
  lacking: sentences,
  secondTries: sentences,
});
type MutationScore = z.infer<typeof score>;

/** How the mutants of a run ended; undefined when they did not report their score. @param file `mutants.json` */
export function mutationScore(file: string): MutationScore | undefined {
  return existsSync(file) ? score.safeParse(parseJson(readFileSync(file, 'utf8'))).data : undefined;
}

/**
 * Adds the mutants to a result: each that was detected and named counts as passed.
 * @param code exit code of their runner; other than 0 it counts as a failure, too
 */
export function withMutants(result: TestResult, mutants: MutationScore | undefined, code: number): TestResult {
  const { sentences, passed, failed, skipped } = result;
  if (!mutants)
    return {
      sentences: [...sentences, `The mutants ended (exit code ${code}) without reporting their score.`],
      passed,
      failed: failed + 1,
      skipped,
    };
  const { counts, faults, secondTries } = mutants;
  const unsaid = code !== 0 && counts.failed === 0;
  const said = [
    ...secondTries,
    ...(unsaid ? [`The mutants ended with exit code ${code} although none failed.`] : []),
    ...(counts.failed > 0 ? ['The mutation score was not reached:', ...faults.map((fault) => `  ${fault}`)] : []),
  ];
  return {
    sentences: [...sentences, ...said],
    passed: passed + counts.passed,
    failed: failed + counts.failed + (unsaid ? 1 : 0),
    skipped,
  };
}

/** Adds the checks of the code to a result, each as one test. */
export function withChecks(result: TestResult, checks: readonly { title: string; ok: boolean }[]): TestResult {
  const red = checks.filter(({ ok }) => !ok).map(({ title }) => `${title} failed: see what it printed above.`);
  return {
    ...result,
    sentences: [...red, ...result.sentences],
    passed: result.passed + checks.length - red.length,
    failed: result.failed + red.length,
  };
}

/** The plain count, e.g. `34 passed, 0 failed, 2 skipped`. */
export function plainCount({ passed, failed, skipped }: TestResult): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
