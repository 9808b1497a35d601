import { cpus } from 'node:os';
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { childEnvironment } from '../config/child-environment.mjs';
import { PLAYWRIGHT_CLI } from '../config/playwright-internals.mjs';
import { currentRun, inheritance, markLatest, partOfRun } from '../config/run.ts';
import { type Ended, INTERRUPTED, ROOT, run } from './child.mjs';
import { toldFaults } from './faults.ts';
import type { Given } from './given.ts';
import { Refusal } from './refusal.mjs';
import { checkFaults } from './target.ts';

const RUN = 'bin/run.mjs';

type Options = Given<'nightly'>['options'];

/** Which parts this process runs: the one that was asked for, or all of them. */
function partsOf({ shards, shard, target, fault }: Options): { parts: number[]; of: number } {
  checkFaults(target, fault);
  if (shard === undefined) return { parts: Array.from({ length: shards }, (_, index) => index + 1), of: shards };
  const [part = 0, of = 0] = (/^(\d+)\/(\d+)$/.exec(shard) ?? []).slice(1).map(Number);
  if (part < 1 || part > of) throw new Refusal(`--shard must be I/N with I from 1 to N, not ${shard}.`, 2);
  return { parts: [part], of };
}

/** Runs one part of the nightly, with its reports below the folder of the whole run; its output is shown. */
function runPart(part: number, of: number, { target, fault, grep, focus }: Options, workers: number): Promise<Ended> {
  const place = partOfRun(part, of);
  return run(
    process.execPath,
    [
      PLAYWRIGHT_CLI,
      'test',
      `--project=${target}`,
      `--shard=${part}/${of}`,
      `--workers=${workers}`,
      '--add-reporter=blob',
      ...(grep ? [`--grep=${grep}`] : []),
    ],
    {
      show: true,
      env: childEnvironment({
        ...inheritance(place),
        PLAYWRIGHT_BLOB_OUTPUT_DIR: join(place.dir, 'blob'),
        NETRA_FOCUS: focus,
        NETRA_WHY: grep
          ? `the ${focus} run covers the tests that match "${grep}"`
          : `the ${focus} run covers every test that the target allows`,
        ...(fault.length > 0 ? { NETRA_FAULTS: fault.join(';') } : {}),
      }),
    },
  );
}

/** One Playwright report of all parts. */
async function mergeHtml(dir: string): Promise<void> {
  const shards = join(dir, 'shards');
  const all = join(dir, 'blob');
  mkdirSync(all, { recursive: true });
  for (const shard of readdirSync(shards)) {
    const blobs = join(shards, shard, 'blob');
    for (const name of existsSync(blobs) ? readdirSync(blobs) : []) copyFileSync(join(blobs, name), join(all, name));
  }
  if (readdirSync(all).length === 0) return;
  const { code, output } = await run(process.execPath, [PLAYWRIGHT_CLI, 'merge-reports', '--reporter=html', all], {
    env: childEnvironment({
      PLAYWRIGHT_HTML_OUTPUT_DIR: join(dir, 'html'),
      PLAYWRIGHT_HTML_OPEN: 'never',
      PLAYWRIGHT_HTML_TITLE: 'Netra Apex golden path',
    }),
  });
  if (code !== 0) console.error(`Playwright could not merge its reports:\n${output}`);
}

/** Merges the parts below a folder into one run and judges it. @returns the gate's exit code */
async function close(folder: string): Promise<number> {
  const merged = await run(process.execPath, [RUN, 'merge', folder], { show: true });
  if (merged.code !== 0) return merged.code;
  const { dir } = currentRun();
  await mergeHtml(dir);
  return (await run(process.execPath, [RUN, 'gate', dir], { show: true })).code;
}

/**
 * `npm run nightly`: the whole nightly run on one machine: the parts in parallel, then one record, worklog, report and
 * gate. In continuous integration each machine runs one part (`--shard`) and another one merges them (`--merge`).
 * @returns the exit code of the gate; of a single part, 0 when it left a record, since the whole is judged later
 * @throws Refusal when the command line cannot be understood
 */
export async function main({ options }: Given<'nightly'>): Promise<number> {
  const { parts, of } = partsOf(options);
  process.stdout.write(toldFaults(options.fault));
  // From now on this is the latest run, so that nobody is shown the worklog of an earlier one.
  markLatest(currentRun());
  if (options.merge !== undefined) return close(options.merge);
  const workers = Math.max(1, Math.floor(cpus().length / parts.length));
  const ended = await Promise.all(parts.map((part) => runPart(part, of, options, workers)));
  const { dir } = currentRun();
  if (options.shard !== undefined) {
    const left = existsSync(join(dir, 'shards', String(parts[0]), 'record.jsonl'));
    console.log(left ? `Part ${options.shard} is in ${relative(ROOT, dir)}.` : `Part ${options.shard} left no record.`);
    return left ? 0 : 1;
  }
  const code = await close(join(dir, 'shards'));
  return ended.some(({ interrupted }) => interrupted) ? INTERRUPTED : code;
}
