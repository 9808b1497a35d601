import { accessSync, constants, existsSync, mkdirSync, statSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';

const MIB = 1024 * 1024;

/**
 * What a run may leave, in MiB: a red test leaves about one, and a whole local run with every test red less than this.
 */
const ENOUGH = 256;
/** With less than this, in MiB, the files written last may be incomplete. */
const FULL = 1;

/** Free space on the disk of a folder, in MiB, that this user may use. */
export function roomOn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return (bavail * bsize) / MIB;
}

/** What is in the way of a folder that cannot be made or written, by the code of the error. */
const IN_THE_WAY: Readonly<Record<string, string>> = {
  ENOTDIR: 'a part of this path is a file, not a folder: move it away',
  EEXIST: 'it is a file, not a folder: move it away',
  ENOENT: 'its file system takes no new folders: choose another place',
  EROFS: 'its file system is read-only: make it writable',
};

/**
 * Makes a folder and those around it, one by one: `mkdirSync` with `recursive` never returns where the file system
 * refuses new folders as if the path did not exist, such as below `/proc`.
 */
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another run of the same clone may have been quicker.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

/** Makes the folder of a run. @returns why nothing can be written there, in one sentence; null when it can */
export function unwritable(folder: string): string | null {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
    return null;
  } catch (error) {
    const { code: said = '' } = error as NodeJS.ErrnoException;
    // From Node 22 on the file itself is found to be in the way of what is below it.
    const code = said === 'EEXIST' && !existsSync(folder) ? 'ENOTDIR' : said;
    return `The reports cannot be written to ${folder} (${code}): ${IN_THE_WAY[code] ?? 'make the folder writable'}, then run again.`;
  }
}

/**
 * Makes the folder of a run.
 * @param needed space in MiB
 * @returns why the run cannot write its reports there, in one sentence: the folder is not writable, or there is too
 * little space; null when it can.
 */
export function noRoomIn(folder: string, needed = ENOUGH): string | null {
  const fault = unwritable(folder);
  if (fault) return fault;
  const room = roomOn(folder);
  return room >= needed
    ? null
    : `The disk of ${folder} has ${room.toFixed(1)} MiB left, and a run may need ${needed}: free some space, then run again.`;
}

/** The message that the disk of a run's folder is full and its reports are incomplete; null when it is not. */
export function fullDisk(folder: string, least = FULL): string | null {
  const room = existsSync(folder) ? roomOn(folder) : Infinity;
  return room >= least
    ? null
    : `The disk of ${folder} is full (${room.toFixed(1)} MiB left), so the reports of this run are incomplete: free some space, then run again.`;
}
