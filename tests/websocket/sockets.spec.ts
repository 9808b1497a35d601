import { expect, source, test } from '../../fixtures/index.ts';

test.describe('idle connection', () => {
  test.use({ stackOptions: { heartbeat: 300 } });

  test(
    'an idle WebSocket is welcomed and stays open from heartbeat to heartbeat',
    {
      tag: ['@p1', '@P1-001', '@websocket-events', '@WS-002'],
    },
    async ({ chatPage, wire, account, target }) => {
      await chatPage.goto();
      const observed = await wire.socket();
      await expect(observed).toBeAuthenticatedAs(account);
      expect(observed.events[0]).toMatchObject({
        kind: 'welcome',
        fields: { connection_id: expect.stringMatching(/\S/) },
      });
      const heartbeats = () => observed.events.filter(({ type }) => type === 'heartbeat').length;
      await wire.tap.until(() => heartbeats() >= 4, 8 * target.budgets.silence, 'the fourth heartbeat');
      expect(observed.socket.close).toBeNull();
      await expect(chatPage.connected).toBeVisible();
    },
  );

  test(
    'a client that only listens, and answers no heartbeat, stays connected',
    { annotation: source('docs/contract/backend.md 3.6') },
    async ({ openSocket, session, target }) => {
      const socket = await openSocket({ token: session.tokens.access });
      const heartbeats = () => socket.heard.filter((text) => /"type":\s*"heartbeat"/.test(text)).length;
      await expect
        .poll(() => socket.close ?? Math.min(heartbeats(), 5), {
          message: 'the fifth heartbeat',
          timeout: 10 * target.budgets.silence,
        })
        .toBe(5);
    },
  );
});

test(
  'several tabs of one person each have a connection of their own',
  {
    tag: ['@p1', '@P1-004'],
  },
  async ({ openTab, wire, account }) => {
    const tabs = await Promise.all([1, 2, 3].map(() => openTab()));
    await Promise.all(tabs.map((tab) => tab.goto()));
    for (const tab of tabs) await expect(tab.connected).toBeVisible();
    expect(wire.sockets).toHaveLength(tabs.length);
    for (const observed of wire.sockets) await expect(observed).toBeAuthenticatedAs(account);
    const ids = wire.traffic.events
      .filter(({ kind }) => kind === 'welcome')
      .map(({ fields }) => fields['connection_id']);
    expect(new Set(ids).size, 'connection ids').toBe(tabs.length);
  },
);

test.describe('several people at once', { tag: '@embedded' }, () => {
  test.use({ arrives: 'signed out' });

  test(
    'seven people connecting at once are each welcomed with their own user id within the time budget',
    {
      tag: ['@p1', '@P1-004', '@websocket-events', '@WS-005'],
    },
    async ({ sessionsOf, accessProbe, loginPage }) => {
      await loginPage.goto();
      await expect(loginPage.wayIn).toBeVisible();
      const everybody = await sessionsOf(
        ...['ann', 'ben', 'cat', 'dan', 'eve', 'fay', 'gus'].map((name) => `${name}@example.com`),
      );
      const attempts = await Promise.all(everybody.map(({ tokens }) => accessProbe.socket({ token: tokens.access })));
      expect(
        attempts.map(({ welcomed }) => welcomed),
        'who was welcomed',
      ).toEqual(everybody.map(() => true));
      const welcomes = attempts.map(
        ({ received }) => JSON.parse(received[0]!).data as { user_id: string; connection_id: string },
      );
      expect(welcomes.map(({ user_id }) => user_id)).toEqual(everybody.map(({ account }) => `${account.id}...`));
      expect(new Set(welcomes.map(({ connection_id }) => connection_id)).size, 'connection ids').toBe(everybody.length);
    },
  );
});

test.describe('without the page', () => {
  test.use({ arrives: 'signed out' });

  test(
    'twelve WebSockets of one person are open at the same time',
    { tag: '@advice', annotation: [source('docs/contract/backend.md 3.6'), source('any person may expect to go on')] },
    async ({ session, openSocket }) => {
      const sockets: Awaited<ReturnType<typeof openSocket>>[] = [];
      for (let count = 1; count <= 12; count += 1) sockets.push(await openSocket({ token: session.tokens.access }));
      await Promise.all(sockets.map((socket) => socket.say({ type: 'ping', timestamp: Date.now() })));
      const fates = sockets.map(({ close, heard }) => ({ close, welcomed: heard.length > 0 }));
      expect(fates).toEqual(sockets.map(() => ({ close: null, welcomed: true })));
    },
  );

  test(
    'two messages sent at the same moment are answered by two runs, each with an id of its own',
    { annotation: source('docs/contract/backend.md 4.4') },
    async ({ session, openSocket, threads, target }) => {
      const made = [await threads.create('Budget'), await threads.create('Models')];
      const socket = await openSocket({ token: session.tokens.access });
      for (const { id } of made) {
        const payload = { user_request: 'Which team waits?', thread_id: id, context: {}, settings: {} };
        socket.send({ type: 'start_agent', payload });
      }
      const ids = () =>
        socket.heard
          .filter((text) => /"type":\s*"agent_started"/.test(text))
          .map((text) => /"run_id":\s*"([^"]+)"/.exec(text)?.[1]);
      await expect
        .poll(() => new Set(ids()).size, { message: 'ids of runs', timeout: target.budgets.firstEvent })
        .toBe(2);
    },
  );
});
