import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { writeWhole } from '../record/save.ts';
import { type HistoryEntry, historyEntry } from './entry.ts';

/** Runs that are kept, per target and choice of tests. */
export const RUNS_KEPT = 60;
/** Runs that are kept in all, whatever they were of. */
export const LINES_KEPT = 400;

/** A writer that holds the file longer than this is dead, in milliseconds. */
const STALE = 10_000;

/**
 * The entries of a history file, oldest first. Lines that are no entry (cut off in the middle, or of another form) are passed over: a
 * history with a hole is better than none.
 */
export function readHistory(path: string): HistoryEntry[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8').split('\n').flatMap((line) => {
    const parsed = historyEntry.safeParse(jsonOf(line));
    return parsed.success ? [parsed.data] : [];
  });
}

/**
 * Adds a run to the history, in place of an earlier line of the same run, and lets the oldest go. Other writers wait; a reader finds the old
 * file or the new one; a line that somebody left without its end is gone afterwards.
 */
export async function remember(path: string, entry: HistoryEntry): Promise<void> {
  await alone(`${path}.lock`, () => {
    const kept = readHistory(path).filter(({ id }) => id !== entry.id);
    const siblings = kept.filter((one) => sameKind(one, entry));
    const surplus = new Set(siblings.slice(0, Math.max(0, siblings.length + 1 - RUNS_KEPT)));
    const lines = [...kept.filter((one) => !surplus.has(one)), entry].slice(-LINES_KEPT);
    writeWhole(path, lines.map((one) => `${JSON.stringify(one)}\n`).join(''));
  });
}

/** Whether two runs can be compared: same target, same choice of tests. */
export function sameKind(one: Pick<HistoryEntry, 'target' | 'scope'>, other: Pick<HistoryEntry, 'target' | 'scope'>): boolean {
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

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
