import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ROOT, run } from '../../bin/child.mjs';
import { listSpecs } from '../../bin/rows.ts';
import { childEnvironment } from '../../config/child-environment.mjs';
import { type KnownDefect, MOST_KNOWN_DEFECTS, faultsOfKnownDefects, knownRedOf, nameOfTest } from '../../config/known-defect.ts';
import { knownDefects } from '../../config/known-defects.ts';
import { KNOWN_DEFECT } from '../../fixtures/known-defect.ts';
import { gateOf } from '../../reporters/assess/gate.ts';
import { fold } from '../../reporters/record/fold.ts';
import type { Entry } from '../../reporters/record/journal.ts';
import type { Record } from '../../reporters/record/schema.ts';
import { attempted, ended, opened, planned } from './record-samples.ts';

const now = new Date('2026-11-24T12:00:00Z');
const shown = 'messages/texts.spec.ts › a message is shown';
const entry: KnownDefect = {
  target: 'dev', release: 'beta-14', cause: 'The list does not read it.', owner: 'frontend', expires: '2026-12-24', evidence: 'send a message and look',
  reds: { toHaveText: [shown] },
};

test('the list of known defects is in order, and each test in it exists', async () => {
  expect(faultsOfKnownDefects(knownDefects, new Date())).toEqual([]);
  const specs = new Set((await listSpecs()).map(({ place, groups, title }) => nameOfTest(place.replace(/:\d+$/, ''), [...groups, title])));
  const listed = knownDefects.flatMap(({ reds }) => Object.values(reds).flat());
  expect(listed.filter((test) => !specs.has(test))).toEqual([]);
});

for (const [what, list, fault] of [
  ['an entry that has expired', [{ ...entry, expires: '2026-11-23' }], /expired on 2026-11-23/],
  ['an entry without end', [{ ...entry, expires: '2027-11-24' }], /no entry may hold for more than 90 days/],
  ['a day that is none', [{ ...entry, expires: 'never' }], /expires on no day/],
  ['an entry without owner', [{ ...entry, owner: ' ' }], /has no owner/],
  ['an entry for whatever the test says', [{ ...entry, reds: { '': [shown] } }], /a part of an error or a test missing/],
  ['two entries for one test', [entry, { ...entry, reds: { toBeVisible: [shown] } }], /Two entries excuse one test/],
  ['too many entries', Array.from({ length: MOST_KNOWN_DEFECTS + 1 }, (_, index) => ({ ...entry, reds: { toHaveText: [`a › ${index}`] } })), /at most/],
] as [string, KnownDefect[], RegExp][]) {
  test(`the list finds fault with ${what}`, () => {
    expect(faultsOfKnownDefects(list, now).join('\n')).toMatch(fault);
  });
}

test('an entry is of its tests, one target and one release', () => {
  expect(faultsOfKnownDefects([entry], now)).toEqual([]);
  expect(nameOfTest('messages\\texts.spec.ts', ['a message is shown'])).toBe(shown);
  expect(knownRedOf([entry], 'dev', 'beta-14', shown)).toEqual({ defect: entry, says: 'toHaveText' });
  expect(knownRedOf([entry], 'dev', 'beta-17', shown)).toBeNull();
  expect(knownRedOf([entry], 'dev', null, shown)).toBeNull();
  expect(knownRedOf([entry], 'staging', 'beta-14', shown)).toBeNull();
  expect(knownRedOf([entry], 'dev', 'beta-14', nameOfTest('messages/texts.spec.ts', ['on a phone', 'a message is shown']))).toBeNull();
});

test('a known failure is told and expected; another one, a late one, a pass and the golden path are red', async ({}, testInfo) => {
  const dir = testInfo.outputPath('run');
  const place = { id: 'known', dir, secrets: testInfo.outputPath('private') };
  mkdirSync(place.secrets, { recursive: true });
  const { code, output } = await run(process.execPath, [
    join(ROOT, 'node_modules/@playwright/test/cli.js'), 'test', '--config', join(import.meta.dirname, 'known-defects/known-defects.config.ts'),
  ], { cwd: ROOT, env: childEnvironment({ NETRA_RUN: JSON.stringify(place), TEST_WORKER_INDEX: undefined }) });
  expect(code, output).toBe(1);
  expect(output).toContain('2 failed by known defects of the product');
  expect(output).toMatch(/fails as known\n\s+The list does not read its messages\. \(frontend, until 2999-01-01\)/);

  const { tests } = JSON.parse(readFileSync(join(dir, 'record.json'), 'utf8')) as Record;
  const told = tests.map(({ titles, outcome, annotations, attempts: [attempt] }) => (
    [titles.at(-1), outcome, attempt?.expected, annotations.some(({ type }) => type === KNOWN_DEFECT), attempt?.errors.map(({ message }) => message).join(' ')]
  ));
  expect(told).toEqual([
    ['fails as known', 'failed', 'failed', true, expect.stringContaining('is not shown')],
    ['fails as known on the golden path', 'failed', 'passed', true, expect.stringContaining('is not shown')],
    ['fails as known, too late', 'failed', 'passed', false, expect.stringContaining('expired on 2020-01-01')],
    ['fails otherwise', 'failed', 'passed', false, expect.stringContaining('the server answers')],
    ['fails as known and otherwise too', 'failed', 'passed', false, expect.stringContaining('the server answers')],
    ['passes', 'failed', 'passed', false, expect.stringContaining('passes, though a known defect')],
  ]);
});

for (const [what, priority, condition, open] of [
  ['leaves the gate open', 'P2', 'all other checks', true],
  ['closes it where it is critical', 'P1', 'critical checks', false],
] as const) {
  test(`a failure by a known defect ${what}`, () => {
    const one = planned('one', { priority, suite: 'Messages', component: 'Messages', tags: [] });
    const { cause, owner, expires, evidence } = entry;
    const annotations = [{ type: KNOWN_DEFECT, description: JSON.stringify({ cause, owner, expires, evidence }) }];
    const attempt: Entry = { kind: 'attempt', test: 'one', annotations, attempt: attempted('failed', { expected: 'failed' }) };
    const record = fold([...opened([one]), { kind: 'begin', test: 'one', index: 0, at: attempt.attempt.startedAt }, attempt, ended()]);
    expect(record.counts).toMatchObject({ planned: 1, passed: 0, failed: 1 });
    expect(gateOf(record).find(({ name }) => name === condition)).toMatchObject({ open });
  });
}
