import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { environmentOf } from '../../../config/environment.ts';
import { SettingsError, productTarget } from '../../../config/targets.ts';
import { workersOf } from '../../../config/workers.ts';

const good = {
  STAGING_BASE_URL: 'https://app.example',
  STAGING_API_URL: 'https://api.example',
  STAGING_AUTH_URL: 'https://auth.example:8443/',
  STAGING_ACCOUNTS: 'ada@example.com',
  STAGING_SIMULATION_KEY: 'a-simulation-key',
};

test('Settings of a target that are good make a target', () => {
  expect(productTarget('staging', good).site).toEqual({
    web: 'https://app.example',
    api: 'https://api.example',
    auth: 'https://auth.example:8443',
    ws: 'wss://api.example',
  });
});

test('The environment wins over the file of the target, which wins over the file of all; an empty value counts as none', ({}, testInfo) => {
  const folder = testInfo.outputPath();
  const files = {
    '.env': ['NETRA_ONE=of-all', 'NETRA_TWO=of-all', 'NETRA_THREE=of-all', 'PATH=of-all'],
    '.env.staging': ['NETRA_TWO=of-the-target', 'NETRA_THREE=', 'PATH=of-the-target'],
    '.env.dev': ['NETRA_ONE=of-another-target'],
  };
  for (const [name, lines] of Object.entries(files)) writeFileSync(join(folder, name), lines.join('\n'));
  expect(environmentOf('staging', folder)).toMatchObject({
    NETRA_ONE: 'of-all',
    NETRA_TWO: 'of-the-target',
    NETRA_THREE: 'of-all',
    PATH: expect.not.stringContaining('of-'),
  });
});

test.describe('A setting is refused by its name, and not quoted, when it is', () => {
  const bad: Record<string, [string, string]> = {
    'an address with a password': ['STAGING_BASE_URL', 'https://ada:s3cretpass@app.example'],
    'an address with a port that cannot be': ['STAGING_BASE_URL', 'https://app.example:99999'],
    'an address without a host': ['STAGING_API_URL', 'https://:8000'],
    'an address with a path': ['STAGING_AUTH_URL', 'https://auth.example/auth'],
    'a key of two lines': ['STAGING_SIMULATION_KEY', 's3cretpass\nand-more'],
    'a key that could be any word': ['STAGING_SIMULATION_KEY', 's3cret'],
    'a key of signatures that could be any word': ['STAGING_JWT_SECRET', 's3cret'],
    'a way to sign in that there is not': ['STAGING_SIGN_IN', 'Password'],
    'a key that is not ASCII': ['STAGING_SIMULATION_KEY', 's3cretpass–more'],
  };
  for (const [wrong, [name, value]] of Object.entries(bad)) {
    test(wrong, () => {
      const configure = () => productTarget('staging', { ...good, [name]: value });
      expect(configure).toThrow(new RegExp(`is not configured: ${name} must (?:be|have) [^;]*$`));
      expect(configure).not.toThrow(/s3cret/);
    });
  }
});

test('A way to sign in that there is not is the only complaint: no key of another way is asked for', () => {
  const { STAGING_SIMULATION_KEY: _, ...keyless } = good;
  expect(() => productTarget('staging', { ...keyless, STAGING_SIGN_IN: 'Password' })).toThrow(
    /is not configured: STAGING_SIGN_IN must be simulation or password or token\. Set them/,
  );
});

test('Settings that are missing are all named in one message', () => {
  expect(() => productTarget('staging', {})).toThrow(
    new SettingsError(
      'The target "staging" is not configured: STAGING_BASE_URL is missing; STAGING_API_URL is missing; STAGING_AUTH_URL is missing; ' +
        'STAGING_ACCOUNTS is missing; STAGING_SIMULATION_KEY is missing. Set them in .env.staging or in the environment (see .env.example).',
    ),
  );
});

test('A product target has as many workers as it has accounts, where tests share them', () => {
  const accounts = 'one@example.com,two@example.com';
  expect(workersOf('staging', { STAGING_ACCOUNTS: accounts })).toBe(2);
  expect(workersOf('dev', { DEV_ACCOUNTS: accounts, DEV_SIGN_IN: 'password' })).toBe(2);
  expect(workersOf('dev', { DEV_ACCOUNTS: accounts, DEV_SIGN_IN: 'register' })).toBeUndefined();
  expect(workersOf('staging', { STAGING_ACCOUNTS: accounts, STAGING_SIGN_IN: 'token' })).toBe(1);
  expect(workersOf('dev', {})).toBeUndefined();
});
