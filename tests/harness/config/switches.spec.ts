import { expect, test } from '@playwright/test';
import { ROOT, run } from '../../../bin/child.mjs';
import { childEnvironment } from '../../../config/child-environment.mjs';
import { PLAYWRIGHT_CLI } from '../../../config/playwright-internals.mjs';

const listed = async (NETRA_RECORD: string) => {
  const env = childEnvironment({ NETRA_RECORD, NETRA_RUN: undefined, TEST_WORKER_INDEX: undefined });
  return run(process.execPath, [PLAYWRIGHT_CLI, 'test', '--list', '--project=local', 'golden-path'], {
    cwd: ROOT,
    env,
  });
};

test('a switch that is neither on nor off is refused in one sentence, and not ignored', async () => {
  for (const value of ['', '1']) expect(await listed(value), `"${value}"`).toMatchObject({ code: 0 });
  const { code, output } = await listed('yes');
  expect(code).toBe(1);
  expect(output.trim()).toBe('NETRA_RECORD must be 1 or empty, not "yes".');
});
