import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OwnRequests } from '../../../lib/wire/own-requests.ts';
import { expect, test } from '@playwright/test';
import WebSocket from 'ws';

/** A server that answers everything; an upgrade with a refusal. */
async function listening(): Promise<{ url: string; close: () => void }> {
  const server = createServer((_request, response) => response.end('ok'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

test('requests of this process to the hosts of a target are counted, upgrades among them, and no others', async ({
  request,
}) => {
  const [target, other] = [await listening(), await listening()];
  const site = { web: target.url, api: target.url, auth: target.url, ws: target.url.replace('http', 'ws') };
  const requests = new OwnRequests(site);
  await fetch(target.url);
  expect(requests.count, 'fetch').toBe(1);
  const socket = new WebSocket(site.ws);
  await once(socket, 'error');
  expect(requests.count, 'an upgrade').toBe(2);
  await request.get(target.url);
  expect(requests.count, "a request of Playwright's").toBe(3);
  await fetch(other.url);
  expect(requests.count, 'another host').toBe(3);
  requests.end();
  await fetch(target.url);
  expect(requests.count, 'after the end').toBe(3);
  target.close();
  other.close();
});
