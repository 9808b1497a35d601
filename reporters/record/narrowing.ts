import type { RunRecord } from './schema.ts';

/**
 * Options of `playwright test` that leave a part of the chosen tests, `--grep` and `--shard` apart, which the record
 * tells by themselves.
 */
const NARROWING = /^(?:-G|--grep-invert|--last-failed|--only-changed|--test-list|--test-list-invert)(?:=|$)/;
/** Options whose value is a word of its own; of a project there may be several. */
const VALUED = new Set([
  '-c',
  '--config',
  '-g',
  '--grep',
  '-G',
  '--grep-invert',
  '--global-timeout',
  '-j',
  '--workers',
  '--last-failed-file',
  '--max-failures',
  '--output',
  '--add-reporter',
  '--reporter',
  '--repeat-each',
  '--retries',
  '--shard',
  '--timeout',
  '--trace',
  '--tsconfig',
  '--test-list',
  '--test-list-invert',
  '--browser',
  '--ui-host',
  '--ui-port',
  '--project',
]);

/** What of a command line leaves a part of the tests only: files, titles that must not match, what failed last. */
export function narrowingIn([, ...args]: readonly string[]): string[] {
  const found: string[] = [];
  let before = '';
  for (const arg of args) {
    const isValue = VALUED.has(before);
    if (NARROWING.test(arg) || (!arg.startsWith('-') && (!isValue || NARROWING.test(before)))) found.push(arg);
    before = arg.startsWith('-') || before !== '--project' ? arg : before;
  }
  return found;
}

/** What follows `--grep` or `-g` on a command line: Playwright does not tell its reporters. */
export function grepIn(args: readonly string[]): string | null {
  const at = args.findIndex((one) => /^(--grep|-g)(=|$)/.test(one));
  const own = args[at]?.split('=').slice(1).join('=');
  return at === -1 ? null : own || (args[at + 1] ?? null);
}

/** Whether only a part of the tests of a run's projects was asked for: by title, by file, or by what changed. */
export function isOfAPart({ selection, parts }: Pick<RunRecord, 'selection' | 'parts'>): boolean {
  return selection.grep !== null || parts.some(({ command }) => narrowingIn(command).length > 0);
}
