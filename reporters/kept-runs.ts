import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runsFolder } from '../config/run.ts';
import { isOpen } from './open-runs.ts';
import { RED } from './write/exports/chat.ts';

const MB = 1_000_000;

/** A run without a record may still go on while its folder is younger than this, in milliseconds. */
const UNFINISHED = 3_600_000;

/** The file that makes a run stay, whatever the limits. */
const KEPT = 'kept';

/** A run that lies below `reports/runs/`. */
export interface StoredRun {
  /** Ids begin with the time of the run, so that their order is that of the runs. */
  id: string;
  bytes: number;
  /** A red run goes after the green ones. */
  red: boolean;
  /** Never goes: somebody keeps it, or it may still be going on. */
  stays: boolean;
}

/** What is stored in a folder, oldest first. */
export function storedRuns(folder: string): StoredRun[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name: id }) => {
      const dir = join(folder, id);
      const inside = (name: string) => existsSync(join(dir, name));
      const ended = inside('record.json') || inside('mutants.json');
      const line = inside('chat.txt') ? readFileSync(join(dir, 'chat.txt'), 'utf8') : '';
      return {
        id,
        bytes: sizeOf(dir),
        red: line.startsWith(RED),
        stays: inside(KEPT) || isOpen(dir) || (!ended && Date.now() - statSync(dir).mtimeMs < UNFINISHED),
      };
    })
    .sort((a, b) => a.id.localeCompare(b.id));
}

function sizeOf(dir: string): number {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/**
 * Which runs go, so that the others are within the limits: the oldest green ones first, then the oldest red ones. The
 * newest of all goes only where none is to stay: somebody is about to read it.
 * @param stored oldest first
 * @param limits runs: so many stay; megabytes: so much do all that stay take together
 */
export function surplus(stored: readonly StoredRun[], limits: { runs: number; megabytes: number }): StoredRun[] {
  const free = stored.filter(({ stays }) => !stays);
  const newest = stored.at(-1);
  const [green, red] = [false, true].map((is) => free.filter((run) => run !== newest && run.red === is));
  const order = [...green!, ...red!, ...(limits.runs === 0 ? free.filter((run) => run === newest) : [])];
  let count = stored.length;
  let bytes = stored.reduce((sum, run) => sum + run.bytes, 0);
  return order.filter((run) => {
    if (count <= limits.runs && bytes <= limits.megabytes * MB) return false;
    count -= 1;
    bytes -= run.bytes;
    return true;
  });
}

/** Deletes what is beyond the limits. @param folder `reports/runs` @returns the runs before and those that went */
export function deleteSurplus(
  folder: string,
  limits: { runs: number; megabytes: number },
): { stored: StoredRun[]; gone: StoredRun[] } {
  const stored = storedRuns(folder);
  const gone = surplus(stored, limits);
  for (const { id } of gone) rmSync(join(folder, id), { recursive: true, force: true });
  return { stored, gone };
}

/**
 * Whether a run deletes older ones when it ends. A run elsewhere, such as one of the harness, has neighbours that are
 * no runs; a replay may be of the very run that would go.
 * @param dir its folder
 */
export function deletesOthers(dir: string, isReplay: boolean): boolean {
  return dirname(dir) === runsFolder && !isReplay;
}

/** Makes a run stay, whatever the limits. @param dir its folder */
export function keep(dir: string): void {
  writeFileSync(join(dir, KEPT), '');
}
