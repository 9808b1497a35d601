import { join } from 'node:path';
import { currentRun, publishStackHost } from '../../config/run.ts';
import { scrubLeftovers } from '../../lib/secrets/scrub-files.ts';
import { startStackHost } from '../../stack/client.ts';

/**
 * Starts the stack host as the suite does. @returns the way back, which leaves no token in the trace of a walk that
 * failed
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const host = await startStackHost();
  publishStackHost(host.address);
  return async () => {
    scrubLeftovers(join(currentRun().dir, 'artifacts'));
    await host.stop();
  };
}
