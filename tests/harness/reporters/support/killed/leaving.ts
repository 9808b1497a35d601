import { writeFileSync } from 'node:fs';
import { test } from '@playwright/test';
import { SECRET } from './secret.ts';

test('a test leaves a file', async ({}, testInfo) => {
  const path = testInfo.outputPath('left.log');
  writeFileSync(path, `the password is ${SECRET}`);
});

test('a test leaves a file and goes on', async ({}, testInfo) => {
  writeFileSync(testInfo.outputPath('left.log'), `the password is ${Buffer.from(SECRET).toString('base64')}`);
  await new Promise<void>(() => undefined);
});
