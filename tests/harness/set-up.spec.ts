import { existsSync } from 'node:fs';
import { ROOT, run } from '../../bin/child.mjs';
import { childEnvironment } from '../../config/child-environment.mjs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signIn } from '../../accounts/sign-in.ts';
import { expect, test as base } from './embedded.ts';

const test = base.extend<{ elsewhereServing: (body: string) => Promise<string> }>({
  elsewhereServing: async ({}, use) => {
    const server = createServer();
    await use(async (body) => {
      server.on('request', (_request, response) => response.end(body));
      await once(server.listen(0, '127.0.0.1'), 'listening');
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    server.close();
  },
});

test('A set-up that lets one account in and not the other says so in a sentence, and leaves nothing private behind', async ({ stack }, testInfo) => {
  const place = { id: 'set-up', dir: testInfo.outputPath('run'), secrets: testInfo.outputPath('private') };
  // With reporters of its own choice, nobody but the set-up itself tidies.
  const args = [`${ROOT}/node_modules/@playwright/test/cli.js`, 'test', '--project=staging', '--reporter=line'];
  const { code, output } = await run(process.execPath, args, {
    env: childEnvironment({
      CI: '1', NETRA_RUN: JSON.stringify(place), NETRA_STACK_HOST: undefined, TEST_WORKER_INDEX: undefined, FORCE_COLOR: undefined,
      STAGING_BASE_URL: stack.webUrl, STAGING_API_URL: stack.apiUrl, STAGING_AUTH_URL: stack.authUrl, STAGING_SIGN_IN: 'password',
      STAGING_ACCOUNTS: 'person@example.com,nobody@example.com', STAGING_PASSWORD: 'golden-path',
    }),
  });
  expect(code).toBe(1);
  expect(output).toContain('nobody@example.com could not be signed in: POST');
  expect(output).not.toContain('    at ');
  expect(existsSync(place.secrets)).toBe(false);
});

for (const answer of ['<html>', 'null', '"a word"']) {
  test(`An auth service that answers ${answer} is told in a sentence`, async ({ elsewhereServing }) => {
    const auth = await elsewhereServing(answer);
    const asked = signIn({ web: auth, api: auth, auth, ws: auth }, 'ada@example.com', { by: 'dev-login' });
    await expect(asked).rejects.toThrow(`ada@example.com could not be signed in: POST ${auth}/auth/dev/login answered 200 without an access_token.`);
  });
}

test('A set-up of two targets that are not configured names both, and runs nothing', async ({}, testInfo) => {
  const place = { id: 'set-up', dir: testInfo.outputPath('run'), secrets: testInfo.outputPath('private') };
  const args = [`${ROOT}/node_modules/@playwright/test/cli.js`, 'test', '--project=staging', '--project=production', '--reporter=line'];
  const { code, output } = await run(process.execPath, args, {
    env: childEnvironment({
      CI: '1', NETRA_RUN: JSON.stringify(place), NETRA_STACK_HOST: undefined, TEST_WORKER_INDEX: undefined, FORCE_COLOR: undefined,
      STAGING_BASE_URL: 'here', STAGING_ACCOUNTS: 'nobody', PRODUCTION_BASE_URL: 'here', PRODUCTION_ACCOUNTS: 'nobody',
    }),
  });
  expect(code).toBe(1);
  for (const [name, prefix] of [['staging', 'STAGING'], ['production', 'PRODUCTION']]) {
    expect(output).toMatch(new RegExp(`The target "${name}" is not configured: ${prefix}_BASE_URL must be [^;]+; (.+; )?${prefix}_ACCOUNTS must be`));
  }
  expect(output).not.toMatch(/passed|skipped|\n {4}at /);
  expect(existsSync(place.secrets)).toBe(false);
});
