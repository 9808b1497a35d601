import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { WebSocketServer } from 'ws';
import { currentRun } from '../../../../../config/run.ts';
import { rememberSecrets } from '../../../../../lib/secrets/known.ts';
import { FORMS } from '../forms.ts';
import type { Planted } from './secrets.ts';

const html = `<!doctype html><title>canary</title>
<label>E-mail <input id="email"></label><label>Password <input id="password" type="password"></label><p id="told"></p>`;

const { jwt, cookie, ticket, known, disguised } = JSON.parse(
  readFileSync(join(currentRun().secrets, 'planted.json'), 'utf8'),
) as Planted;
const forms = FORMS.map(({ write }, index) => write(disguised[index]!));
const oneLine = /^[\x20-\x7e]+$/;

test.beforeAll(() => rememberSecrets([...Object.values(known), ...disguised]));

test('a secret of every kind is put wherever a run leaves something', async ({ browser }, testInfo) => {
  const subprotocol = `jwt.${Buffer.from(jwt).toString('base64url')}`;
  const tokens = { access_token: jwt, refresh_token: known.refresh, ticket_id: ticket };

  const server = createServer((request, response) => {
    if (request.method === 'POST' && request.url?.startsWith('/path')) {
      request.pipe(response);
      return;
    }
    response.setHeader('set-cookie', `session=${cookie}; Path=/`);
    response.setHeader('content-type', request.url?.startsWith('/login') ? 'application/json' : 'text/html');
    response.end(request.url?.startsWith('/login') ? JSON.stringify(tokens) : html);
  });
  const sockets = new WebSocketServer({ server, handleProtocols: (offered) => [...offered][0] ?? false });
  sockets.on('connection', (socket) => socket.send(JSON.stringify({ type: 'echo', payload: tokens })));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const context = await browser.newContext({ recordHar: { path: testInfo.outputPath('network.har') } });
  const page = await context.newPage();
  page.on('console', (message) => console.log(`console: ${message.text()}`));
  await page.goto(`${origin}/auth/callback?access_token=${jwt}&refresh_token=${known.refresh}`);
  await test.step(`sign in with ${known.password} and get ${jwt}`, async () => {
    await page.locator('#email').fill('ada@example.com');
    await page.locator('#password').fill(known.password);
  });
  await page.evaluate(
    async ({ password, key, subprotocols, token }) => {
      localStorage.setItem('jwt_token', token);
      document.cookie = `jwt=${token}`;
      console.log(`signed in as ${token}`);
      document.querySelector('#told')!.textContent = `token ${token}`;
      const answer = await fetch('/login', {
        method: 'POST',
        body: JSON.stringify({ password, simulation_key: key }),
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'x-e2e-bypass-key': key },
      });
      const { ticket_id: own } = (await answer.json()) as { ticket_id: string };
      const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/ws?ticket=${own}`, subprotocols);
      await new Promise((resolve) => {
        socket.onmessage = resolve;
      });
      socket.send(JSON.stringify({ type: 'auth', token, ticket_id: own }));
    },
    { password: known.password, key: known.bypassKey, subprotocols: ['jwt-auth', subprotocol], token: jwt },
  );
  await page.evaluate(
    async ({ written, inHeaders }) => {
      const socket = new WebSocket(location.origin.replace('http', 'ws'));
      await new Promise((resolve) => (socket.onopen = resolve));
      for (const form of written) {
        console.log(`written: ${form}`);
        socket.send(JSON.stringify({ form }));
        socket.send(form);
        await fetch(`/path/${encodeURIComponent(form)}/end?in=${encodeURIComponent(form)}`, {
          method: 'POST',
          body: form,
        });
      }
      for (const form of inHeaders) await fetch('/header', { headers: { 'x-form': form } });
    },
    { written: forms, inHeaders: forms.filter((form) => oneLine.test(form)) },
  );
  await page.goto(`${origin}/?ticket=${ticket}`);
  await test.step('look again', () => page.reload(), { subtitle: `as ${known.password}` });

  await testInfo.attach(`by ${known.password}`, { contentType: 'text/plain', body: 'nothing' });
  await testInfo.attach('tokens.json', {
    contentType: 'application/json',
    body: JSON.stringify({ ...tokens, subprotocol }),
  });
  const state = testInfo.outputPath('storage-state.json');
  await context.storageState({ path: state });
  await testInfo.attach('storage state', { path: state, contentType: 'application/json' });
  const log = testInfo.outputPath('server.log');
  writeFileSync(
    log,
    `GET /ws?ticket=${ticket}\nSec-WebSocket-Protocol: jwt-auth, ${subprotocol}\nCookie: session=${cookie}\nX-E2E-Bypass-Key: ${known.bypassKey}\n`,
  );
  await testInfo.attach('log', { path: log, contentType: 'text/plain' });
  await testInfo.attach('forms.txt', { contentType: 'text/plain', body: forms.join('\n\n') });
  const file = testInfo.outputPath('forms.log');
  writeFileSync(file, forms.join('\n\n'));
  await testInfo.attach('forms', { path: file, contentType: 'text/plain' });
  for (const form of forms) {
    await test.step(`say ${form}`, () => console.log(`said: ${form}`));
    testInfo.annotations.push({ type: 'form', description: form });
  }
  testInfo.annotations.push({ type: 'token', description: jwt });
  // What is no UTF-8 reaches the reporters as bytes.
  process.stdout.write(Buffer.from(`\xff bytes of ${known.bypassKey} and ${jwt}\n`, 'latin1'));
  console.error(`password ${known.password}, cookie: session=${cookie}`);
  await context.close();
  sockets.close();
  server.closeAllConnections();
  server.close();
  expect.soft(forms.join('\n\n'), `for ${forms[0]}`).toBe('');
  expect
    .soft(JSON.stringify({ jwt, ticket_id: ticket, known }), `Bearer ${jwt}`)
    .toBe(`refused at ${origin}/ws?ticket=${ticket}`);
  throw new Error('It was refused.', { cause: new Error(`with ${known.password} and ${jwt}`) });
});

for (const form of forms.filter((one) => oneLine.test(one))) test(`a title with ${form}`, () => undefined);
