import { cpus } from 'node:os';
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { childEnvironment } from '../config/child-environment.mjs';
import { PLAYWRIGHT_CLI } from '../config/playwright-internals.mjs';
import { currentRun, inheritance, markLatest, partOfRun } from '../config/run.ts';
import { targetNames } from '../config/target-names.ts';
import { type Ended, INTERRUPTED, ROOT, run } from './child.mjs';
import { Refusal } from './refusal.mjs';
import { checkTarget } from './target.ts';

const RUN = 'bin/run.mjs';
const USAGE = `Usage: npm run nightly -- [--target local|dev|staging|production] [--shards N]
       [--shard I/N] [--merge FOLDER] [--fault F19]... [--grep TEXT] [--focus TEXT]`;

function parse(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        target: { type: 'string', default: 'staging' },
        shards: { type: 'string', default: '2' },
        shard: { type: 'string' },
        merge: { type: 'string' },
        fault: { type: 'string', multiple: true, default: [] },
        grep: { type: 'string' },
        focus: { type: 'string', default: 'nightly' },
      },
    });
    return { ...values, shards: Number(values.shards) };
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`, 2);
  }
}

type Options = ReturnType<typeof parse>;

/** Which parts this process runs: the one that was asked for, or all of them. */
function partsOf({ shards, shard, target, fault }: Options): { parts: number[]; of: number } {
  checkTarget(target, targetNames, fault);
  if (!Number.isInteger(shards) || shards < 1)
    throw new Refusal(`--shards must be a whole number of at least 1.\n${USAGE}`, 2);
  if (shard === undefined) return { parts: Array.from({ length: shards }, (_, index) => index + 1), of: shards };
  const [part = 0, of = 0] = (/^(\d+)\/(\d+)$/.exec(shard) ?? []).slice(1).map(Number);
  if (part < 1 || part > of) throw new Refusal(`--shard must be I/N with I from 1 to N, not ${shard}.\n${USAGE}`, 2);
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
  console.log(`${relative(ROOT, join(dir, 'worklog.html'))}\n`);
  return (await run(process.execPath, [RUN, 'gate', dir], { show: true })).code;
}

/**
 * `npm run nightly`: the whole nightly run on one machine: the parts in parallel, then one record, worklog, report and
 * gate. In continuous integration each machine runs one part (`--shard`) and another one merges them (`--merge`).
 * @returns the exit code of the gate; of a single part, 0 when it left a record, since the whole is judged later
 * @throws Refusal when the command line cannot be understood
 */
export async function main(args: string[]): Promise<number> {
  const options = parse(args);
  const { parts, of } = partsOf(options);
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
