import { mkdirSync } from 'node:fs';
import { type TestInfo, expect, test } from '@playwright/test';
import { EXAMPLE, type Made, isStale, madeFromGreen, madeFromRed, standing } from '../../../bin/docs/documents.ts';
import { structureOf, structureOfPicture, walk } from '../../../bin/docs/samples.ts';
import { inheritance } from '../../../config/run.ts';

test.describe.configure({ timeout: 240_000 });

/** A golden path below the folder of this test, so that neither history nor `reports/latest` knows of it. */
function walkHere(testInfo: TestInfo, ...args: string[]) {
  const dir = testInfo.outputPath('reports', 'runs', 'sample');
  const secrets = testInfo.outputPath('private');
  mkdirSync(dir, { recursive: true });
  return walk(args, inheritance({ id: 'sample', dir, secrets }));
}

function expectFresh(all: readonly Made[]) {
  for (const { structure = (text: string) => text, ...made } of all)
    expect(structure(standing(made)), `${made.file} ${made.part ?? ''}: run "npm run docs"`).toBe(
      structure(made.content),
    );
}

test('the samples of a green run in the documents match a run of today', async ({}, testInfo) => {
  expectFresh(madeFromGreen(await walkHere(testInfo)));
});

test('the samples of a red run in the documents match a run of today', async ({}, testInfo) => {
  expectFresh(madeFromRed(await walkHere(testInfo, '--fault', EXAMPLE)));
});

test('a sample is stale when its words differ, and not when its figures, ids, folder or line breaks do', () => {
  const made = (content: string): Made => ({ file: 'README.md', part: 'golden', content, structure: structureOf });
  const stands = standing(made(''));
  const later = stands
    .replaceAll(/\d+ ms/g, '1234 ms')
    .replaceAll(/reports\/runs\/[^/]+\//g, 'reports/runs/x/reports/runs/y/')
    .replaceAll(/run_\w+/g, 'run_0');
  expect(later).not.toBe(stands);
  expect(isStale(made(later))).toBe(false);
  expect(isStale(made(stands.replace('see the answer stream in', 'see the answer')))).toBe(true);
});

test('a picture is stale when a lane or a violation differs, and not when its times do', () => {
  const lane = (name: string, x = 14) => `<text x="${x}" y="60" class="bold" text-anchor="start">${name}</text>`;
  const tick = (ms: number) => `<text x="200" y="30" class="soft" text-anchor="middle">${ms} ms</text>`;
  const picture = [lane('Person'), tick(50), lane('one-end: frame #3', 42)].join('');
  expect(structureOfPicture([lane('Person'), tick(70), lane('one-end: frame #12', 42)].join(''))).toBe(
    structureOfPicture(picture),
  );
  expect(structureOfPicture([lane('Page'), tick(50), lane('one-end: frame #3', 42)].join(''))).not.toBe(
    structureOfPicture(picture),
  );
  expect(structureOfPicture(picture + lane('frame sent', 120))).not.toBe(structureOfPicture(picture));
});
