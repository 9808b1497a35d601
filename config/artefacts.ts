import { join } from 'node:path';
import type { ReporterDescription } from '@playwright/test';

/**
 * What Playwright itself keeps of a red test. DOM snapshots bring the network and the WebSocket frames into the trace;
 * the film strip would cost more than they do: a seventh of the time of every test, green ones as well. `npm run
 * golden` and `npm run replay` record it.
 */
export const artefacts = {
  // A retry that passes keeps no trace: the folder of a test that passes is removed, and a report would miss it there.
  trace: { mode: 'retain-on-failure', snapshots: true, screenshots: false },
  screenshot: 'only-on-failure',
  video: 'off',
} as const;

/** The reports that a person opens. @param dir the run's folder @param allure Allure's reporter */
export function reportsIn(dir: string, allure = 'allure-playwright'): ReporterDescription[] {
  return [
    ['html', { outputFolder: join(dir, 'html'), open: 'never', title: 'Netra Apex golden path' }],
    [allure, { resultsDir: join(dir, 'allure-results'), detail: true }],
  ];
}

/** What a part of a run leaves in place of them, from which they are made when the parts are merged. */
export function partialReportIn(dir: string): ReporterDescription[] {
  return [['blob', { outputDir: join(dir, 'blob') }]];
}
