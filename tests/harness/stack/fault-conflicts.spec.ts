import { expect, test } from '@playwright/test';
import { run, ROOT } from '../../../bin/child.mjs';
import { childEnvironment } from '../../../config/child-environment.mjs';
import { conflictOf } from '../../../stack/faults/conflict.ts';
import { parseFault } from '../../../stack/faults/index.ts';

for (const [faults, idle, by] of [
  [['F49', 'F20'], 'F49', 'F20'],
  [['F20', 'F49'], 'F49', 'F20'],
  [['F19', 'F22'], 'F22', 'F19'],
  [['F18', 'F21'], 'F21', 'F18'],
] as const) {
  test(`the fault ${idle} of ${faults.join(' and ')} is said to change nothing`, () => {
    expect(conflictOf(faults.map(parseFault))).toBe(
      `${idle} changes nothing together with ${by}, which takes away the frame on which it acts: use one of them.`,
    );
  });
}

for (const faults of [
  ['F20'],
  ['F20', 'F22'],
  ['F49', 'F20:type=tool_completed'],
  ['F12', 'F20'],
  ['F20:person=a', 'F49:person=b'],
]) {
  test(`the faults ${faults.join(' and ')} do not switch each other off`, () => {
    expect(conflictOf(faults.map(parseFault))).toBeNull();
  });
}

for (const [faults, sentence] of [
  ['F49;F20', /^Error: F49 changes nothing together with F20/m],
  ['F99', /^Error: There is no fault "F99"\. /m],
] as const) {
  test(`faults that Playwright is started with are refused before a test runs: ${faults}`, async ({}, testInfo) => {
    const place = { id: 'faults', dir: testInfo.outputPath('run'), secrets: testInfo.outputPath('private') };
    const { code, output } = await run('npx', ['playwright', 'test', '--project=local', 'golden-path/golden-path'], {
      env: childEnvironment({
        NETRA_FAULTS: faults,
        NETRA_RUN: JSON.stringify(place),
        NETRA_STACK_HOST: undefined,
        TEST_WORKER_INDEX: undefined,
      }),
    });
    expect({ code, output }).toEqual({ code: 1, output: expect.stringMatching(sentence) });
    expect(output).not.toMatch(/Running|^ +at /m);
  });
}

test('two faults of which one switches the other off are refused on a command line', async () => {
  for (const command of ['golden', 'stack']) {
    const { code, output } = await run(process.execPath, [
      `${ROOT}/bin/run.mjs`,
      command,
      '--fault',
      'F49',
      '--fault',
      'F20',
    ]);
    expect(code).toBe(2);
    expect(output.replace(/\s+/g, ' ')).toContain('F49 changes nothing together with F20, which takes away the frame');
  }
});
