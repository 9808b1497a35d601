import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from '@playwright/test';
import type { TestCase, TestResult } from '@playwright/test/reporter';
import Scrubber from '../../../reporters/playwright/scrubber.ts';

test('a snapshot that lies among the specs stays as it is, and every other attachment is scrubbed', ({}, testInfo) => {
  const text = '"access_token": "<token 1>"';
  const snapshot = testInfo.outputPath('tests', 'answers.txt');
  const actual = testInfo.outputPath('artifacts', 'answers-actual.txt');
  for (const path of [snapshot, actual]) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const attachments = [snapshot, actual].map((path) => ({ name: 'answers', contentType: 'text/plain', path }));
  const project = () => ({ testDir: testInfo.outputPath(), outputDir: dirname(actual) });
  const red = { parent: { project }, annotations: [] } as unknown as TestCase;
  const result = { attachments, errors: [], steps: [], stdout: [], stderr: [], annotations: [] };
  new Scrubber().onTestEnd(red, result as unknown as TestResult);
  expect(readFileSync(snapshot, 'utf8')).toBe(text);
  expect(readFileSync(actual, 'utf8')).not.toContain('<token 1>');
});
