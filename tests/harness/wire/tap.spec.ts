import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { WebSocketServer } from 'ws';
import { budgets } from '../../../config/budgets.ts';
import { faultsAtTheEnd } from '../../../fixtures/end-of-test.ts';
import { PageErrors } from '../../../fixtures/page-errors.ts';
import type { Watched } from '../../../fixtures/watch.ts';
import { Wire } from '../../../fixtures/wire.ts';
import { Exchanges } from '../../../lib/wire/exchanges.ts';
import { describeUrl } from '../../../lib/wire/socket.ts';
import { Tap } from '../../../lib/wire/tap.ts';
import { claims, mint } from '../support/wire-client.ts';
import { expect, test as base } from '../support/embedded.ts';

interface Wired {
  /**
   * A server that answers `hello` with `welcome`, sends `n` numbered frames for `burst n`, and closes with 4001 for
   * `bye`.
   */
  url: string;
  open: (page: Page, url: string, offer?: string[]) => Promise<void>;
}

const test = base.extend<Wired>({
  url: async ({}, use) => {
    const site = createServer((_request, response) =>
      response.setHeader('content-type', 'text/html').end('<title>A page</title>'),
    );
    const server = new WebSocketServer({ server: site, handleProtocols: (offer) => [...offer][0] ?? false });
    server.on('connection', (socket) =>
      socket.on('message', (data) => {
        const [word, count = '0'] = String(data).split(' ');
        if (word === 'hello') socket.send('welcome');
        if (word === 'bye') socket.close(4001, 'so long');
        if (word === 'bytes') socket.send(Buffer.from([1, 2, 3]));
        for (let index = 1; index <= Number(count); index += 1) socket.send(`frame ${index}`);
      }),
    );
    await once(site.listen(0, '127.0.0.1'), 'listening');
    await use(`ws://localhost:${(site.address() as AddressInfo).port}/`);
    for (const client of server.clients) client.terminate();
    site.closeAllConnections();
    site.close();
  },
  open: async ({ url: site }, use) => {
    await use(async (page, url, offer = []) => {
      await page.goto(site.replace('ws:', 'http:'));
      await reopen(page, url, offer);
    });
  },
});

/** What a page lets pass before it tries to connect again. */
function retryPause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 500);
  });
}

/** Opens a socket from the page as it is; resolves when it is open or closed. */
function reopen(page: Page, url: string, offer: string[] = []): Promise<void> {
  return page.evaluate(
    (asked) => {
      const socket = new WebSocket(asked.url, asked.offer);
      Object.assign(window, { socket });
      return new Promise<void>((resolve) => {
        socket.onopen = () => resolve();
        socket.onclose = () => resolve();
      });
    },
    { url, offer },
  );
}

/**
 * Opens a socket, and the moment it is open another one, whose handshake starts only when the page has stopped
 * computing.
 */
async function reopenTwiceAndStall(url: string): Promise<void> {
  const opened = (socket: WebSocket) =>
    new Promise<void>((resolve) => {
      socket.onopen = () => resolve();
    });
  await opened(new WebSocket(url));
  const socket = new WebSocket(url);
  Object.assign(window, { socket });
  for (const from = performance.now(); performance.now() - from < 300;);
  await opened(socket);
}

const say = (page: Page, words: string) =>
  page.evaluate((text) => (window as unknown as { socket: WebSocket }).socket.send(text), words);

test.describe('WebSocket tap', () => {
  test("the tap receives every frame of a burst, in order and by the browser's clock", async ({
    context,
    page,
    url,
    open,
  }) => {
    test.setTimeout(120_000);
    const tap = await Tap.on(context);
    await tap.listenTo(page);
    await open(page, url);
    await say(page, 'burst 100000');
    await tap.until(() => tap.frames.length === 100_001, 60_000, 'the 100,000 frames of the burst');
    expect(tap.frames.map(({ text }) => text)).toEqual([
      'burst 100000',
      ...Array.from({ length: 100_000 }, (_, index) => `frame ${index + 1}`),
    ]);
    await expect.poll(() => tap.announced).toEqual([{ page: 1, first: 'burst 100000', frames: 100_001 }]);
    const times = tap.frames.map(({ time }) => time);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(Math.abs(times[0]! - Date.now())).toBeLessThan(60_000);
  });

  test('the tap records the handshake, hides the token, and reports how the socket closed', async ({
    context,
    page,
    url,
    open,
  }) => {
    const tap = await Tap.on(context);
    await tap.listenTo(page);
    const token = await mint('a key that nobody needs to know', {
      ...claims(),
      sub: 'user-7',
      email: 'seven@example.com',
    });
    await open(page, `${url}?ticket=abc123`, ['jwt-auth', `jwt.${Buffer.from(token).toString('base64url')}`]);
    await say(page, 'bye');
    await tap.until(() => tap.sockets[0]?.close, 10_000, 'the close of the socket');
    expect(tap.sockets[0]).toMatchObject({
      url: `${url}?ticket=<secret>`,
      offered: ['jwt-auth', 'jwt.<token>'],
      chosen: 'jwt-auth',
      status: 101,
      clock: 'browser',
      errors: [],
      credential: { by: 'subprotocol', sub: 'user-7', email: 'seven@example.com' },
      close: { code: 4001, reason: 'so long', clean: true },
    });
    const { openedAt, answeredAt, closedAt } = tap.sockets[0]!;
    expect([openedAt, answeredAt, closedAt], 'asked for, answered and closed, in this order').toEqual(
      [openedAt, answeredAt, closedAt].map(Number).toSorted((a, b) => a - b),
    );
    expect(answeredAt).not.toBeNull();
    expect(JSON.stringify(tap.sockets)).not.toContain(Buffer.from(token).toString('base64url').slice(0, 20));
  });

  for (const name of ['ticket', 'auth_ticket', 'ticket_id', 'token']) {
    test(`the tap hides what follows ${name}= in an address`, () => {
      expect(describeUrl(`ws://x/ws?${name}=abc123&page=2`)).toBe(`ws://x/ws?${name}=<secret>&page=2`);
    });
  }

  test('the tap reports the status of a refused upgrade', async ({ context, page, stack, open }) => {
    const tap = await Tap.on(context);
    await tap.listenTo(page);
    await open(page, stack.wsUrl, ['nobody-knows-this']);
    await tap.until(() => tap.sockets[0]?.close && tap.sockets[0].status, 10_000, 'the close of the socket');
    expect(tap.sockets[0]).toMatchObject({ status: 403, chosen: null, close: { code: 1006, clean: false } });
    expect(tap.sockets[0]!.errors.join()).toContain('403');
  });

  test('the tap keeps the sockets of two pages apart, and keeps what came before a page closed', async ({
    context,
    page,
    url,
    open,
  }) => {
    const tap = await Tap.on(context);
    const other = await context.newPage();
    await Promise.all([tap.listenTo(page), tap.listenTo(other)]);
    await open(page, url);
    await open(other, url);
    await say(page, 'hello');
    await tap.until(() => tap.frames.length === 2, 10_000, 'the welcome');
    await open(page, url);
    await say(page, 'hello');
    await tap.until(() => tap.frames.length === 4, 10_000, 'the second welcome');
    expect(tap.sockets.map(({ page: number, frames }) => [number, frames.length])).toEqual([
      [1, 2],
      [2, 0],
      [1, 2],
    ]);
    expect(tap.sockets[0]!.closedAt).not.toBeNull();
  });

  test('the tap keeps binary frames as base64', async ({ context, page, url, open }) => {
    const tap = await Tap.on(context);
    await tap.listenTo(page);
    await open(page, url);
    await say(page, 'bytes');
    await tap.until(() => tap.frames.length === 2, 10_000, 'the bytes');
    expect(tap.frames[1]).toMatchObject({ binary: true, text: Buffer.from([1, 2, 3]).toString('base64') });
  });

  test('the tap receives frames without the DevTools protocol, too, and reports what it cannot see', async ({
    context,
    page,
    url,
    open,
  }) => {
    const tap = await Tap.on(context, false);
    await tap.listenTo(page);
    await open(page, url, ['jwt-auth']);
    await say(page, 'bye');
    await tap.until(() => tap.sockets[0]?.close, 10_000, 'the close of the socket');
    expect(tap.frames.map(({ text }) => text)).toEqual(['bye']);
    expect(tap.sockets[0]).toMatchObject({ clock: 'runner', status: null, close: { code: 4001 } });
    expect(tap.limits).toEqual([expect.stringContaining('this browser does not expose them')]);
  });

  test('the end of an attempt that never connected is not taken for the end of another socket', async ({
    context,
    page,
    url,
    open,
  }) => {
    const tap = await Tap.on(context);
    await tap.listenTo(page);
    await open(page, url);
    await say(page, 'bye');
    await tap.until(() => tap.sockets[0]?.close, 10_000, 'the close of the socket');
    await context.setOffline(true);
    await reopen(page, url);
    await context.setOffline(false);
    await page.evaluate(retryPause);
    await reopen(page, url);
    await say(page, 'hello');
    await tap.until(() => tap.frames.at(-1)?.text === 'welcome', 10_000, 'the welcome');
    expect(tap.sockets.map(({ close }) => close?.code)).toEqual([4001, undefined]);
  });

  test('the end of a socket that a busy page never connected is not taken for the end of an earlier socket', async ({
    context,
    page,
    url,
    open,
  }) => {
    const tap = await Tap.on(context);
    await tap.listenTo(page);
    await open(page, url);
    await page.evaluate(reopenTwiceAndStall, url);
    await say(page, 'bye');
    await tap.until(() => tap.sockets.some(({ close }) => close), 10_000, 'the close of the socket');
    expect(tap.sockets.map(({ close }) => close?.code)).toEqual([undefined, undefined, 4001]);
  });

  test('the tap tells a socket that the page closed from one that the server closed', async ({
    context,
    page,
    url,
    open,
  }) => {
    const tap = await Tap.on(context);
    await open(page, url);
    await page.evaluate(() => (window as unknown as { socket: WebSocket }).socket.close(4000, 'done'));
    await reopen(page, url);
    await say(page, 'bye');
    await tap.until(() => tap.sockets[1]?.close, 10_000, 'the close of the socket');
    expect(tap.sockets.map(({ close }) => close?.byPage)).toEqual([true, undefined]);
  });

  test('the tap knows when a socket closed on a page whose clock a test controls', async ({
    context,
    page,
    url,
    open,
  }) => {
    const tap = await Tap.on(context);
    await tap.listenTo(page);
    await page.clock.install();
    await open(page, url);
    await page.clock.fastForward('00:31');
    await reopen(page, url);
    await say(page, 'bye');
    await tap.until(() => tap.sockets[1]?.close, 10_000, 'the close of the socket');
    expect(tap.sockets.map(({ close }) => close?.code)).toEqual([undefined, 4001]);
  });

  test('the tap waits for a frame that Playwright has announced and it has yet to receive', async ({
    context,
    page,
    url,
    open,
  }) => {
    const tap = await Tap.on(context);
    await tap.listenTo(page);
    await open(page, url);
    await say(page, 'hello');
    await expect.poll(() => [tap.announced[0]?.frames, tap.frames.length]).toEqual([2, 2]);
    const late = tap.frames.pop()!;
    tap.sockets[0]!.frames.pop();
    setTimeout(() => tap.frame(tap.sockets[0]!, late), 50);
    await tap.settled();
    expect(tap.frames.map(({ text }) => text)).toEqual(['hello', 'welcome']);
  });

  test('the tap reports a lost frame of an open document, and none of a document that closed too early', async ({
    context,
    page,
    url,
    open,
  }) => {
    const tap = await Tap.on(context);
    await tap.listenTo(page);
    await open(page, url);
    await say(page, 'hello');
    await expect.poll(() => tap.announced[0]?.frames).toBe(2);
    tap.announced[0]!.frames += 1;
    await tap.settled();
    expect(tap.lost).toBe(1);
    await open(page, url);
    await say(page, 'hello');
    await expect.poll(() => [tap.announced[1]?.frames, tap.sockets[1]?.frames.length]).toEqual([2, 2]);
    await tap.settled();
    expect(tap.lost).toBe(0);
    tap.announced[1]!.frames += 1;
    await tap.settled();
    expect(tap.lost).toBe(1);
  });

  test('a test fails when the tap loses a frame', async ({ context }) => {
    const tap = await Tap.on(context);
    tap.announced.push({ page: 1, first: 'never heard', frames: 1 });
    await tap.settled();
    const wire = new Wire(tap, Exchanges.on(context), budgets.local);
    const watched = {
      wire,
      conversations: [],
      lastFindings: [],
      told: { states: [], texts: [] },
      pageErrors: new PageErrors(),
      target: { budgets: budgets.local, site: { web: 'http://localhost:3000', api: '', auth: '', ws: '' } },
      account: { id: 'nobody' },
    } as unknown as Watched;
    expect(faultsAtTheEnd(watched)).toEqual(['The tap missed 1 of the frames that the browser reported.']);
  });

  test('a timeout of the tap names what was awaited and the budget', async ({ context }) => {
    const tap = await Tap.on(context);
    await expect(tap.until(() => false, 20, 'a WebSocket to open')).rejects.toThrow(
      'Timed out after 20 ms waiting for a WebSocket to open.',
    );
  });
});
