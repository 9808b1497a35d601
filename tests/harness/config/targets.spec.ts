import { mkdirSync, writeFileSync } from 'node:fs';
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

test('valid settings configure a target', () => {
  expect(productTarget('staging', good).site).toEqual({
    web: 'https://app.example',
    api: 'https://api.example',
    auth: 'https://auth.example:8443',
    ws: 'wss://api.example',
  });
});

test('the environment wins over the settings file of the target, which wins over the common one; an empty value counts as missing', ({}, testInfo) => {
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

test('a settings file that a Windows shell wrote in UTF-16 is read', ({}, testInfo) => {
  const folder = testInfo.outputPath();
  writeFileSync(join(folder, '.env'), Buffer.from('\ufeffNETRA_ONE="one"\r\nNETRA_TWO=two\r\n', 'utf16le'));
  expect(environmentOf('staging', folder)).toMatchObject({ NETRA_ONE: 'one', NETRA_TWO: 'two' });
});

test('a settings file that cannot be read is told by name, without a stack', ({}, testInfo) => {
  const folder = testInfo.outputPath();
  mkdirSync(join(folder, '.env'));
  expect(() => environmentOf('staging', folder)).toThrow(
    expect.objectContaining({
      stack: expect.stringMatching(/^The settings in \.env cannot be read: EISDIR[^\n]*\.$/) as unknown,
    }),
  );
});

test.describe('invalid settings', () => {
  const bad: Record<string, [string, string]> = {
    'an address with a password': ['STAGING_BASE_URL', 'https://ada:s3cretpass@app.example'],
    'an address with an impossible port': ['STAGING_BASE_URL', 'https://app.example:99999'],
    'an address without a host': ['STAGING_API_URL', 'https://:8000'],
    'an address with a path': ['STAGING_AUTH_URL', 'https://auth.example/auth'],
    'a simulation key of two lines': ['STAGING_SIMULATION_KEY', 's3cretpass\nand-more'],
    'a simulation key that is too short': ['STAGING_SIMULATION_KEY', 's3cret'],
    'a signature key that is too short': ['STAGING_JWT_SECRET', 's3cret'],
    'an unknown way to sign in': ['STAGING_SIGN_IN', 'Password'],
    'a simulation key that is not ASCII': ['STAGING_SIMULATION_KEY', 's3cretpass–more'],
  };
  for (const [wrong, [name, value]] of Object.entries(bad)) {
    test(`${wrong} is refused by the name of its setting, without the value`, () => {
      const configure = () => productTarget('staging', { ...good, [name]: value });
      expect(configure).toThrow(new RegExp(`is not configured: ${name} must (?:be|have) [^;]*$`));
      expect(configure).not.toThrow(/s3cret/);
    });
  }
});

test('an unknown way to sign in is the only error: no key of another way is required', () => {
  const { STAGING_SIMULATION_KEY: _, ...keyless } = good;
  expect(() => productTarget('staging', { ...keyless, STAGING_SIGN_IN: 'Password' })).toThrow(
    /is not configured: STAGING_SIGN_IN must be simulation or password or token\. Set them/,
  );
});

test('all missing settings are named in one message', () => {
  expect(() => productTarget('staging', {})).toThrow(
    new SettingsError(
      'The target "staging" is not configured: STAGING_BASE_URL is missing; STAGING_API_URL is missing; STAGING_AUTH_URL is missing; ' +
        'STAGING_ACCOUNTS is missing; STAGING_SIMULATION_KEY is missing. Set them in .env.staging or in the environment (see .env.example).',
    ),
  );
});

test('a product target has as many workers as accounts where tests share them', () => {
  const accounts = 'one@example.com,two@example.com';
  expect(workersOf('staging', { STAGING_ACCOUNTS: accounts })).toBe(2);
  expect(workersOf('dev', { DEV_ACCOUNTS: accounts, DEV_SIGN_IN: 'password' })).toBe(2);
  expect(workersOf('dev', { DEV_ACCOUNTS: accounts, DEV_SIGN_IN: 'register' })).toBeUndefined();
  expect(workersOf('staging', { STAGING_ACCOUNTS: accounts, STAGING_SIGN_IN: 'token' })).toBe(1);
  expect(workersOf('dev', {})).toBeUndefined();
  expect(workersOf('staging', { STAGING_ACCOUNTS: `${accounts}, One@example.com` })).toBe(2);
});
