import { existsSync, mkdirSync } from 'node:fs';
import { relative } from 'node:path';
import { expect, test } from '@playwright/test';
import { ROOT } from '../../../bin/child.mjs';
import { CODE_CHECKS, LINT, runCheck } from '../../../bin/code-checks.ts';

test.describe('checks of the code', () => {
  test('npm run lint runs eslint, prettier and knip, and npm test tsc as well', () => {
    expect(LINT.map(({ title }) => title)).toEqual(['eslint', 'prettier', 'knip']);
    expect(CODE_CHECKS.map(({ title }) => title)).toEqual(['eslint', 'prettier', 'knip', 'tsc']);
  });

  for (const [ending, code, kept] of [
    ['green', 0, true],
    ['red', 1, false],
  ] as const) {
    test(`the cache is ${kept ? 'kept' : 'thrown away'} after a ${ending} run`, async ({}, testInfo) => {
      const folder = testInfo.outputPath('cache');
      mkdirSync(folder, { recursive: true });
      const check = { title: 'any', args: ['-e', `process.exit(${code})`], cache: relative(ROOT, folder) };
      expect((await runCheck(check)).code).toBe(code);
      expect(existsSync(folder)).toBe(kept);
    });
  }
});
