import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ROOT } from '../../bin/child.mjs';
import { withOwnViewer } from '../../bin/report.ts';

test.describe('The Allure report', () => {
  test('opens traces in the viewer beside it, in the installed versions of Allure and Playwright', () => {
    const packed = readFileSync(join(ROOT, 'node_modules/@allurereport/plugin-awesome/dist/static/report.tar'), 'latin1');
    const changed = withOwnViewer(packed);
    expect(changed).toContain('new URL("trace/",location.href');
    expect(changed).not.toContain('"https://trace.playwright.dev"');
    expect(existsSync(join(ROOT, 'node_modules/playwright-core/lib/vite/traceViewer/index.html'))).toBe(true);
  });

  test('keeps the public viewer when its program is another one', () => {
    expect(withOwnViewer('const site="https://trace.example";')).toBeUndefined();
  });
});
