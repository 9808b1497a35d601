import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ROOT } from '../../../bin/child.mjs';
import { withOwnViewer, withoutAnalytics } from '../../../bin/reports/report.ts';

test.describe('Allure report', () => {
  test('the Allure report opens traces in its own viewer, in the installed versions of Allure and Playwright', () => {
    const packed = readFileSync(
      join(ROOT, 'node_modules/@allurereport/plugin-awesome/dist/static/report.tar'),
      'latin1',
    );
    const changed = withOwnViewer(packed);
    expect(changed).toContain('new URL("trace/",location.href');
    expect(changed).not.toContain('"https://trace.playwright.dev"');
    expect(existsSync(join(ROOT, 'node_modules/playwright-core/lib/vite/traceViewer/index.html'))).toBe(true);
  });

  test('reading the Allure report sends nothing to the internet', () => {
    const template = readFileSync(join(ROOT, 'node_modules/@allurereport/plugin-awesome/dist/generators.js'), 'utf8');
    const page = template.slice(
      template.indexOf('{{#if analyticsEnable}}'),
      template.indexOf('{{/if}}', template.indexOf('{{#if analyticsEnable}}')),
    );
    expect(page).toContain('googletagmanager');
    expect(withoutAnalytics(page)).not.toMatch(/googletagmanager|gtag/);
  });

  test('the Allure report finds its categories by labels that it does not hide', () => {
    const settings = readFileSync(join(ROOT, 'allurerc.mjs'), 'utf8');
    const hidden = /hideLabels: \[(.*)\]/.exec(settings)![1]!;
    const asked = [...settings.matchAll(/matchers: \{ labels: \{ (\w+):/g)].map(([, label]) => label);
    expect(asked).toContain('cause');
    expect(asked.filter((label) => hidden.includes(`'${label}'`))).toEqual([]);
  });

  test('the Allure report keeps the public trace viewer when its program is a different one', () => {
    expect(withOwnViewer('const site="https://trace.example";')).toBeUndefined();
  });
});
