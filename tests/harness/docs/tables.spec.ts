import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ROOT } from '../../../bin/child.mjs';
import { readApi } from '../../../bin/docs/api.ts';
import { type Made, isStale, madeFromCode, standing, write } from '../../../bin/docs/documents.ts';
import { partOf } from '../../../bin/docs/markdown.ts';
import { listSpecs } from '../../../bin/team-checks.ts';
import { tags } from '../../../config/decisions/tags.ts';
import { teamChecks } from '../../../config/decisions/team-checks.ts';
import { settings } from '../../../config/settings.ts';
import { settingsOf } from '../../../config/targets.ts';
import { productNames } from '../../../config/target-names.ts';

// On a busy machine, to list all specs takes most of a minute.
test.describe.configure({ timeout: 180_000 });

test('the tables of the documents and .env.example match what "npm run docs" generates from the code', async () => {
  for (const made of await madeFromCode())
    expect(standing(made), `${made.file} ${made.part ?? ''}: run "npm run docs"`).toBe(made.content);
});

test('every fixture and matcher has a docstring', () => {
  const { fixtures, matchers } = readApi(ROOT);
  expect(fixtures.map(({ name }) => name)).toEqual(expect.arrayContaining(['chatPage', 'stackOptions', 'evidence']));
  expect(fixtures.find(({ name }) => name === 'stackOptions')).toMatchObject({ kind: 'option' });
  expect(fixtures.find(({ name }) => name === 'evidence')).toMatchObject({ kind: 'auto' });
  expect(matchers.map(({ name }) => name)).toContain('toFollowAgentSequence');
  expect([...fixtures, ...matchers].filter(({ about }) => about === '').map(({ name }) => name)).toEqual([]);
});

test('the table of settings has exactly the settings that a target reads', () => {
  for (const name of productNames) {
    const known = settingsOf(name);
    expect(settings.map((one) => one.name)).toEqual(expect.arrayContaining(known));
  }
  const read = new Set(productNames.flatMap(settingsOf));
  expect(settings.filter(({ name }) => !read.has(name))).toEqual([]);
});

test('every tag of a spec is in the table of tags, and every tag of the table is used', async () => {
  const used = new Set((await listSpecs()).flatMap((spec) => spec.tags));
  const ofTheTeam = teamChecks.flatMap(({ id, suite }) => [`@${id}`, suite]);
  expect([...used].filter((tag) => !(tag in tags) && !ofTheTeam.includes(tag))).toEqual([]);
  expect(Object.keys(tags).filter((tag) => !used.has(tag))).toEqual([]);
});

test('every spec that runs on a product has a source', async () => {
  const specs = await listSpecs('dev', 'latency-dev');
  expect(specs.filter(({ sources }) => sources.length === 0).map(({ place, title }) => `${place} ${title}`)).toEqual(
    [],
  );
});

test.describe('generated part of a document', () => {
  const made: Made = { file: 'page.md', part: 'one', content: '| new |' };
  const page = 'before\n<!-- begin: one, made by npm run docs -->\n\n| old |\n\n<!-- end: one -->\nafter $&\n';

  test('a generated part is stale when it differs, and is replaced between its markers', ({}, testInfo) => {
    const root = testInfo.outputPath();
    mkdirSync(root, { recursive: true });
    writeFileSync(join(root, 'page.md'), page);
    expect(isStale(made, root)).toBe(true);
    expect(isStale({ ...made, content: '| old |' }, root)).toBe(false);
    write(made, root);
    expect(standing({ file: made.file, content: '' }, root)).toBe(page.replace('| old |', '| new |'));
    expect(isStale(made, root)).toBe(false);
  });

  test('a document without the markers of a generated part is an error', () => {
    expect(() => partOf(page, 'two')).toThrow('The document has no part "<!-- begin: two, made by npm run docs -->"');
  });
});
