import { installOwnBrowser } from './browser.mjs';

/**
 * `npm run browser`: installs Playwright's own browser, whatever else there is on this machine.
 * @throws Refusal when it cannot
 */
export async function main(): Promise<number> {
  await installOwnBrowser(console.log);
  return 0;
}
