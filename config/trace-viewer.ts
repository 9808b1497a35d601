/**
 * The command that shows a trace. Playwright's viewer opens in Playwright's own browser; to any other it is served.
 * @param path of the trace
 * @param browser that ran, with its source in the end, as `findBrowser` and `nameOfBrowser` tell it; null: not known
 */
export function traceCommand(path: string, browser: string | null): string {
  const served = browser === null || /Playwright's own\)?$/.test(browser) ? '' : '--host 127.0.0.1 ';
  return `npx playwright show-trace ${served}${path}`;
}
