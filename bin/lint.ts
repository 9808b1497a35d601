import { parseArgs } from 'node:util';
import { LINT, runCheck } from './code-checks.ts';
import { INTERRUPTED } from './child.mjs';
import { Refusal } from './refusal.mjs';

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: { fix: { type: 'boolean', default: false } } }).values;
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : String(error)}\nUsage: npm run lint [-- --fix]`, 2);
  }
}

/**
 * `npm run lint`: the linter, the formatter and the search for what nothing uses. With `--fix` the first two put right
 * what they can.
 * @returns the exit code: 0 only when nothing is left to complain of
 * @throws Refusal when the command line cannot be understood
 */
export async function main(args: string[]): Promise<number> {
  const { fix } = parse(args);
  let failed = false;
  for (const check of LINT) {
    const { code, output, interrupted } = await runCheck(check, fix ? check.fix : undefined);
    if (interrupted) return INTERRUPTED;
    process.stdout.write(output);
    failed ||= code !== 0;
  }
  return failed ? 1 : 0;
}
