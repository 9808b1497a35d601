import { type Check, LINT, TYPE_CHECK, runCheck } from './checks.ts';
import { INTERRUPTED } from './child.mjs';
import { judge, plainCount, takeCounts } from './counts.ts';
import { playwright } from './playwright.ts';

/** Runs a check of the code and says at once how it went. */
async function check(one: Check): Promise<{ ok: boolean; interrupted: boolean }> {
  const begin = performance.now();
  const { code, output, interrupted } = await runCheck(one);
  const ok = code === 0;
  if (!interrupted) {
    if (!ok) console.log(output.trimEnd());
    console.log(`${one.title.padEnd(7)} ${ok ? 'passed' : 'failed'} (${((performance.now() - begin) / 1000).toFixed(1)} s)`);
  }
  return { ok, interrupted };
}

/**
 * `npm test`: the linter and the type check, then every test of the embedded stack and of the suite itself.
 * The last line is the plain count, in which each of the two checks is one.
 * @param args go to Playwright, e.g. `--grep sign-in`
 * @returns the exit code: 0 only when everything passed
 */
export async function main(args: string[]): Promise<number> {
  console.log('Checking the code (eslint, tsc)...');
  const checks = await Promise.all([LINT, TYPE_CHECK].map(check));
  const tests = checks.some(({ interrupted }) => interrupted)
    ? undefined
    : await playwright(['--project=local', '--project=harness', '--add-reporter=./bin/counts-reporter.ts', ...args]);
  const counts = takeCounts();
  if (!tests || tests.interrupted) {
    console.log('Interrupted: not everything was tested.');
    return INTERRUPTED;
  }
  const verdict = judge(counts, tests.code);
  for (const { ok } of checks) verdict[ok ? 'passed' : 'failed'] += 1;
  console.log(['', ...verdict.sentences, plainCount(verdict)].join('\n'));
  return verdict.failed === 0 ? 0 : 1;
}
