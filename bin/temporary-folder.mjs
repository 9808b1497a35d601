import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Looks whether the temporary folder can be written: Node's own readers of TypeScript keep their caches there, and end
 * with a stack, or never, where it cannot.
 * @returns {string | null} what to do about it, in one sentence; null when it can be written
 */
export function unusableTemporaryFolder() {
  const folder = tmpdir();
  try {
    rmdirSync(mkdtempSync(path.join(folder, 'golden-path-')));
    return null;
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    const variable = process.platform === 'win32' ? 'TEMP' : 'TMPDIR';
    return `Nothing can be written to the temporary folder ${folder} (${code}): set ${variable} to a folder that can be written.`;
  }
}
