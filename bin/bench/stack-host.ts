import { publishStackHost } from '../../config/run.ts';
import { startStackHost } from '../../stack/client.ts';

/** Starts the stack host as the suite does. @returns the way back */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const host = await startStackHost();
  publishStackHost(host.address);
  return () => host.stop();
}
