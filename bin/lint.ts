import { LINT, runCheck } from './code-checks.ts';
import { INTERRUPTED } from './child.mjs';
import type { Given } from './given.ts';

/**
 * `npm run lint`: the linter, the formatter and the search for what nothing uses. With `--fix` the first two put right
 * what they can.
 * @returns the exit code: 0 only when nothing is left to complain of
 */
export async function main({ options: { fix } }: Given<'lint'>): Promise<number> {
  let failed = false;
  for (const check of LINT) {
    const { code, output, interrupted } = await runCheck(check, fix ? check.fix : undefined);
    if (interrupted) return INTERRUPTED;
    process.stdout.write(output);
    failed ||= code !== 0;
  }
  return failed ? 1 : 0;
}
