import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Block } from './document/blocks.ts';

/** A larger one is left to Playwright's report: the worklog is sent by mail and chat. */
const MOST_BYTES = 500_000;

/** Where a file of a test lies in the folder of its run. @param path relative to the project, as in the record */
export function inRunFolder(path: string): string {
  const [, before = '', file = path] = /^(.*\/)?(artifacts\/.*)$/.exec(path) ?? [];
  return (/shards\/[^/]+\/$/.exec(before)?.[0] ?? '') + file;
}

/**
 * The blocks with their screenshots read, and without links to files that are not there. A screenshot lies where its
 * test left it, or, in a run that was merged from parts, in Playwright's report, whose files have other names: there
 * it is known by its hash.
 * @param dir the run's folder
 */
export function withFiles(blocks: readonly Block[], dir: string): Block[] {
  return blocks.flatMap((block): Block[] => {
    if (block.kind === 'files') {
      const files = block.files.filter(({ path }) => existsSync(join(dir, path.replace(/#.*/, ''))));
      return files.length > 0 ? [{ ...block, files }] : [];
    }
    if (block.kind !== 'screenshot') return [block];
    const png = contentOf(join(dir, block.of.path)) ?? fromReport(dir, block.of.sha256);
    return [png && png.length <= MOST_BYTES ? { ...block, png } : block];
  });
}

function fromReport(dir: string, sha256: string | null): Buffer | undefined {
  const folder = join(dir, 'html', 'data');
  if (sha256 === null || !statSync(folder, { throwIfNoEntry: false })) return undefined;
  return readdirSync(folder)
    .filter((name) => name.endsWith('.png'))
    .map((name) => readFileSync(join(folder, name)))
    .find((content) => createHash('sha256').update(content).digest('hex') === sha256);
}

function contentOf(path: string): Buffer | undefined {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path) : undefined;
}
