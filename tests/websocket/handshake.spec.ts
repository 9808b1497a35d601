import { expect, source, test } from '../../fixtures/index.ts';

test(
  'the page opens one WebSocket with its own credential and is welcomed',
  {
    tag: ['@read-only', '@p1', '@P1-001', '@websocket-events', '@WS-002', '@golden-path', '@GP-002'],
  },
  async ({ chatPage, wire, account, target }) => {
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    const observed = await wire.socket();
    await expect(observed).toBeAuthenticatedAs(account);
    expect(observed.socket.url.split('?')[0]).toBe(`${target.site.ws}/ws`);
    expect(observed.socket).toMatchObject({
      status: 101,
      credential: { by: expect.stringMatching(/^(subprotocol|ticket)$/) },
      origin: target.site.web,
      close: null,
      errors: [],
    });
    expect(wire.sockets, 'one page keeps one socket').toHaveLength(1);
  },
);

test('the page offers jwt-auth and then its token', { tag: '@embedded' }, async ({ chatPage, wire }) => {
  await chatPage.goto();
  await expect(chatPage.connected).toBeVisible();
  const { socket } = await wire.socket();
  expect(socket.offered).toEqual(['jwt-auth', 'jwt.<token>']);
});

test(
  'a reload closes the WebSocket and opens a new one',
  { tag: '@read-only', annotation: source('docs/contract/failures.md 8.1, F51') },
  async ({ chatPage, wire, account }) => {
    await chatPage.goto();
    const first = await wire.socket();
    await expect(first).toBeAuthenticatedAs(account);
    await chatPage.reload();
    await expect(chatPage.connected).toBeVisible();
    await expect.poll(() => wire.sockets.length, { message: 'one socket before the reload and one after it' }).toBe(2);
    await expect(await wire.socket()).toBeAuthenticatedAs(account);
    await expect.poll(() => first.socket.closedAt, { message: 'the first socket is closed' }).not.toBeNull();
  },
);
