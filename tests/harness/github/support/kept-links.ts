import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the worklog in a folder of what is kept leads, save to other sites. */
export function linksKept(folder: string): string[] {
  const worklog = readFileSync(join(folder, 'worklog.md'), 'utf8');
  return [...worklog.matchAll(/(?<!\\)\]\(([^)]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^https?:/.test(link));
}

/** Those of them that lead to no file. */
export function deadLinksKept(folder: string): string[] {
  return linksKept(folder).filter((link) => !existsSync(join(folder, decodeURI(link).replace(/#.*/, ''))));
}

/** Where a page leads besides to itself and to other sites: nowhere, when it is kept alone. */
export function linksToOtherFiles(page: string): string[] {
  return [...page.matchAll(/(?:href|src)="([^"]*)"/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^(#|https?:|data:)/.test(link));
}
