import { expect, test } from '@playwright/test';
import type { TestCase, TestResult } from '@playwright/test/reporter';
import { IDLE_FAULT } from '../../../lib/evidence/index.ts';
import { FaultsInPlay } from '../../../reporters/playwright/idle-faults.ts';

/** A test of a project with two faults, and how it ended. */
function ended(idle: readonly string[], status: TestResult['status'] = 'passed'): [TestCase, TestResult] {
  const project = { use: { faults: ['F19', 'F49:canary=x'] } };
  const annotations = idle.map((description) => ({ type: IDLE_FAULT, description }));
  return [{ parent: { project: () => project } } as unknown as TestCase, { status, annotations } as TestResult];
}

for (const [what, tests, idle] of [
  ['no test', [], []],
  ['one test in which both came into play', [ended([])], []],
  ['one test in which one of them did', [ended(['F49:canary=x'])], ['F49:canary=x']],
  ['two tests, of which another one met each', [ended(['F49:canary=x']), ended(['F19'])], []],
  ['a test that was skipped, and one that met nothing', [ended([], 'skipped'), ended(['F19'], 'failed')], ['F19']],
  ['a test that was interrupted', [ended([], 'interrupted')], []],
] as const) {
  test(`the faults that never came into play are known after ${what}`, () => {
    const faults = new FaultsInPlay();
    for (const [one, result] of tests) faults.hear(one, result);
    expect(faults.idle).toEqual(idle);
  });
}
