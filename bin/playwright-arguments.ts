import type { PlaywrightTestConfig } from '@playwright/test';
import { takenByNpm } from '../config/taken-by-npm.mjs';
import { PLAYWRIGHT_CLI } from '../config/playwright-internals.mjs';
import { run } from './child.mjs';
import { checkPattern } from './arguments.mjs';
import { didYouMean, thereAre } from './nearest.mjs';
import { Refusal, withoutDashes } from './refusal.mjs';
import { withoutSecrets } from './without-secrets.ts';

/**
 * Makes sure that Playwright understands what a command passes on to it: the names of options and of projects, and the
 * patterns of titles; and that no secret is among it.
 * @param command as it is typed
 * @param own options of the command itself
 * @param config of Playwright, whose projects can be chosen
 * @throws Refusal with the nearest option or project that there is
 */
export async function checkPlaywrightArguments(
  command: string,
  own: readonly string[],
  args: readonly string[],
  config: URL,
): Promise<void> {
  // Playwright says by itself, and as it was typed, what it does not understand.
  const secret = args.find((arg) => withoutSecrets(arg) !== arg);
  if (secret !== undefined)
    throw new Refusal(
      `A token, a key or a password stands in the command line (${secret}): leave it out, since a shell keeps what was typed; tests take theirs from .env.`,
      2,
    );
  const { output } = await run(process.execPath, [PLAYWRIGHT_CLI, 'test', '--help']);
  const known = [...output.matchAll(/^ +(?:(-\w), )?(--[\w-]+|-x)/gm)].flatMap(([, short, long]) => [short, long]);
  const options = known.filter((name) => name !== undefined);
  const [taken] = takenByNpm(options.filter((name) => name.startsWith('--')).map((name) => name.slice(2)));
  if (taken) throw withoutDashes(command, taken);
  for (const option of args.filter((arg) => arg.startsWith('-')).map((arg) => arg.replace(/=.*/s, ''))) {
    if (!options.some((one) => option === one || (/^-\w$/.test(one) && option.startsWith(one))))
      throw new Refusal(
        `Unknown option ${option}${didYouMean(option, [...own, ...options], '')} "${command} -- --help" and "npx playwright test --help" list the options.`,
        2,
      );
  }
  args.forEach((arg, index) => {
    const [, name, inline] = /^--(grep|grep-invert)(?:=(.*))?$/s.exec(arg) ?? [];
    if (name !== undefined) checkPattern(name, inline ?? args[index + 1] ?? '');
  });
  const wished = projectsIn(args);
  if (wished.length === 0) return;
  const { default: loaded } = (await import(config.href)) as { default: PlaywrightTestConfig };
  const projects = (loaded.projects ?? []).flatMap(({ name }) => name ?? []);
  for (const project of wished.filter((name) => !name.includes('*'))) {
    if (!projects.some((one) => one.toLowerCase() === project.toLowerCase()))
      throw new Refusal(
        `There is no project "${project}"${didYouMean(project, projects, thereAre(project, projects, 'projects'))}`,
        2,
      );
  }
}

/** The projects that are chosen: `--project=one`, or `--project one two`. */
function projectsIn(args: readonly string[]): string[] {
  return args.flatMap((arg, index) => {
    if (arg.startsWith('--project=')) return [arg.slice('--project='.length)];
    if (arg !== '--project') return [];
    const after = args.slice(index + 1);
    const end = after.findIndex((one) => one.startsWith('-'));
    return end < 0 ? after : after.slice(0, end);
  });
}
