import { join } from 'node:path';
import { currentRun, publishStackHost } from '../../config/run.ts';
import { scrubLeftovers } from '../../lib/secrets/scrub-files.ts';
import { startStackHost } from '../../stack/client.ts';

/** Starts the stack host as the suite does. @returns stops it and scrubs the tokens from the traces of failed tests */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const host = await startStackHost();
  publishStackHost(host.address);
  return async () => {
    scrubLeftovers(join(currentRun().dir, 'artifacts'));
    await host.stop();
  };
}
