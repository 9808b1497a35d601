import { cpSync, existsSync, mkdirSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { NIGHT_KEEPS, ciRun } from '../../config/ci.ts';
import { assess } from '../../reporters/assess/assess.ts';
import { loadRecord } from '../../reporters/record/save.ts';
import { code } from '../../reporters/write/document/blocks.ts';
import { writeKeptWorklog } from '../../reporters/write/write-reports.ts';
import { ROOT } from '../child.mjs';
import type { Given } from '../given.ts';
import { folderNamed, orTell } from './run-folder.ts';

const REPORTS = join(ROOT, 'reports');

/**
 * How long the keeper of a run whose runner vanished may take to close it, in milliseconds (`reporters/keeper.mjs`).
 */
const KEEPER_MS = 60_000;

/**
 * `npm run pack [-- RUN]`: gathers what of a run is kept for others, each file once, in `reports/kept`, and its worklog
 * beside that folder, as a page of its own. Of a part that is yet to be merged that is its record and what Playwright's
 * report is made from; traces stand in the report.
 * @param given.rest id or folder of a run; by default the latest one
 * @returns the exit code: 1 when there is nothing to keep, 2 when there is no such run
 */
export function main({ rest }: Given<'pack'>): Promise<number> {
  return orTell(() => {
    const dir = rest.length > 0 ? folderNamed(rest) : join(REPORTS, 'latest');
    return pack(existsSync(dir) ? realpathSync(dir) : undefined);
  });
}

async function pack(run: string | undefined): Promise<number> {
  const kept = join(REPORTS, 'kept');
  rmSync(kept, { recursive: true, force: true });
  const files = run ? await filesToKeep(run) : [];
  if (!run || files.length === 0) {
    console.error('The run left nothing to keep.');
    return 1;
  }
  for (const file of files) copy(join(run, file), join(kept, file));
  const page = existsSync(join(kept, 'record.json')) ? keepWorklog(kept) : null;
  console.log(`${filesBelow(kept, '.').length} files in ${relative(ROOT, kept)}.`);
  if (page) console.log(relative(ROOT, page));
  return 0;
}

/** Keeps the worklog of a whole, and the history to which it belongs. @returns the page beside the folder */
function keepWorklog(kept: string): string {
  copy(join(REPORTS, 'history.jsonl'), join(kept, 'history.jsonl'));
  const attempt = ciRun()?.attempt ?? 1;
  const page = join(REPORTS, `worklog-attempt-${attempt}.html`);
  const place = [code('reports/kept'), ', which a night keeps as the artefact ', code(`${NIGHT_KEEPS}${attempt}`)];
  writeKeptWorklog(assess(loadRecord(join(kept, 'record.json'))), kept, page, place);
  return page;
}

function copy(from: string, to: string): void {
  if (!existsSync(from)) return;
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
}

/** Of the whole its reports; of what is no whole yet its parts. Paths relative to the run's folder. */
async function filesToKeep(run: string): Promise<string[]> {
  const shards = filesBelow(run, 'shards').length > 0 ? readdirSync(join(run, 'shards')) : [];
  const isWhole = existsSync(join(run, 'record.json')) || shards.length === 0;
  const folders = shards.map((name) => join('shards', name));
  if (!isWhole) return (await Promise.all(folders.map((folder) => part(run, folder)))).flat();
  return [...(await whole(run)), ...folders.flatMap((folder) => artifactsIn(run, folder))];
}

async function whole(run: string): Promise<string[]> {
  const record = await recordOf(run, '.');
  const texts = ['junit.xml', 'ctrf.json', 'chat.txt', 'metrics.prom', 'mutants.json', 'keeper.log'];
  return [
    ...record,
    ...texts.filter((name) => existsSync(join(run, name))),
    ...['html', 'allure-report'].flatMap((name) => filesBelow(run, name)),
    ...(existsSync(join(run, 'html')) ? [] : artifactsIn(run, '.')),
  ];
}

async function part(run: string, folder: string): Promise<string[]> {
  const record = await recordOf(run, folder);
  return [...record, ...filesBelow(run, join(folder, 'blob')), ...artifactsIn(run, folder)];
}

/** The record of a run or a part; of one whose runner vanished, when its keeper has closed it, else its journal. */
async function recordOf(run: string, folder: string): Promise<string[]> {
  const [record, journal] = ['record.json', 'record.jsonl'].map((name) => join(folder, name)) as [string, string];
  if (!existsSync(join(run, journal))) return existsSync(join(run, record)) ? [record] : [];
  for (const begin = performance.now(); performance.now() - begin < KEEPER_MS; await pause(200))
    if (existsSync(join(run, record))) return [record];
  return [journal];
}

/**
 * Traces and screenshots of what has no report of Playwright's, which would hold them. Only where the run was closed:
 * before that, nobody has taken the secrets out of them.
 */
function artifactsIn(run: string, folder: string): string[] {
  const reported = filesBelow(run, join(folder, 'blob')).length > 0;
  return reported || !existsSync(join(run, folder, 'record.json')) ? [] : filesBelow(run, join(folder, 'artifacts'));
}

function filesBelow(run: string, folder: string): string[] {
  const path = join(run, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => relative(run, join(entry.parentPath, entry.name)));
}
