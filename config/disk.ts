import { accessSync, constants, existsSync, mkdirSync, statfsSync } from 'node:fs';

const MIB = 1024 * 1024;

/**
 * What a run may leave, in MiB: a red test leaves about one, and a whole local run with every test red less than
 * this.
 */
const ENOUGH = 256;
/** With less than this, in MiB, what was written last may not be whole. */
const FULL = 1;

/** Free room on the disk of a folder, in MiB, as far as this user may take it. */
export function roomOn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return (bavail * bsize) / MIB;
}

/**
 * Makes the folder of a run.
 * @param needed room in MiB
 * @returns why the run cannot leave its reports there, in one sentence: the folder cannot be written, or there is too
 * little room; null when it can.
 */
export function noRoomIn(folder: string, needed = ENOUGH): string | null {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    return `The reports cannot be written to ${folder} (${(error as NodeJS.ErrnoException).code}): make the folder writable, then run again.`;
  }
  const room = roomOn(folder);
  return room >= needed
    ? null
    : `The disk of ${folder} has ${room.toFixed(1)} MiB left, and a run may need ${needed}: free some, then run again.`;
}

/** What is to be said when the disk of a run's folder is full: its reports are not whole; null when it is not. */
export function fullDisk(folder: string, least = FULL): string | null {
  const room = existsSync(folder) ? roomOn(folder) : Infinity;
  return room >= least
    ? null
    : `The disk of ${folder} is full (${room.toFixed(1)} MiB left), so the reports of this run are not whole: free some, then run again.`;
}
