import { readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { ROOT } from '../../../bin/child.mjs';

const NOT_OURS = ['.git', 'node_modules', 'reports'];

/** Every file of the project, relative to its folder and with forward slashes: not what is installed or written. */
export function projectFiles(): string[] {
  const below = (folder: string): string[] =>
    readdirSync(join(ROOT, folder), { withFileTypes: true })
      .map((entry) => ({ path: posix.join(folder, entry.name), isFolder: entry.isDirectory() }))
      .filter(({ path }) => !NOT_OURS.includes(path))
      .flatMap(({ path, isFolder }) => (isFolder ? below(path) : [path]));
  return below('.');
}

/** The files of ours that hold code. */
export function sourceFiles(): string[] {
  return projectFiles().filter((file) => /\.(ts|mjs|js)$/.test(file));
}
