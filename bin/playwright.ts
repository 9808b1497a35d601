import { childEnvironment } from '../config/child-environment.mjs';
import { PLAYWRIGHT_CLI } from '../config/playwright-internals.mjs';
import { currentRun } from '../config/run.ts';
import { type Ended, run } from './child.mjs';

/**
 * Runs `playwright test` in the foreground, as the run of this process (`currentRun()`).
 * @param args of `playwright test`
 * @param variables environment variables to add
 */
export function playwright(args: string[], variables: Record<string, string> = {}): Promise<Ended> {
  currentRun();
  return run(process.execPath, [PLAYWRIGHT_CLI, 'test', ...args], { show: true, env: childEnvironment(variables) });
}

/** Runs `playwright test --list`. @param args which tests to list, as for `playwright test` */
export function listTests(args: string[]): Promise<Ended> {
  const env = childEnvironment({ FORCE_COLOR: undefined });
  return run(process.execPath, [PLAYWRIGHT_CLI, 'test', '--list', ...args], { env });
}

/**
 * Chooses the one test that is the golden path, and not the product's suite of that name; naming its file spares
 * reading the others.
 */
export const GOLDEN = ['tests/golden-path/golden-path.spec.ts', '--grep=@golden(?!-)'];
