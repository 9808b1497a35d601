import { expect, test as base } from '@playwright/test';
import type { KnownDefect } from '../../../config/known-defect.ts';
import { judgeKnownDefect } from '../../../fixtures/known-defect.ts';

const entry = (expires: string, ...titles: string[]): KnownDefect => ({
  target: 'dev', release: 'beta-14', cause: 'The list does not read its messages.', owner: 'frontend', expires, evidence: 'by hand',
  reds: { 'is not shown': titles.map((title) => `known-defects.ts › ${title}`) },
});
const list = [
  entry('2999-01-01', 'fails as known', 'fails otherwise', 'fails as known and otherwise too', 'passes', 'fails as known on the golden path'),
  entry('2020-01-01', 'fails as known, too late'),
];

/** Tests that are held against a list of their own, as every spec is against the real one. */
const test = base.extend<{ judged: void }>({
  judged: [async ({}, use, testInfo) => {
    await use();
    const faults = judgeKnownDefect(testInfo, { name: 'dev', release: 'beta-14' }, testInfo.errors.map(({ message = '' }) => message), list);
    if (faults.length > 0) throw new Error(faults.join('\n'));
  }, { auto: true }],
});

test('fails as known', () => expect(null, 'the message is not shown').toBe('shown'));
test('fails as known on the golden path', { tag: '@golden' }, () => expect(null, 'the message is not shown').toBe('shown'));
test('fails as known, too late', () => expect(null, 'the message is not shown').toBe('shown'));
test('fails otherwise', () => expect(500, 'the server answers').toBe(200));
test('fails as known and otherwise too', () => {
  expect.soft(null, 'the message is not shown').toBe('shown');
  expect.soft(500, 'the server answers').toBe(200);
});
test('passes', () => expect('shown').toBe('shown'));
