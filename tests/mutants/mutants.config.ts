import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import base from '../../playwright.config.ts';
import { budgets } from '../../config/budgets.ts';
import { mutants } from './mutants.ts';
import { selectionOf, goldenPath } from './specs.ts';
import type { ProjectOptions } from '../../fixtures/index.ts';

function walk(...specs: Parameters<typeof selectionOf>[0]) {
  const { files, titles } = selectionOf(specs);
  return { testMatch: files, grep: titles };
}

/** The specs besides the golden path: `npm test` leaves their controls out, since the local suite runs them. */
const others = mutants.map(({ spec }) => spec).filter(({ file }) => file !== goldenPath.file);

const quick = { targetName: 'local', trace: 'off', screenshot: 'off' } as const;

/**
 * The unchanged specs: without a fault, with one that must not matter, and under every other one. The reporter turns
 * "red" into "detected". Time limits are short, except for the specs without a fault.
 */
export default defineConfig<ProjectOptions>({
  ...base,
  testDir: join(import.meta.dirname, '..'),
  globalSetup: join(import.meta.dirname, '..', '..', 'global-setup.ts'),
  workers: base.workers,
  timeout: 25_000,
  reporter: [['../../reporters/playwright/mutants-suite.ts']],
  projects: [
    { name: 'control', ...walk(goldenPath), timeout: 60_000, use: quick },
    { name: 'control of the others', ...walk(...others), timeout: 60_000, use: quick },
    { name: 'control F35', ...walk(goldenPath), timeout: 60_000, use: { ...quick, faults: ['F35'] } },
    ...mutants.map(({ spec, ...mutant }) => ({
      name: mutant.name,
      ...walk(spec),
      metadata: { mutant },
      expect: { timeout: budgets.mutants.ready },
      use: { ...quick, budgetsName: 'mutants' as const, actionTimeout: 3_000, faults: mutant.faults },
    })),
  ],
});
