import { readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { ROOT } from '../../../bin/child.mjs';

/** What is installed, and what runs leave beside the page that tells of it. */
const NOT_OURS = /^(\.git|node_modules|reports\/(?!README\.md$).*)$/;

/** Every file of the project, relative to its folder and with forward slashes: not what is installed or written. */
export function projectFiles(root = ROOT): string[] {
  const below = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .map((entry) => ({ path: posix.join(folder, entry.name), isFolder: entry.isDirectory() }))
      .filter(({ path }) => !NOT_OURS.test(path))
      .flatMap(({ path, isFolder }) => (isFolder ? below(path) : [path]));
  return below('.');
}

/** The files of ours that hold code. */
export function sourceFiles(): string[] {
  return projectFiles().filter((file) => /\.(ts|mjs|js)$/.test(file));
}

/** The documents of ours. */
export function documents(root = ROOT): string[] {
  return projectFiles(root).filter((file) => file.endsWith('.md'));
}
