import { TYPE_CHECK, runCheck } from './code-checks.ts';

/** `npm run typecheck`. */
export async function main(): Promise<number> {
  const { code, output } = await runCheck(TYPE_CHECK);
  process.stdout.write(output);
  return code;
}
