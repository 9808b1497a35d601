import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { parseJson, toJson } from '../../lib/basics/json.ts';
import { writeWhole } from '../record/save.ts';
import { type HistoryEntry, historyEntry, isSameRun } from './entry.ts';

/** Runs that are kept, per target and choice of tests. */
export const RUNS_KEPT = 60;
/** Runs that are kept in all, whatever they were of. */
export const LINES_KEPT = 400;

/** A writer that holds the file longer than this is dead, in milliseconds. */
const STALE = 10_000;

/** A line of the file, of which only so much is known that it can be kept, or let go. */
interface Line {
  raw: string;
  id: string;
  target: string;
  scope: string;
  workflow: string | null;
}

const known = historyEntry.pick({ id: true, target: true, scope: true, workflow: true });

/**
 * The whole lines of a file. What is none (cut off in the middle) is passed over: a history with a hole is better than
 * none.
 */
function linesOf(path: string): Line[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((raw) => {
      const parsed = known.safeParse(parseJson(raw));
      return parsed.success ? [{ raw, ...parsed.data }] : [];
    });
}

/** The entries of a history file, oldest first. @param kind only runs of this kind, which is much quicker than all */
export function readHistory(path: string, kind?: Pick<HistoryEntry, 'target' | 'scope'>): HistoryEntry[] {
  return linesOf(path)
    .filter((line) => !kind || sameKind(line, kind))
    .flatMap(({ raw }) => {
      const parsed = historyEntry.safeParse(parseJson(raw));
      return parsed.success ? [parsed.data] : [];
    });
}

/**
 * Adds a run to the history, in place of an earlier line of the same run, and lets the oldest go. Other writers wait; a
 * reader finds the old file or the new one; a line that somebody left without its end is gone afterwards.
 */
export async function remember(path: string, entry: HistoryEntry): Promise<void> {
  await alone(`${path}.lock`, () => {
    const kept = linesOf(path).filter((line) => !(isSameRun(line, entry) && sameKind(line, entry)));
    const siblings = kept.filter((line) => sameKind(line, entry));
    const surplus = new Set(siblings.slice(0, Math.max(0, siblings.length + 1 - RUNS_KEPT)));
    const lines = [...kept.filter((line) => !surplus.has(line)).map(({ raw }) => raw), toJson(entry)].slice(
      -LINES_KEPT,
    );
    writeWhole(path, `${lines.join('\n')}\n`);
  });
}

/** Whether two runs can be compared: same target, same choice of tests. */
export function sameKind(
  one: Pick<HistoryEntry, 'target' | 'scope'>,
  other: Pick<HistoryEntry, 'target' | 'scope'>,
): boolean {
  return one.target === other.target && one.scope === other.scope;
}

/** Does something while no other process does; takes the place of a writer that died. */
async function alone(lock: string, action: () => void): Promise<void> {
  while (!taken(lock)) await setTimeout(20 + Math.random() * 30);
  try {
    action();
  } finally {
    rmSync(lock, { force: true });
  }
}

function taken(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx'));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const { mtimeMs } = statSync(lock, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    // Only one of those who wait can move the dead writer's lock away.
    if (Date.now() - mtimeMs > STALE) moveAway(lock);
    return false;
  }
}

function moveAway(lock: string): void {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
    rmSync(aside, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
