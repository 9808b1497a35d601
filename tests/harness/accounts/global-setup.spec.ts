import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TestInfo } from '@playwright/test';
import { ROOT, run } from '../../../bin/child.mjs';
import { childEnvironment } from '../../../config/child-environment.mjs';
import { signIn } from '../../../fixtures/accounts/sign-in.ts';
import { expect, test as base } from '../support/embedded.ts';

const test = base.extend<{
  /** Serves this body at every address; undefined: one that never ends. */
  elsewhereServing: (body: string | undefined, status?: number) => Promise<string>;
}>({
  elsewhereServing: async ({}, use) => {
    const server = createServer();
    const dripping = new Set<NodeJS.Timeout>();
    await use(async (body, status = 200) => {
      server.on('request', (_request, response) => {
        response.writeHead(status);
        if (body !== undefined) response.end(body);
        else dripping.add(setInterval(() => response.write(' '), 200));
      });
      await once(server.listen(0, '127.0.0.1'), 'listening');
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    for (const drip of dripping) clearInterval(drip);
    server.closeAllConnections();
    server.close();
  },
});

/**
 * Begins a run of these projects, whose set-up fails. With reporters of its own choice, nobody but the set-up itself
 * tidies.
 * @returns how it ended, what it said, and whether its private folder is still there
 */
async function begin(testInfo: TestInfo, projects: string[], env: Record<string, string>) {
  const place = { id: 'set-up', dir: testInfo.outputPath('run'), secrets: testInfo.outputPath('private') };
  const args = ['test', '--reporter=line', ...projects.map((project) => `--project=${project}`)];
  const { code, output } = await run(process.execPath, [join(ROOT, 'node_modules/@playwright/test/cli.js'), ...args], {
    env: childEnvironment({
      NETRA_RUN: JSON.stringify(place),
      NETRA_STACK_HOST: undefined,
      TEST_WORKER_INDEX: undefined,
      FORCE_COLOR: undefined,
      ...env,
    }),
  });
  return { code, output, leavesSecrets: existsSync(place.secrets) };
}

/** Neither a stack trace nor a test that ran or was skipped. */
const moreThanASentence = / {3}at |passed|failed|skipped/;

test('a setup in which one of two accounts cannot sign in ends with one message and leaves no secrets behind', async ({
  stack,
}, testInfo) => {
  const { output, ...ended } = await begin(testInfo, ['staging'], {
    STAGING_BASE_URL: stack.webUrl,
    STAGING_API_URL: stack.apiUrl,
    STAGING_AUTH_URL: stack.authUrl,
    STAGING_SIGN_IN: 'password',
    STAGING_ACCOUNTS: 'person@example.com,nobody@example.com',
    STAGING_PASSWORD: 'golden-path',
  });
  expect(output).toContain('nobody@example.com could not be signed in: POST');
  expect(output).not.toMatch(moreThanASentence);
  expect(ended).toEqual({ code: 1, leavesSecrets: false });
});

test('a setup of two targets that are not configured names both and starts nothing', async ({}, testInfo) => {
  const { output, ...ended } = await begin(testInfo, ['staging', 'production'], {
    STAGING_BASE_URL: 'here',
    STAGING_ACCOUNTS: 'nobody',
    PRODUCTION_BASE_URL: 'here',
    PRODUCTION_ACCOUNTS: 'nobody',
  });
  for (const [name, prefix] of [
    ['staging', 'STAGING'],
    ['production', 'PRODUCTION'],
  ]) {
    expect(output).toMatch(
      new RegExp(
        `The target "${name}" is not configured: ${prefix}_BASE_URL must be [^;]+; (.+; )?${prefix}_ACCOUNTS must be`,
      ),
    );
  }
  expect(output).not.toMatch(moreThanASentence);
  expect(ended).toEqual({ code: 1, leavesSecrets: false });
});

for (const [what, spoils, sentence] of [
  ['cannot be started', "process.execPath = '/nowhere';", 'its process cannot be started (ENOENT).'],
  ['ends at once', "if (process.argv[1].endsWith('host.ts')) process.exit(3);", 'it ended with code 3.'],
] as const) {
  test(`a setup whose stack host ${what} ends with one message and leaves no secrets behind`, async ({}, testInfo) => {
    const spoiler = testInfo.outputPath('spoiler.mjs');
    writeFileSync(spoiler, spoils);
    const { output, ...ended } = await begin(testInfo, ['local'], {
      NODE_OPTIONS: `--import=${pathToFileURL(spoiler).href}`,
    });
    expect(output).toContain(`Error: The embedded stack did not start: ${sentence}\n`);
    expect(output).not.toMatch(moreThanASentence);
    expect(ended).toEqual({ code: 1, leavesSecrets: false });
  });
}

for (const [answer, what] of [
  [
    '<html>',
    'with something that is not JSON (no content type, 6 characters): the address is that of another service, or a proxy answers for it.',
  ],
  ['null', 'without an access_token.'],
  ['"a word"', 'without an access_token.'],
  ['x'.repeat(3_000_000), ', but sent more than 1 MiB.'],
] as const) {
  test(`an auth service that answers ${answer.slice(0, 10)} is reported in one message`, async ({
    elsewhereServing,
  }) => {
    const auth = await elsewhereServing(answer);
    const asked = signIn({ web: auth, api: auth, auth, ws: auth }, 'ada@example.com', { by: 'dev-login' });
    await expect(asked).rejects.toThrow(
      `ada@example.com could not be signed in: POST ${auth}/auth/dev/login answered 200${what.startsWith(',') ? '' : ' '}${what}`,
    );
  });
}

test('an auth service whose answer drips is reported within its time', async ({ elsewhereServing }) => {
  const auth = await elsewhereServing(undefined);
  const asked = signIn({ web: auth, api: auth, auth, ws: auth }, 'ada@example.com', { by: 'dev-login' });
  await expect(asked).rejects.toThrow(
    /^ada@example\.com could not be signed in: POST \S+ answered 200, but sent \d+ bytes and then did not come to an end in time\.$/,
  );
});

test('a refused sign-in explains what the refusal means', async ({ stack, elsewhereServing }) => {
  const site = { web: stack.webUrl, api: stack.apiUrl, auth: stack.authUrl, ws: stack.wsUrl };
  await expect(signIn(site, 'ada@example.com', { by: 'simulation', key: 'another-key' })).rejects.toThrow(
    /test-auth answered 401 Unauthorized: the service has another simulation key\.$/,
  );
  await expect(signIn(site, 'nobody@example.com', { by: 'password', password: 'golden-path' })).rejects.toThrow(
    /login answered 401 Unauthorized: no account has this address/,
  );
  const outsideStaging = {
    ...site,
    auth: await elsewhereServing('{"detail":"E2E authentication not configured"}', 503),
  };
  await expect(signIn(outsideStaging, 'ada@example.com', { by: 'simulation', key: 'a-key' })).rejects.toThrow(
    /test-auth answered 503 Service Unavailable: the service simulates sign-ins only as a staging service/,
  );
});
