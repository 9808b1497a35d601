import { LINT, runCheck } from './code-checks.ts';

/** `npm run lint`: arguments go to the tool, e.g. `-- --fix`. */
export async function main(args: string[]): Promise<number> {
  const { code, output } = await runCheck(LINT, args);
  process.stdout.write(output);
  return code;
}
