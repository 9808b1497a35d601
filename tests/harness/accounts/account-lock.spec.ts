import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { lockAccount } from '../../../fixtures/account-lock.ts';
import { ROOT } from '../../../bin/child.mjs';

const site = { web: 'http://web', api: 'http://api', auth: 'http://auth', ws: 'ws://api' };
const account = () => `${randomUUID()}@example.com`;
const lock = (email: string, auth = site.auth) => lockAccount({ site: { ...site, auth } }, email);

test('an account is used by one test at a time, whichever run it belongs to', async () => {
  const email = account();
  const order: string[] = [];
  const release = await lock(email);
  const next = lock(email).then((releaseNext) => {
    order.push('the next one has it');
    releaseNext();
  });
  const others = [await lock(account()), await lock(email, 'http://other-auth')];
  for (const releaseOther of others) releaseOther();
  order.push('the first one releases it');
  release();
  await next;
  expect(order).toEqual(['the first one releases it', 'the next one has it']);
});

test('a worker that died while it used an account does not keep it', async () => {
  const email = account();
  const script = `
    const { lockAccount } = await import('./fixtures/account-lock.ts');
    await lockAccount({ site: ${JSON.stringify(site)} }, '${email}');`;
  execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { cwd: ROOT });
  await expect(lock(email).then((release) => release())).resolves.toBeUndefined();
});
