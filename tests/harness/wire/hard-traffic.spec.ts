import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Page, expect, test as base } from '@playwright/test';
import { WebSocketServer, type WebSocket as ServerSocket } from 'ws';
import { normalise } from '../../../lib/protocol/index.ts';
import { Tap } from '../../../lib/wire/tap.ts';

/** A server that does on each socket what the test says, and a page of its origin that the tap listens to. */
interface Hard {
  serve: (act: (socket: ServerSocket, raw: Duplex) => void) => Promise<{ page: Page; tap: Tap; url: string }>;
}

const test = base.extend<Hard>({
  serve: async ({ context }, use) => {
    const site = createServer((_request, response) =>
      response.setHeader('content-type', 'text/html').end('<title>A page</title>'),
    );
    const server = new WebSocketServer({ server: site, perMessageDeflate: true, maxPayload: 0 });
    await use(async (act) => {
      server.on('connection', (socket, request) => act(socket, request.socket));
      await once(site.listen(0, '127.0.0.1'), 'listening');
      const tap = await Tap.on(context);
      const page = await context.newPage();
      await tap.listenTo(page);
      const { port } = site.address() as AddressInfo;
      await page.goto(`http://127.0.0.1:${port}`);
      return { page, tap, url: `ws://127.0.0.1:${port}` };
    });
    for (const client of server.clients) client.terminate();
    site.closeAllConnections();
    site.close();
  },
});

test.describe.configure({ timeout: 120_000 });

/** Opens so many sockets in the page, one after the other, and says hello on each. */
function open(page: Page, url: string, times = 1): Promise<void> {
  return page.evaluate(
    async ({ address, count }) => {
      for (let index = 0; index < count; index += 1) {
        const socket = new WebSocket(address);
        await new Promise((resolve, reject) => {
          socket.onopen = resolve;
          socket.onerror = reject;
        });
        socket.send('hello');
      }
    },
    { address: url, count: times },
  );
}

test('a frame of 50 MB is kept by its beginning and its length, and said to be too long', async ({ serve }) => {
  const { page, tap, url } = await serve((socket) => socket.send('x'.repeat(50_000_000)));
  await open(page, url);
  const frame = await tap.until(
    () => tap.frames.find(({ direction }) => direction === 'received'),
    60_000,
    'the long frame',
  );
  expect(frame).toMatchObject({ length: 50_000_000 });
  expect(frame.text).toHaveLength(1_048_576);
  expect(normalise(frame)).toMatchObject({
    kind: 'garbage',
    message: 'the frame has 50000000 characters, and only the first 1048576 were kept',
  });
  await tap.settled();
  expect(tap.lost).toBe(0);
});

test('10,000 frames at once are all there, in their order', async ({ serve }) => {
  const { page, tap, url } = await serve((socket) => {
    for (let index = 0; index < 10_000; index += 1) socket.send(JSON.stringify({ type: 'tick', index }));
  });
  await open(page, url);
  await tap.until(() => tap.frames.length === 10_001, 60_000, 'the last of 10,000 frames');
  await tap.settled();
  expect(tap.lost).toBe(0);
  const received = tap.frames.filter(({ direction }) => direction === 'received').map(({ text }) => text);
  expect(received.map((text) => (JSON.parse(text) as { index: number }).index)).toEqual(
    Array.from({ length: 10_000 }, (_, index) => index),
  );
});

test('frames beyond 8 Mi characters in all are kept in part, and it is said', async ({ serve }) => {
  const long = randomBytes(300_000).toString('hex');
  const { page, tap, url } = await serve((socket) => {
    for (let index = 0; index < 30; index += 1) socket.send(long);
  });
  await open(page, url);
  await tap.until(() => tap.frames.length === 31, 60_000, 'the last of 30 long frames');
  expect(tap.frames.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(9_000_000);
  expect(tap.frames.at(-1)).toMatchObject({ length: 600_000 });
  expect(tap.limits).toEqual(['Frames beyond 8 Mi characters in all were kept in part only.']);
});

test('deflated frames are kept as the page reads them', async ({ serve }) => {
  const text = JSON.stringify({ type: 'tick', text: 'again '.repeat(1_000) });
  const { page, tap, url } = await serve((socket) => socket.send(text, { compress: true }));
  await open(page, url);
  const frame = await tap.until(
    () => tap.frames.find(({ direction }) => direction === 'received'),
    20_000,
    'the deflated frame',
  );
  expect(frame.text).toBe(text);
});

test('a frame that is no UTF-8 is an error of its socket, which the browser closes', async ({ serve }) => {
  const { page, tap, url } = await serve((_socket, raw) => raw.write(Buffer.from([0x81, 0x02, 0xc3, 0x28])));
  await open(page, url);
  const socket = await tap.until(
    () => tap.sockets.find(({ errors, close }) => errors.length > 0 && close),
    20_000,
    'the error of the socket',
  );
  expect(socket.errors.join()).toContain('UTF-8');
  expect(socket.close).toMatchObject({ code: 1006 });
});

test('each of a hundred sockets that a page opens is there, with its frames and its close', async ({ serve }) => {
  const { page, tap, url } = await serve((socket) => {
    socket.on('message', () => socket.close(1000, 'so long'));
  });
  await open(page, url, 100);
  await tap.until(() => tap.sockets.filter(({ close }) => close).length === 100, 60_000, 'the hundredth close');
  expect(new Set(tap.sockets.map(({ close }) => `${close?.code} ${close?.reason}`))).toEqual(new Set(['1000 so long']));
  expect(tap.sockets.map(({ frames }) => frames.map(({ text }) => text))).toEqual(
    Array.from({ length: 100 }, () => ['hello']),
  );
  await tap.settled();
  expect(tap.lost).toBe(0);
});

test('a server that does not answer a close leaves the socket without one, and the page can go', async ({ serve }) => {
  const { page, tap, url } = await serve((_socket, raw) => raw.pause());
  await page.evaluate(async (address) => {
    const socket = new WebSocket(address);
    await new Promise((resolve) => {
      socket.onopen = resolve;
    });
    socket.close();
  }, url);
  await page.close();
  const socket = await tap.until(() => tap.sockets[0], 5_000, 'the socket');
  expect(socket.close).toBeNull();
  expect(socket.closedAt).not.toBeNull();
});
