import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import base from '../../playwright.config.ts';
import { budgets } from '../../config/budgets.ts';
import { mutants } from './mutants.ts';
import { along, goldenRoad } from './specs.ts';
import type { ProjectOptions } from '../../fixtures/index.ts';

function walk(...roads: Parameters<typeof along>[0]) {
  const { files, titles } = along(roads);
  return { testMatch: files, grep: titles };
}

const quick = { targetName: 'local', trace: 'off', screenshot: 'off' } as const;

/**
 * The unchanged specs: without a fault, with one that must not matter, and under every other one. The reporter turns
 * "red" into "detected". Time limits are short, except for the specs without a fault.
 */
export default defineConfig<ProjectOptions>({
  ...base,
  testDir: join(import.meta.dirname, '..'),
  globalSetup: join(import.meta.dirname, '..', '..', 'global-setup.ts'),
  workers: 2,
  timeout: 25_000,
  reporter: [['../../reporters/playwright/mutants-suite.ts']],
  projects: [
    { name: 'control', ...walk(goldenRoad, ...mutants.map(({ road }) => road)), timeout: 60_000, use: quick },
    { name: 'control F35', ...walk(goldenRoad), timeout: 60_000, use: { ...quick, faults: ['F35'] } },
    ...mutants.map(({ road, ...mutant }) => ({
      name: mutant.name,
      ...walk(road),
      metadata: { mutant },
      expect: { timeout: budgets.rehearsal.ready },
      use: { ...quick, budgetsName: 'rehearsal' as const, actionTimeout: 3_000, faults: mutant.faults },
    })),
  ],
});
