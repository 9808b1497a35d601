/**
 * The command that shows a trace in any browser; by itself Playwright's viewer opens only in some of them.
 * @param path of the trace
 */
export function traceCommand(path: string): string {
  return `npx playwright show-trace --host 127.0.0.1 ${path}`;
}
