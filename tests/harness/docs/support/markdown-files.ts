import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What GitHub makes of a heading: `## On a Mac (M1)` becomes `on-a-mac-m1`. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

const withoutCode = (text: string) => text.replaceAll(/^```[^]*?^```$/gm, '');

function anchorsOf(text: string): string[] {
  return [...withoutCode(text).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));
}

/**
 * The relative links of a document that lead nowhere: to no file, or to no heading of a document.
 * @param file relative to the root
 */
export function brokenLinks(root: string, file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? join(root, file) : join(root, dirname(file), path);
      if (!existsSync(target)) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor);
    });
}

/** The names of the commands `npm run X` in a text. */
export function commandsIn(text: string): string[] {
  return [...text.matchAll(/npm run ([a-z][\w-]*)/g)].map(([, name = '']) => name);
}
