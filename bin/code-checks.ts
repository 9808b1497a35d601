import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, ROOT, run } from './child.mjs';

/** A check of the code itself. */
export interface CodeCheck {
  /** Its name in the summary, which is that of the tool. */
  title: string;
  args: string[];
  /** What makes the tool put right what it can, in place of `args`. */
  fix?: string[];
  /** Its cache is thrown away after a red run: the cause may be put right in a file other than the one reported. */
  cache?: string;
}

const CACHES = 'node_modules/.cache';

const ESLINT = [
  'node_modules/eslint/bin/eslint.js',
  '--max-warnings=0',
  '--cache',
  '--cache-strategy=content',
  `--cache-location=${CACHES}/eslint/`,
  '.',
];

const PRETTIER = [
  'node_modules/prettier/bin/prettier.cjs',
  '--log-level=warn',
  '--cache',
  '--cache-strategy=content',
  `--cache-location=${CACHES}/prettier.json`,
  '.',
];

const KNIP = [
  'node_modules/knip/bin/knip.js',
  '--no-progress',
  '--treat-config-hints-as-errors',
  '--cache',
  `--cache-location=${CACHES}/knip/`,
];

/** What `npm run lint` runs, in this order when it puts things right: a fix of the linter may need the formatter. */
export const LINT: readonly CodeCheck[] = [
  { title: 'eslint', args: ESLINT, fix: [...ESLINT, '--fix'], cache: `${CACHES}/eslint` },
  { title: 'prettier', args: [...PRETTIER, '--check'], fix: [...PRETTIER, '--write'] },
  { title: 'knip', args: KNIP },
];

export const TYPE_CHECK: CodeCheck = { title: 'tsc', args: ['node_modules/typescript/bin/tsc', '--noEmit'] };

/** All that `npm test` checks besides the tests. */
export const CODE_CHECKS: readonly CodeCheck[] = [...LINT, TYPE_CHECK];

/** Runs a check to its end, keeping what it says. @param args what to run it with, by default to check only */
export async function runCheck({ args, cache }: CodeCheck, own: readonly string[] = args): Promise<Ended> {
  const ended = await run(process.execPath, [...own]);
  if (cache && ended.code !== 0 && !ended.interrupted) rmSync(join(ROOT, cache), { recursive: true, force: true });
  return ended;
}
