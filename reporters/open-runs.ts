import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { RunPlace } from '../config/run.ts';
import { parseJson } from '../lib/basics/json.ts';
import { isAlive } from '../lib/basics/process-alive.mjs';

/** A process; its id alone would not do, since a later one may be given the same. */
interface Process {
  pid: number;
  /** When it began, in the ticks of its system; empty where the system does not tell. */
  born: string;
}

/** A run that has begun, as other runs find it. */
export interface OpenRun {
  place: RunPlace;
  runner: Process;
  keeper: Process | null;
  /** Files and folders outside of the run's own that its reporters write. */
  outputs: string[];
}

/** Stands in the folder of a run and in its private one until the run has ended and is tidied up. */
const FILE = 'open-run.json';

/** The name of a run's private folder (`config/run.ts`). */
const PRIVATE = /^golden-path-[0-9a-f]{24}$/;

/** Says that a run has begun. */
export function announceRun(place: RunPlace, keeper: number | undefined, outputs: string[]): void {
  const run: OpenRun = { place, runner: processOf(process.pid), keeper: keeper ? processOf(keeper) : null, outputs };
  mkdirSync(place.secrets, { recursive: true, mode: 0o700 });
  mkdirSync(place.dir, { recursive: true });
  for (const folder of [place.dir, place.secrets])
    writeFileSync(join(folder, FILE), JSON.stringify(run), { mode: 0o600 });
}

/** Says that a run has ended and nothing of it is left to tidy up; its private folder is removed. */
export function closeRun({ dir, secrets }: RunPlace): void {
  rmSync(secrets, { recursive: true, force: true });
  if (!existsSync(dir)) return;
  for (const name of readdirSync(dir).filter((one) => one.startsWith(FILE))) rmSync(join(dir, name), { force: true });
}

/** Whether a run has begun that is not tidied up yet. @param dir its folder */
export function isOpen(dir: string): boolean {
  return marksIn(dir).length > 0;
}

/**
 * Runs that have begun beside this one, in its folder of runs or in the system's temporary folder, and not ended.
 * @param user whose private folders are read: those of others cannot be, and what they say is not to be trusted
 */
export function openRunsBeside({ dir, whole = dir, secrets }: RunPlace, user = process.getuid?.()): OpenRun[] {
  const isOwn = (folder: string) => user === undefined || statSync(folder, { throwIfNoEntry: false })?.uid === user;
  const runs = foldersIn(dirname(whole));
  const folders = [
    ...runs,
    ...runs.flatMap((run) => foldersIn(join(run, 'shards'))),
    ...foldersIn(dirname(secrets)).filter((folder) => PRIVATE.test(basename(folder)) && isOwn(folder)),
  ].filter((folder) => folder !== dir && folder !== secrets);
  const found = folders.flatMap((folder) => marksIn(folder).map((mark) => readMark(mark)));
  return [...new Map(found.filter((run) => run !== null).map((run) => [run.place.dir, run])).values()];
}

/**
 * Makes a run whose runner is gone this process's own to tidy up: of several that try it at once, one succeeds.
 * @returns whether it did
 */
export function claimRun({ place }: OpenRun): boolean {
  const [mark] = [...marksIn(place.dir), ...marksIn(place.secrets)];
  if (!mark) return false;
  const holder = Number(/\.(\d+)$/.exec(mark)?.[1] ?? NaN);
  if (holder === process.pid || (holder && isAlive(holder))) return false;
  try {
    renameSync(mark, join(dirname(mark), `${FILE}.${process.pid}`));
    return true;
  } catch {
    return false;
  }
}

/** Whether a process is still there, and not another one with its id. */
export function isStill({ pid, born }: Process): boolean {
  return isAlive(pid) && (born === '' || processOf(pid).born === born);
}

/** The 22nd value of Linux's `/proc/<pid>/stat` is the start time (proc_pid_stat(5)). */
function processOf(pid: number): Process {
  try {
    const values = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return { pid, born: values[19] ?? '' };
  } catch {
    return { pid, born: '' };
  }
}

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name));
}

function marksIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith(FILE))
    .map((name) => join(folder, name));
}

/** Null when it was cut off while it was written: then the run had left nothing yet. */
function readMark(mark: string): OpenRun | null {
  return (parseJson(readFileSync(mark, 'utf8')) as OpenRun | undefined) ?? null;
}
