import { defineConfig } from '@playwright/test';

/** Tests without a browser that are shared out among shards as those of the suite are. */
export default defineConfig({
  testDir: '.',
  testMatch: ['shared.ts', 'signed-out.ts'],
  use: { targetName: 'dev' } as object,
  fullyParallel: true,
  workers: 1,
  reporter: [['../../../../../reporters/playwright/shards.ts'], ['json']],
});
