import { expect, test } from '@playwright/test';
import { traceCommand } from '../../../config/trace-viewer.ts';

for (const [browser, command] of [
  ["Playwright's own", 'npx playwright show-trace trace.zip'],
  ["Chromium 156.0 (Playwright's own)", 'npx playwright show-trace trace.zip'],
  ['Chromium 156.0 (the system)', 'npx playwright show-trace --host 127.0.0.1 trace.zip'],
  ['PW_CHROMIUM_PATH', 'npx playwright show-trace --host 127.0.0.1 trace.zip'],
  [null, 'npx playwright show-trace trace.zip'],
] as const)
  test(`a trace is shown by a command that works with the browser that ran: ${browser ?? 'not known'}`, () => {
    expect(traceCommand('trace.zip', browser)).toBe(command);
  });
