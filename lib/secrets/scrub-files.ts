import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { scrubText } from './scrub.ts';
import { knownSecrets } from './known.ts';

const pictures = new Set(['.png', '.jpg', '.jpeg', '.webm', '.woff', '.woff2', '.ttf', '.ico']);

/** Files that are clean already, in this process. */
const scrubbed = new Set<string>();

/**
 * Scrubs one file in place; an archive (a trace) entry by entry, so that it still opens. Pictures are left as they are.
 * An archive that does not open, because its writer was ended, is deleted: its content cannot be checked.
 */
export function scrubFile(path: string, known = knownSecrets()): void {
  if (scrubbed.has(path) || pictures.has(extname(path))) return;
  scrubbed.add(path);
  const before = readFileSync(path);
  if (extname(path) !== '.zip') {
    const text = before.toString('utf8');
    const clean = scrubText(text, known);
    if (clean !== text) writeFileSync(path, clean);
    return;
  }
  const clean = scrubArchive(before, known);
  if (clean) writeFileSync(path, clean);
  else rmSync(path);
}

/** An archive without secrets, archives inside of it too; undefined when it does not open. */
function scrubArchive(archive: Uint8Array, known: readonly string[]): ReturnType<typeof zipSync> | undefined {
  const entries = entriesOf(archive);
  if (!entries) return undefined;
  for (const [name, content] of Object.entries(entries)) {
    if (pictures.has(extname(name))) continue;
    if (extname(name) === '.zip') {
      entries[name] = scrubArchive(content, known) ?? new Uint8Array();
      continue;
    }
    // Latin-1 keeps every byte, whatever an entry holds.
    const text = strFromU8(content, true);
    const clean = scrubText(text, known);
    if (clean !== text) entries[name] = strToU8(clean, true);
  }
  return zipSync(entries, { level: 1 });
}

/** The entries of an archive; undefined when it is none, or half of one. */
function entriesOf(archive: Uint8Array): ReturnType<typeof unzipSync> | undefined {
  try {
    return unzipSync(archive);
  } catch {
    return undefined;
  }
}

/**
 * Scrubs the files that no reporter has scrubbed, e.g. when reporters were chosen on the command line. A missing folder
 * is no error.
 */
export function scrubLeftovers(folder: string): void {
  const known = knownSecrets();
  for (const path of filesBelow(folder)) scrubFile(path, known);
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
