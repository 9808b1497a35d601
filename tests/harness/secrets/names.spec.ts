import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { scrubNames } from '../../../lib/secrets/scrub-files.ts';

test('folders whose names differ by their secrets only are all kept, without the secrets', ({}, testInfo) => {
  const folder = testInfo.outputPath('artifacts');
  const secrets = ['secret-of-ada-1815', 'secret-of-bob-1906', 'secret-of-eve-1912'];
  for (const secret of secrets) {
    mkdirSync(join(folder, `sign-in-${secret}`), { recursive: true });
    writeFileSync(join(folder, `sign-in-${secret}`, 'trace.zip'), '');
  }
  scrubNames(folder, secrets);
  expect(readdirSync(folder).sort()).toEqual(['sign-in-scrubbed', 'sign-in-scrubbed-2', 'sign-in-scrubbed-3']);
  expect(readdirSync(folder, { recursive: true })).toHaveLength(6);
});
