import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ROOT, run } from '../../../bin/child.mjs';
import { childEnvironment } from '../../../config/child-environment.mjs';
import { withoutRecord } from '../../../reporters/record/open.ts';

/** Commands that read a run, with what they need besides it. */
const READERS = { gate: [], issues: [], report: ['--no-open'], clean: ['--keep'] } as const;

const LEFT: Readonly<Record<string, readonly [files: readonly string[], says: RegExp]>> = {
  'that tried faults': [
    ['mutants.json'],
    /tried the specs under faults .npm run mutants., .*mutants\.json .*name another/,
  ],
  'that tried random changes': [['random-mutants.json'], /tried the specs under random changes .*name another one/],
  'that left nothing': [[], /left no record: name another one, or make one with "npm run golden"\.$/],
};

test('a command that reads a run says in one sentence what a run without a record was', async ({}, testInfo) => {
  const tried = testInfo.outputPath('tried');
  mkdirSync(tried);
  writeFileSync(join(tried, 'mutants.json'), '{}');
  await expectRefusal('gate', [], 'package.json', /package\.json is a file: name a run by its id, or by its folder\.$/);
  for (const [name, options] of Object.entries(READERS))
    await expectRefusal(name, options, tried, LEFT['that tried faults']![1]);
});

for (const [what, [files, says]] of Object.entries(LEFT)) {
  test(`the sentence on a run without a record says what to do: one ${what}`, ({}, testInfo) => {
    const dir = testInfo.outputPath('run');
    mkdirSync(dir);
    for (const name of files) writeFileSync(join(dir, name), '{}');
    expect(withoutRecord(dir)).toMatch(says);
  });
}

async function expectRefusal(name: string, options: readonly string[], named: string, says: RegExp): Promise<void> {
  expect(await told(name, ...options, named), name).toEqual({ code: 2, output: expect.stringMatching(says) });
}

async function told(name: string, ...args: string[]): Promise<{ code: number; output: string }> {
  const env = childEnvironment({ NETRA_RUN: undefined, TEST_WORKER_INDEX: undefined });
  const { code, output } = await run(process.execPath, [join(ROOT, 'bin/run.mjs'), name, ...args], { cwd: ROOT, env });
  return { code, output: output.trim() };
}
