import { type Check, LINT, TYPE_CHECK, runCheck } from './code-checks.ts';
import { type Ended, INTERRUPTED } from './child.mjs';
import { judge, mutantCounts, plainCount, takeCounts, withMutants } from './counts.ts';
import { MUTANTS } from './mutants.ts';
import { playwright } from './playwright.ts';

/** Runs a check of the code and says at once how it went. */
async function check(one: Check): Promise<{ ok: boolean; interrupted: boolean }> {
  const begin = performance.now();
  const { code, output, interrupted } = await runCheck(one);
  const ok = code === 0;
  if (!interrupted) {
    if (!ok) console.log(output.trimEnd());
    console.log(
      `${one.title.padEnd(7)} ${ok ? 'passed' : 'failed'} (${((performance.now() - begin) / 1000).toFixed(1)} s)`,
    );
  }
  return { ok, interrupted };
}

/** Runs what Playwright is to run, unless somebody has ended us already. */
async function unless(interrupted: boolean, args: string[]): Promise<Ended> {
  return interrupted ? { code: INTERRUPTED, output: '', interrupted } : playwright(args);
}

/**
 * `npm test`: the linter and the type check, the mutants, then every test of the embedded stack and of the suite
 * itself.
 * The last line is the plain count, in which each of the two checks and each mutant is one.
 * @param args go to Playwright, e.g. `--grep sign-in`; a selection leaves out the mutants, whose score is of them all
 * @returns the exit code: 0 only when everything passed
 */
export async function main(args: string[]): Promise<number> {
  console.log('Checking the code (eslint, tsc)...');
  const checks = await Promise.all([LINT, TYPE_CHECK].map(check));
  const stopped = checks.some(({ interrupted }) => interrupted);
  // The mutants come first: the record of the tests, which is made last, holds their score.
  const mutants = args.length > 0 ? undefined : await unless(stopped, MUTANTS);
  const tests = await unless(stopped || mutants?.interrupted === true, [
    '--project=local',
    '--project=harness',
    '--add-reporter=./bin/counts-reporter.ts',
    ...args,
  ]);
  const counts = takeCounts();
  if (tests.interrupted) {
    console.log('Interrupted: not everything was tested.');
    return INTERRUPTED;
  }
  const judged = judge(counts, tests.code);
  const verdict = mutants ? withMutants(judged, mutantCounts(), mutants.code) : judged;
  for (const { ok } of checks) verdict[ok ? 'passed' : 'failed'] += 1;
  console.log(['', ...verdict.sentences, plainCount(verdict)].join('\n'));
  return verdict.failed === 0 ? 0 : 1;
}
