import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Block, type FileOfTest, type Inline, code, text } from './document/blocks.ts';

/** A larger one is left to Playwright's report: the worklog is sent by mail and chat. */
const MOST_BYTES = 500_000;

/** Where a file of a test lies in the folder of its run. @param path relative to the project, as in the record */
export function inRunFolder(path: string): string {
  const [, before = '', file = path] = /^(.*\/)?(artifacts\/.*)$/.exec(path) ?? [];
  return (/shards\/[^/]+\/$/.exec(before)?.[0] ?? '') + file;
}

/**
 * The blocks with their screenshots read, and without links to files that are not there. A file lies where its test
 * left it, or, where only Playwright's report was kept of a run or a part, in that, whose files have other names: there
 * it is known by its hash.
 * @param dir the run's folder, or that of what is kept of it
 */
export function withFiles(blocks: readonly Block[], dir: string): Block[] {
  const reported = reportedIn(dir);
  const placeOf = ({ path, sha256 }: { path: string; sha256: string | null }) =>
    isFile(join(dir, path.replace(/#.*/, ''))) ? path : reported.get(sha256 ?? '');
  return blocks.flatMap((block): Block[] => {
    if (block.kind === 'files') {
      const files = block.files.map((file) => ({ ...file, path: placeOf(file) }));
      const there = files.filter((file): file is FileOfTest => file.path !== undefined);
      return there.length > 0 ? [{ ...block, files: there }] : [];
    }
    if (block.kind !== 'screenshot') return [block];
    const path = placeOf(block.of);
    const png = path && readFileSync(join(dir, path));
    return [png && png.length <= MOST_BYTES ? { ...block, of: { ...block.of, path }, png } : block];
  });
}

/**
 * The blocks for a page that is kept alone: in place of links, the names of the files.
 * @param place where these are kept
 */
export function withoutLinks(blocks: readonly Block[], place: Inline): Block[] {
  return blocks.map((block) =>
    block.kind === 'files'
      ? text(
          block.says,
          block.files.map(({ label, path }): Inline => [label, ' (', code(path), '), ']),
          'in ',
          place,
          '.',
        )
      : block,
  );
}

/** The screenshots and texts of tests in Playwright's report of a run: where each lies, by its hash. */
function reportedIn(dir: string): ReadonlyMap<string, string> {
  const data = 'html/data';
  const names = existsSync(join(dir, data)) ? readdirSync(join(dir, data)) : [];
  const hash = (name: string) => createHash('sha256').update(readFileSync(join(dir, data, name)));
  return new Map(
    names.filter((name) => /\.(png|md)$/.test(name)).map((name) => [hash(name).digest('hex'), `${data}/${name}`]),
  );
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
