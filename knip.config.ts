import { posix } from 'node:path';
import type { KnipConfig } from 'knip';
import { COMMANDS } from './bin/commands.mjs';

/** Files that a process or the browser starts with, rather than an import. */
const started = [
  ...Object.values(COMMANDS).map(({ file }) => posix.join('bin', file)),
  'allurerc.mjs',
  'reporters/keeper.mjs',
  'reporters/playwright/summary.ts',
  'stack/host.ts',
  'stack/web/main.ts',
  'tests/harness/diagnosis/corpus/collect.ts',
  'tests/harness/github/support/faults.mjs',
];

/** What `npm run lint` looks for: files, exports and packages that nothing uses. */
export default {
  entry: started,
  project: ['**/*.{ts,mjs,js}', '!reports/**'],
  playwright: { config: ['playwright.config.ts', 'bin/bench/*.config.ts', 'tests/**/*.config.ts'] },
  ignoreExportsUsedInFile: { interface: true, type: true },
  ignoreDependencies: ['prettier'], // started by its path
  ignoreBinaries: ['mkfifo'],
} satisfies KnipConfig;
