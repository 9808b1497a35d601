import { existsSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { runsFolder } from '../config/run.ts';
import { errorInWords } from '../lib/basics/error-in-words.ts';
import { isOpen } from './open-runs.ts';
import { type Entry, readJournal, tellsOfTests } from './record/journal.ts';
import { scoreIn } from './record/open.ts';
import { RED } from './write/exports/chat.ts';

const MB = 1_000_000;

/** A run without a record may still go on while its folder is younger than this, in milliseconds. */
const UNFINISHED = 3_600_000;

/** The same of a folder in which nothing stands yet. */
const JUST_MADE = 60_000;

/** Characters of the error for which no test was run. */
const MOST_OF_AN_ERROR = 240;

/** The file that makes a run stay, whatever the limits. */
const KEPT = 'kept';

/** A run that lies below `reports/runs/`. */
export interface StoredRun {
  /** Ids begin with the time of the run, so that their order is that of the runs. */
  id: string;
  bytes: number;
  /** A red run goes after the green ones. */
  red: boolean;
  /** Nothing was tried in it, so that nobody misses it. */
  empty: boolean;
  /** Somebody keeps it: it never goes, and takes the place of no other. */
  kept: boolean;
  /** It may still be going on: it does not go now. */
  open: boolean;
  /** `latest` leads to it. */
  latest: boolean;
}

/** What is stored in a folder of runs, oldest first. */
export function storedRuns(folder: string): StoredRun[] {
  if (!existsSync(folder)) return [];
  const link = join(folder, '..', 'latest');
  const latest = existsSync(link) ? basename(realpathSync(link)) : null;
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name: id }) => {
      const dir = join(folder, id);
      const inside = (name: string) => existsSync(join(dir, name));
      const ended = inside('record.json') || scoreIn(dir) !== undefined;
      const age = Date.now() - statSync(dir).mtimeMs;
      const line = inside('chat.txt') ? readFileSync(join(dir, 'chat.txt'), 'utf8') : '';
      return {
        id,
        bytes: sizeOf(dir),
        red: line.startsWith(RED),
        empty: isEmpty(dir),
        kept: inside(KEPT),
        open: isOpen(dir) || (!ended && age < (readdirSync(dir).length === 0 ? JUST_MADE : UNFINISHED)),
        latest: id === latest,
      };
    })
    .sort((a, b) => a.id.localeCompare(b.id));
}

/** Whether no test of a run began, as far as it left anything. */
function isEmpty(dir: string): boolean {
  const journal = join(dir, 'record.jsonl');
  if (existsSync(journal)) return !tellsOfTests(readFileSync(journal, 'utf8'));
  return !['record.json', 'shards'].some((name) => existsSync(join(dir, name))) && scoreIn(dir) === undefined;
}

/**
 * Of the run to which `latest` leads: the newest of the later ones that began and of which no test was run, in a
 * sentence; none of any other run.
 * @param dir its folder, below `reports/runs`
 */
export function newerWithoutTests(dir: string): string | null {
  const run = realpathSync(dir);
  const link = join(run, '..', '..', 'latest');
  if (!existsSync(link) || realpathSync(link) !== run) return null;
  const newer = readdirSync(dirname(run))
    .filter((id) => id > basename(run) && existsSync(join(dirname(run), id, 'record.jsonl')))
    .filter((id) => !isOpen(join(dirname(run), id)) && isEmpty(join(dirname(run), id)))
    .sort()
    .at(-1);
  return newer === undefined ? null : beganOnly(newer, join(dirname(run), newer));
}

function beganOnly(id: string, dir: string): string {
  const entries = entriesIn(join(dir, 'record.jsonl'));
  const targets = entries.flatMap((entry) => (entry.kind === 'plan' ? entry.targets.map(({ name }) => name) : []));
  const trouble = entries.find((entry) => entry.kind === 'trouble')?.trouble.message;
  const on = targets.length > 0 ? ` on ${targets.join(' and ')}` : '';
  const why = trouble === undefined ? '.' : `: ${errorInWords(trouble, MOST_OF_AN_ERROR)}`;
  return `A newer run${on}, ${id}, began, and no test of it was run${why}`;
}

/** What a journal holds; nothing of one that is damaged. */
function entriesIn(journal: string): Entry[] {
  try {
    return readJournal(journal);
  } catch {
    return [];
  }
}

function sizeOf(dir: string): number {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/**
 * Which runs go: those in which nothing was tried, and so many others that the rest is within the limits: the oldest
 * green ones first, then the oldest red ones. The newest goes only where none is to stay: somebody is about to read it.
 * @param stored oldest first
 * @param limits runs: so many stay; megabytes: so much do they take together; those that somebody keeps come on top
 */
export function surplus(stored: readonly StoredRun[], limits: { runs: number; megabytes: number }): StoredRun[] {
  const free = stored.filter(({ kept, open }) => !kept && !open);
  const empty = free.filter((run) => run.empty);
  const counted = stored.filter((run) => !run.kept && !run.empty);
  const last = counted.at(-1);
  const newest = last?.open ? last : (counted.find(({ latest }) => latest) ?? last);
  const [green, red] = [false, true].map((is) => free.filter((run) => !run.empty && run !== newest && run.red === is));
  const order = [...green!, ...red!, ...(limits.runs === 0 ? free.filter((run) => run === newest) : [])];
  let count = counted.length;
  let bytes = counted.reduce((sum, run) => sum + run.bytes, 0);
  const others = order.filter((run) => {
    if (count <= limits.runs && bytes <= limits.megabytes * MB) return false;
    count -= 1;
    bytes -= run.bytes;
    return true;
  });
  return [...empty, ...others];
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
