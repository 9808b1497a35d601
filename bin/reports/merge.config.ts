import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { reportsIn } from '../../config/artefacts.ts';
import { currentRun } from '../../config/run.ts';

const root = join(import.meta.dirname, '..', '..');

/** How the reports of the parts of a run become one: with the paths of this clone, whatever those of theirs were. */
export default defineConfig({
  testDir: join(root, 'tests'),
  reporter: reportsIn(currentRun().dir, join(root, 'reporters', 'playwright', 'merged-allure.ts')),
});
