import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { currentRun } from '../config/run.ts';
import { CODE_CHECKS, type CodeCheck, runCheck } from './code-checks.ts';
import { type Ended, INTERRUPTED } from './child.mjs';
import type { Given } from './given.ts';
import { BESIDE_TESTS, runMutants } from './mutants.ts';
import { listTests, playwright } from './playwright.ts';
import { mutationScore, plainCount, recordLeftIn, resultOf, withChecks, withMutants } from './reports/test-result.ts';

/** Runs a check of the code and says at once how it went. */
async function check(one: CodeCheck): Promise<{ title: string; ok: boolean; interrupted: boolean }> {
  const begin = performance.now();
  const { code, output, interrupted } = await runCheck(one);
  const ok = code === 0;
  if (!interrupted) {
    if (!ok) console.log(output.trimEnd());
    console.log(
      `${one.title.padEnd(8)} ${ok ? 'passed' : 'failed'} (${((performance.now() - begin) / 1000).toFixed(1)} s)`,
    );
  }
  return { title: one.title, ok, interrupted };
}

/** Runs a part, unless somebody has ended us already. */
async function unless(interrupted: boolean, part: () => Promise<Ended>): Promise<Ended> {
  return interrupted ? { code: INTERRUPTED, output: '', interrupted } : part();
}

function sayInterrupted(): number {
  console.log('Interrupted: not everything was tested.');
  return INTERRUPTED;
}

/**
 * `npm test`: the checks of the code, the mutants, then every test of the embedded stack and of the suite itself. The
 * last line is the plain count: that of the record, with each check and each mutant as one.
 * @param given.rest goes to Playwright, e.g. `--grep sign-in`; a selection leaves out the mutants, whose score is of
 * them all; one without any test ends at once with what Playwright says to it, and `--list` runs nothing
 * @returns the exit code: 0 only when everything passed
 */
export async function main({ rest: args }: Given<'test'>): Promise<number> {
  // A reporter that somebody asks for stands beside those of the suite, one of which keeps the record.
  const more = args.map((arg) => arg.replace(/^--reporter(?==|$)/, '--add-reporter'));
  const chosen = ['--project=local', '--project=harness', ...more];
  // The checks of the code take longer than to see that there is nothing to test. `--ui` lists nothing.
  const asks = args.length > 0 && !args.some((arg) => arg.startsWith('--ui'));
  const listed = asks ? await listTests(chosen) : null;
  const [nothing] = /^Error: No tests found.*(?:\n(?!Listing|Total).+)*/m.exec(listed?.output ?? '') ?? [];
  if (nothing) {
    console.error(nothing);
    return 1;
  }
  if (listed?.interrupted) return sayInterrupted();
  if (listed && args.includes('--list')) {
    console.log(listed.output.trimEnd());
    return listed.code;
  }
  console.log(`Checking the code (${CODE_CHECKS.map(({ title }) => title).join(', ')})...`);
  const checks = await Promise.all(CODE_CHECKS.map(check));
  const stopped = checks.some(({ interrupted }) => interrupted);
  // The mutants come first: the record of the tests, which is made last, holds their score.
  const mutants = args.length > 0 ? undefined : await unless(stopped, () => runMutants(BESIDE_TESTS));
  const record = join(currentRun().dir, 'record.json');
  rmSync(record, { force: true });
  const tests = await unless(stopped || mutants?.interrupted === true, () => playwright(chosen));
  if (tests.interrupted) return sayInterrupted();
  const own = resultOf(recordLeftIn(record), tests.code);
  const score = join(currentRun().dir, 'mutants.json');
  const result = withChecks(mutants ? withMutants(own, mutationScore(score), mutants.code) : own, checks);
  console.log(['', ...result.sentences, plainCount(result)].join('\n'));
  return result.failed === 0 ? 0 : 1;
}
