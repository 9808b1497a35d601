import { TYPE_CHECK, runCheck } from './code-checks.ts';

/** `npm run typecheck`: arguments go to the tool, e.g. `-- --pretty`. */
export async function main(args: string[]): Promise<number> {
  const { code, output } = await runCheck(TYPE_CHECK, args);
  process.stdout.write(output);
  return code;
}
