import { join } from 'node:path';
import { ROOT, run } from '../../bin/child.mjs';
import { childEnvironment } from '../../config/child-environment.mjs';
import { productTarget } from '../../config/targets.ts';
import { openSession } from '../../fixtures/session.ts';
import { expect, test } from './embedded.ts';
import { claims, mint } from './wire-client.ts';

test.describe.configure({ timeout: 120_000 });

test('A test on a product target leaves the next one a session that it has not spent', async ({ stack }, testInfo) => {
  const place = { id: 'own-session', dir: testInfo.outputPath('run'), secrets: testInfo.outputPath('private') };
  const args = ['test', '--project=staging', '--reporter=line', '--workers=1', '--repeat-each=2', '--grep=is renewed when a call is refused'];
  const { code, output } = await run(process.execPath, [join(ROOT, 'node_modules/@playwright/test/cli.js'), ...args], {
    env: childEnvironment({
      NETRA_RUN: JSON.stringify(place), NETRA_STACK_HOST: undefined, TEST_WORKER_INDEX: undefined, FORCE_COLOR: undefined,
      STAGING_BASE_URL: stack.webUrl, STAGING_API_URL: stack.apiUrl, STAGING_AUTH_URL: stack.authUrl,
      STAGING_ACCOUNTS: 'ada@example.com', STAGING_SIMULATION_KEY: stack.bypassKey,
    }),
  });
  expect(code, output).toBe(0);
  expect(output).toContain('2 passed');
});

test('A test with a ready token that ends too soon for it says so, and does not begin', async ({ stack }) => {
  const site = { STAGING_BASE_URL: stack.webUrl, STAGING_API_URL: stack.apiUrl, STAGING_AUTH_URL: stack.authUrl, STAGING_ACCOUNTS: 'made.up@example.com' };
  const lasting = async (life: number) => productTarget('staging', {
    ...site, STAGING_SIGN_IN: 'token', STAGING_TOKEN: await mint(stack.jwtSecret, claims(life)), STAGING_JWT_SECRET: stack.jwtSecret,
  });
  expect((await openSession(await lasting(200), 0)).account).toEqual({ email: 'made.up@example.com', id: 'user-made-up' });
  await expect(lasting(100).then((target) => openSession(target, 0))).rejects.toThrow(/^The access token is good for (99|100) s more, and 180 s are needed: /);
});
