import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { WebSocketServer } from 'ws';
import { currentRun } from '../../../../../config/run.ts';
import { rememberSecrets } from '../../../../../lib/secrets/known.ts';
import type { Planted } from './secrets.ts';

const html = `<!doctype html><title>canary</title>
<label>E-mail <input id="email"></label><label>Password <input id="password" type="password"></label><p id="told"></p>`;

test('a secret of every kind is put wherever a run leaves something', async ({ browser }, testInfo) => {
  const { jwt, cookie, ticket, known } = JSON.parse(
    readFileSync(join(currentRun().secrets, 'planted.json'), 'utf8'),
  ) as Planted;
  rememberSecrets(Object.values(known));
  const subprotocol = `jwt.${Buffer.from(jwt).toString('base64url')}`;
  const tokens = { access_token: jwt, refresh_token: known.refresh, ticket_id: ticket };

  const server = createServer((request, response) => {
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
  testInfo.annotations.push({ type: 'token', description: jwt });
  // What is no UTF-8 reaches the reporters as bytes.
  process.stdout.write(Buffer.from(`\xff bytes of ${known.bypassKey} and ${jwt}\n`, 'latin1'));
  console.error(`password ${known.password}, cookie: session=${cookie}`);
  await context.close();
  sockets.close();
  server.closeAllConnections();
  server.close();
  expect
    .soft(JSON.stringify({ jwt, ticket_id: ticket, known }), `Bearer ${jwt}`)
    .toBe(`refused at ${origin}/ws?ticket=${ticket}`);
  throw new Error('It was refused.', { cause: new Error(`with ${known.password} and ${jwt}`) });
});
