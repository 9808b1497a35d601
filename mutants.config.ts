import { defineConfig } from '@playwright/test';
import base from './playwright.config.ts';
import { catalogue } from './faults/index.ts';
import type { ProjectOptions } from './fixtures/index.ts';

const golden = 'golden-path/golden-path.spec.ts';

/**
 * Faults that the golden path alone cannot notice, or is not meant to, and the neighbouring specs that must.
 * The runner's own fault (F60) is proven by the tests of the gate.
 */
const neighbours: Record<string, string[]> = {
};

const roads = (id: string) => neighbours[id] ?? [golden];
const rehearsal = { targetName: 'local', budgetsName: 'rehearsal', trace: 'off', screenshot: 'off', actionTimeout: 3_000 } as const;
const broken = catalogue.filter(({ where }) => where !== 'runner');

/** The unchanged specs, once as they are and once under every fault; the reporter turns "red" into "noticed". */
export default defineConfig<ProjectOptions>({
  ...base,
  timeout: 15_000,
  expect: { timeout: 2_500 },
  reporter: [['./reporters/scrubber.ts'], ['./reporters/mutants.ts']],
  projects: [
    { name: 'control', testMatch: [...new Set(broken.flatMap(({ id }) => roads(id)))], use: rehearsal },
    ...broken.map(({ id }) => ({ name: id, testMatch: roads(id), use: { ...rehearsal, faults: [id] } })),
  ],
});
