import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { childEnvironment } from '../../config/child-environment.mjs';
import { ciRun } from '../../config/ci.ts';
import { PLAYWRIGHT_CLI } from '../../config/playwright-internals.mjs';
import { HTML_TITLE, currentRun, markLatest } from '../../config/run.ts';
import { completeRun } from '../../reporters/complete-run.ts';
import { type Shard, merge, newestOf } from '../../reporters/record/merge.ts';
import { openRun, partsBelow } from '../../reporters/record/open.ts';
import { Unusable } from '../../reporters/record/save.ts';
import { assess } from '../../reporters/assess/assess.ts';
import { reportTitle } from '../../reporters/write/cause.ts';
import { run } from '../child.mjs';
import type { Given } from '../given.ts';
import { orTell } from './run-folder.ts';

/**
 * `npm run merge -- FOLDER...`: merges the parts of a run into a run folder of its own, with one record, worklog,
 * Playwright report and set of Allure results. Of a part that was run again, the newest attempt counts.
 * @param given.rest folders that contain the parts, at any depth
 * @returns the exit code: 2 when there are none
 */
export function main({ rest }: Given<'merge'>): Promise<number> {
  return orTell(() => mergeBelow(rest));
}

async function mergeBelow(args: string[]): Promise<number> {
  const found = args.flatMap(partsBelow);
  if (found.length === 0)
    throw new Unusable(
      args.length === 0
        ? 'Name the folders that contain the parts of the run.'
        : `There are no parts of a run below ${args.join(', ')}.`,
    );
  const { id, dir } = currentRun();
  const shards = newestOf(found.map((folder) => ({ record: openRun(folder).record, folder }))).map((shard, index) =>
    bringHome(shard, dir, index + 1),
  );
  const whole = merge(id, shards);
  const notes = await mergeReports(dir, shards, reportTitle(assess(whole)));
  const { record } = await completeRun({ ...whole, ci: ciRun() ?? whole.ci, notes: [...whole.notes, ...notes] }, dir);
  markLatest(currentRun());
  console.log(
    `Merged ${shards.length} parts, ${record.counts.planned} tests: ${relative(process.cwd(), join(dir, 'worklog.html'))}`,
  );
  return 0;
}

/** Puts a part below the whole. */
function bringHome({ record, folder }: Shard, dir: string, number: number): Shard {
  const inside = relative(dir, folder);
  const home = inside.startsWith('..') ? join('shards', String(number)) : inside;
  mkdirSync(dir, { recursive: true });
  if (inside.startsWith('..')) cpSync(folder, join(dir, home), { recursive: true });
  return { record, folder: home.replaceAll('\\', '/') };
}

/**
 * Makes one Playwright report and one set of Allure results of what the runners of the parts left for them, whatever
 * the paths on their machines were.
 * @param title of Playwright's
 * @returns what these reports lack, one sentence each
 */
async function mergeReports(dir: string, shards: readonly Shard[], title: string): Promise<string[]> {
  const all = join(dir, 'blob');
  mkdirSync(all, { recursive: true });
  const blobs = shards.map(({ folder }, index) => {
    const own = join(dir, folder, 'blob');
    const names = existsSync(own) ? readdirSync(own).filter((name) => name.endsWith('.zip')) : [];
    for (const name of names) cpSync(join(own, name), join(all, `${index + 1}-${name}`));
    return names.length;
  });
  const without = shards
    .filter((_, index) => blobs[index] === 0)
    .map(
      ({ record }) =>
        `The tests of part ${record.parts.map(({ id }) => id).join(', ')} are not in Playwright's report: it ended before it could write its own.`,
    );
  if (without.length === shards.length) return without;
  const { code, output } = await run(
    process.execPath,
    [PLAYWRIGHT_CLI, 'merge-reports', '--config', join(import.meta.dirname, 'merge.config.ts'), all],
    { env: childEnvironment({ [HTML_TITLE]: title }) },
  );
  if (code === 0) return without;
  console.error(`Playwright could not merge its reports:\n${output}`);
  return [...without, `Playwright could not merge its reports: ${output.trim().replaceAll(/\s+/g, ' ')}`];
}
