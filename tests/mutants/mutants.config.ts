import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import base from '../../playwright.config.ts';
import { budgets } from '../../config/budgets.ts';
import { along, goldenRoad, roadOf } from './specs.ts';
import { catalogue } from '../../stack/faults/index.ts';
import type { ProjectOptions } from '../../fixtures/index.ts';
import type { MutantPlan } from '../../reporters/playwright/mutants.ts';

/**
 * Faults with other parameters than their defaults, so that each check of the golden path has one that only it detects.
 */
const variants: readonly MutantPlan[] = [
  { name: 'F10 500', faults: ['F10:mode=status-500'], cause: 'F10' },
  { name: 'F20 tool', faults: ['F20:type=tool_executing'], cause: 'F20' },
  { name: 'F22 batch', faults: ['F22:mode=batch'], cause: 'F22' },
  { name: 'F25 run_id', faults: ['F25:field=run_id'], cause: 'F25' },
  { name: 'F26 end', faults: ['F26:types=agent_completed+final_report'], cause: 'F26' },
  { name: 'F30 stored', faults: ['F30:path=/api/threads/*/messages,method=GET'], cause: 'F30' },
  { name: 'F43 who', faults: ['F43:what=who'], cause: 'F43' },
  { name: 'half-answer late', faults: ['half-answer:pieces=12'], cause: 'F53' },
  { name: 'bad-time past', faults: ['bad-timestamp:time=past'], cause: 'unknown' },
];

const mutants = [
  ...catalogue
    .filter(({ where }) => where !== 'runner')
    .map(({ id, cause }) => ({ name: id, faults: [id], cause, road: roadOf(id) })),
  ...variants.map((variant) => ({ ...variant, road: goldenRoad })),
];

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
