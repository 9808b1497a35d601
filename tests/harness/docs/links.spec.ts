import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ROOT } from '../../../bin/child.mjs';
import { documents } from '../support/project-files.ts';
import { brokenLinks, commandsIn } from './support/markdown-files.ts';

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

for (const file of documents()) {
  test(`${file} has no broken link and names no command that does not exist`, () => {
    expect(brokenLinks(ROOT, file)).toEqual([]);
    expect(commandsIn(read(file)).filter((name) => !(name in scripts))).toEqual([]);
  });
}

test('a link to a missing file or heading is found', ({}, testInfo) => {
  const root = testInfo.outputPath();
  mkdirSync(join(root, 'docs'));
  writeFileSync(join(root, 'other.md'), '# One two\n\n```sh\n# Three\n```\n');
  writeFileSync(
    join(root, 'docs', 'page.md'),
    [
      '## Here (and there)',
      '[a](../other.md#one-two) [b](#here-and-there) [c](https://example.com/x) [d](../docs)',
      '[e](../other.md#three) [f](#nowhere) [g](gone.md) ![h](gone.svg)',
    ].join('\n'),
  );
  expect(brokenLinks(root, 'docs/page.md')).toEqual(['../other.md#three', '#nowhere', 'gone.md', 'gone.svg']);
});

test('what runs leave is no document of the project', ({}, testInfo) => {
  const root = testInfo.outputPath();
  const left = ['reports/kept/worklog.md', 'reports/latest/worklog.md', 'node_modules/one/README.md', '.git/one.md'];
  for (const file of [...left, 'README.md', 'docs/page.md', 'reports/README.md']) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '');
  }
  expect(documents(root).sort()).toEqual(['README.md', 'docs/page.md', 'reports/README.md']);
});

test('commands are found in prose and in tables', () => {
  expect(commandsIn('run `npm run one`, then | `npm run two-three -- --x` |')).toEqual(['one', 'two-three']);
});
