import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ROOT } from '../../../bin/child.mjs';
import { documents, projectFiles } from '../support/project-files.ts';

const CONTRACT = 'docs/contract';

/** A file of the contract, a section in it, and a part of the section: a numbered fact or a row of a table. */
const CITATION = new RegExp(String.raw`${CONTRACT}/([\w-]+\.md)(?: (\d+(?:\.\d+)*)(?:, (fact \d+|[FQ]\d+))?)?`, 'g');

/** Comments are wrapped: what a line begins with is no part of the citation. */
const unwrapped = (text: string) => text.replaceAll(/\s*\n\s*(?:\*|\/\/|#)?\s*/g, ' ');

/** The sections of a file of the contract: each number with the text below its heading. */
function sectionsOf(file: string): Map<string, string> {
  const path = join(ROOT, CONTRACT, file);
  const [, ...sections] = existsSync(path) ? readFileSync(path, 'utf8').split(/^#{2,} /m) : [];
  return new Map(sections.map((section) => [/^[\d.]+/.exec(section)?.[0] ?? '', section]));
}

/** Why a citation does not resolve; undefined when it does. */
function problemWith(file: string, section: string | undefined, part: string | undefined): string | undefined {
  const sections = sectionsOf(file);
  if (sections.size === 0) return `there is no ${CONTRACT}/${file}`;
  if (section === undefined) return 'it names no section';
  const text = sections.get(section);
  if (text === undefined) return `${file} has no section ${section}`;
  const mark = part?.startsWith('fact ') ? `\n${part.slice('fact '.length)}. ` : `\n| ${part} |`;
  return part === undefined || text.includes(mark) ? undefined : `section ${section} of ${file} has no ${part}`;
}

/** The citations in a text that do not resolve, each with the reason. */
function unresolved(text: string): string[] {
  return [...unwrapped(text).matchAll(CITATION)].flatMap(([citation, file = '', section, part]) => {
    const problem = problemWith(file, section, part);
    return problem ? [`${citation}: ${problem}`] : [];
  });
}

test.describe('citations of docs/contract', () => {
  const sources = projectFiles().filter((file) => /\.(ts|mjs|js|css|html|yml)$/.test(file));

  test('every citation in the code names a file and a section that exist', () => {
    expect(
      sources.flatMap((file) => unresolved(readFileSync(join(ROOT, file), 'utf8')).map((one) => `${file}: ${one}`)),
    ).toEqual([]);
  });

  test('every section that a document cites exists', () => {
    const problems = documents().flatMap((file) =>
      unresolved(readFileSync(join(ROOT, file), 'utf8')).map((one) => `${file}: ${one}`),
    );
    expect(problems.filter((one) => !one.endsWith('it names no section'))).toEqual([]);
  });

  test('the code cites every file of the contract', () => {
    const cited = sources.flatMap((file) =>
      [...unwrapped(readFileSync(join(ROOT, file), 'utf8')).matchAll(CITATION)].map(([, name]) => name),
    );
    const files = projectFiles().filter((file) => file.startsWith(`${CONTRACT}/`) && !file.endsWith('/README.md'));
    expect([...new Set(cited)].map((name) => `${CONTRACT}/${name}`).sort()).toEqual(files.sort());
  });

  for (const [what, citation] of [
    ['a section', 'backend.md 3.7'],
    ['a numbered fact', 'backend.md 0, fact 7'],
    ['a quirk', 'frontend.md 9, Q15'],
    ['an entry of the failure catalogue', 'failures.md 8.1, F19'],
    ['a section on the next line of a comment', 'backend.md\n   * 3.7'],
  ] as const) {
    test(`${what} resolves`, () => {
      expect(unresolved(`${CONTRACT}/${citation}`)).toEqual([]);
    });
  }

  for (const [citation, problem] of [
    ['nothing.md 1', `there is no ${CONTRACT}/nothing.md`],
    ['backend.md', 'it names no section'],
    ['backend.md 3.99', 'backend.md has no section 3.99'],
    ['backend.md 0, fact 99', 'section 0 of backend.md has no fact 99'],
    ['frontend.md 9, Q99', 'section 9 of frontend.md has no Q99'],
  ] as const) {
    test(`${citation} does not resolve`, () => {
      expect(unresolved(`see ${CONTRACT}/${citation})`)).toEqual([`${CONTRACT}/${citation}: ${problem}`]);
    });
  }
});
