import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { limitSilentWorkers } from '../../config/environment.ts';
import { mutation } from '../../config/mutation.ts';
import { currentRun, publishStackHost } from '../../config/run.ts';
import { startStackHost } from '../../stack/client.ts';

/**
 * Starts the host of the instrumented stack, a process of its own for each mutant.
 * @returns the tear-down, which ends it.
 * @throws Error with one sentence when somebody else than `npm run mutants -- --random` uses this configuration.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  if (!mutation) throw new Error('This configuration is for npm run mutants -- --random N, which starts it.');
  limitSilentWorkers();
  mkdirSync(currentRun().secrets, { recursive: true, mode: 0o700 });
  const host = await startStackHost(join(import.meta.dirname, 'random-host.ts'));
  publishStackHost(host.address);
  return () => host.stop();
}
