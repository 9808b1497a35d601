import { once } from 'node:events';
import { type IncomingMessage, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test as base } from '@playwright/test';
import { newTrace, sendTrace } from '../../../lib/wire/trace-header.ts';

interface Service {
  address: string;
  /** Every request as method, `traceparent` and what its preflight asked for. */
  asked: { method: string; trace: string | undefined; preflight: string | undefined }[];
  /** `traceparent` of every handshake of a socket. */
  handshakes: unknown[];
}

const test = base.extend<{ services: Record<'web' | 'api' | 'other', Service> }>({
  services: async ({}, use) => {
    const servers: ReturnType<typeof createServer>[] = [];
    const service = async (): Promise<Service> => {
      const asked: Service['asked'] = [];
      const server = createServer(({ method = '', headers }: IncomingMessage, response) => {
        const preflight = headers['access-control-request-headers'];
        asked.push({ method, trace: headers['traceparent'] as string | undefined, preflight });
        // As the product's API: one origin, a fixed list of headers, and no other.
        const allowed = {
          'access-control-allow-origin': headers.origin ?? '*',
          'access-control-allow-headers': 'authorization',
        };
        response.writeHead(200, { 'content-type': 'text/html', ...allowed }).end('<title>page</title>');
      });
      const handshakes: Service['handshakes'] = [];
      server.on('upgrade', ({ headers }: IncomingMessage, socket) => {
        handshakes.push(headers['traceparent']);
        socket.destroy();
      });
      servers.push(server);
      await once(server.listen(0, '127.0.0.1'), 'listening');
      return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, handshakes };
    };
    await use({ web: await service(), api: await service(), other: await service() });
    for (const server of servers) server.close();
    for (const server of servers) server.closeAllConnections();
  },
});

test("a page's requests carry the trace to the target's own services only, and no preflight asks for it", async ({
  page,
  services: { web, api, other },
}) => {
  const trace = newTrace();
  await sendTrace(page, { web: web.address, api: api.address, auth: api.address, ws: 'ws://unused' }, trace);
  await page.goto(web.address);
  const statuses = await page.evaluate(
    (addresses) =>
      Promise.all(addresses.map(async (one) => (await fetch(`${one}/x`, { headers: { authorization: 'a' } })).status)),
    [api.address, other.address],
  );
  expect(statuses).toEqual([200, 200]);
  const header = expect.stringMatching(new RegExp(`^00-${trace}-[0-9a-f]{16}-01$`));
  expect(web.asked[0]).toMatchObject({ method: 'GET', trace: header });
  expect(api.asked.map(({ method, preflight }) => [method, preflight])).toEqual([
    ['OPTIONS', 'authorization'],
    ['GET', undefined],
  ]);
  expect(api.asked.at(-1)).toMatchObject({ trace: header });
  expect(other.asked.map((one) => one.trace)).toEqual([undefined, undefined]);
});

test("no handshake of a socket carries the trace, since the browser could not keep it from others' sockets", async ({
  page,
  services: { web, api, other },
}) => {
  await sendTrace(page, { web: web.address, api: api.address, auth: api.address, ws: api.address }, newTrace());
  await page.goto(web.address);
  await page.evaluate(
    (addresses) =>
      Promise.all(
        addresses.map((one) => new Promise((resolve) => new WebSocket(one).addEventListener('close', resolve))),
      ),
    [api.address, other.address],
  );
  expect([api.handshakes, other.handshakes]).toEqual([[undefined], [undefined]]);
});
