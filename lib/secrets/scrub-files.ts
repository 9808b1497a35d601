import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { knownSecrets } from './known.ts';
import { scrubBytes } from './scrub-bytes.ts';
import { SCRUBBED } from '../basics/scrubbed-mark.ts';
import { scrubText } from './scrub.ts';

/** Files that are clean already, in this process, and what they were like then. */
const scrubbed = new Map<string, string>();

function stateOf(path: string): string {
  const { mtimeMs, size, ino } = statSync(path);
  return `${mtimeMs} ${size} ${ino}`;
}

/**
 * Scrubs one file in place, whatever it holds (`scrubBytes`). An archive that does not open, because its writer was
 * ended, is deleted: its content cannot be checked. A file that is not there, or is deleted meanwhile, as Playwright
 * does with what a green test left, holds no secret.
 */
export function scrubFile(path: string, known = knownSecrets()): void {
  try {
    scrubExisting(path, known);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function scrubExisting(path: string, known: string[]): void {
  if (scrubbed.get(path) === stateOf(path)) return;
  const before = readFileSync(path);
  const clean = scrubBytes(before, known);
  if (clean.length === 0 && clean !== before) {
    rmSync(path);
    return;
  }
  if (clean !== before) writeFileSync(path, clean);
  scrubbed.set(path, stateOf(path));
}

/** The name or path of a file without secrets: folders of tests are called by their titles. */
export function scrubName(name: string, known = knownSecrets()): string {
  return scrubText(name, known).replaceAll(SCRUBBED, 'scrubbed');
}

/** The path, or the same with a number where something has it: two names may differ by their secrets only. */
function freePath(path: string): string {
  for (let number = 1; ; number += 1) {
    const free = number === 1 ? path : `${path}-${number}`;
    if (!existsSync(free)) return free;
  }
}

/** Takes the secrets out of the names in a folder; the last thing to be done there, since reports copy from it. */
export function scrubNames(folder: string, known = knownSecrets()): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const clean = scrubName(name, known);
    if (clean !== name) renameSync(join(folder, name), freePath(join(folder, clean)));
  }
}

/**
 * Scrubs a file, or all in a folder, that no reporter has scrubbed, e.g. when reporters were chosen on the command
 * line. A missing one is no error.
 */
export function scrubLeftovers(path: string, known = knownSecrets()): void {
  const kind = statSync(path, { throwIfNoEntry: false });
  if (kind?.isFile()) scrubFile(path, known);
  if (!kind?.isDirectory()) return;
  for (const entry of readdirSync(path, { withFileTypes: true, recursive: true }))
    if (entry.isFile()) scrubFile(join(entry.parentPath, entry.name), known);
}
