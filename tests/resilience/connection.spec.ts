import { expect, source, test } from '../../fixtures/index.ts';

const question = 'How did we spend so much?';

test.describe('streaming answer', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { pace: 60 } });

  const closes = [
    { code: 1000, reason: 'Normal closure' },
    { code: 1001, reason: 'Going away' },
    { code: 1006, reason: '' },
    { code: 1008, reason: 'Token expired' },
    { code: 1011, reason: 'Processing error' },
  ];

  for (const { code, reason } of closes) {
    test(
      `a WebSocket closed with ${code} (${reason || 'no reason'}) is reopened, and the full answer is shown`,
      {
        tag: ['@p1', '@P1-020'],
      },
      async ({ chatPage, conversation, server, wire, threads }) => {
        await chatPage.goto();
        const run = await conversation.ask(question);
        const [first] = wire.sockets;
        await server.hangUp(code, reason);
        expect(run.end, 'the run goes on when the socket is closed').toBeNull();
        await expect.poll(() => first!.socket.close).toMatchObject({ code, reason });
        await expect.poll(() => wire.sockets.length, { message: 'sockets' }).toBe(2);
        await expect(chatPage.transcript.answers).toHaveCount(1);
        const [, answer] = await threads.texts(run.thread);
        await expect(chatPage.transcript.answers).toHaveText([answer!]);
        await expect(chatPage.composer.field).toBeEditable();
        await expect(chatPage.connected).toBeVisible();
      },
    );
  }

  test('an answer that was missed while another thread was open is shown on return', async ({
    chatPage,
    conversation,
    server,
    threads,
  }) => {
    const { connected, sidebar, transcript } = chatPage;
    await chatPage.goto();
    const run = await conversation.ask(question);
    await sidebar.newChat.click();
    await expect(transcript.messages).toHaveCount(0);
    await server.breakWith('F61');
    await server.hangUp(1006);
    expect(run.end, 'the run goes on when the connection breaks').toBeNull();
    const stored = () => threads.texts(run.thread);
    await expect.poll(stored, { message: 'the run ends while the page is not connected' }).toHaveLength(2);
    await server.heal();
    await expect(connected).toBeVisible();
    await sidebar.thread(run.thread).click();
    await expect(transcript.answers).toHaveText([(await stored())[1]!]);
  });

  test(
    'a run lost in a server restart shows an error, and sending the message again is answered',
    {
      tag: ['@p1', '@P1-020'],
    },
    async ({ chatPage, clock, conversation, server, wire }) => {
      const { transcript, composer, connected } = chatPage;
      await clock.install();
      await chatPage.goto();
      const run = await conversation.ask(question);
      await server.restart(300);
      expect(run.end, 'the run goes on when the server restarts').toBeNull();
      await expect
        .poll(() => wire.sockets.filter(({ socket }) => socket.status === 101).length, {
          message: 'sockets that were let in',
        })
        .toBe(2);
      await expect(connected).toBeVisible();
      await clock.fastForward('00:31');
      await expect(transcript.failure).toHaveText(/Nothing has been heard/);
      const again = await conversation.ask(question, () => transcript.tryAgain.click());
      await expect(again).toFollowAgentSequence();
      await expect(chatPage).toShowTheAnswerOf(again);
      await expect(composer.field).toBeEditable();
    },
  );
});

test('an idle connection is kept alive by a ping', { tag: '@embedded' }, async ({ chatPage, clock, wire }) => {
  await clock.install();
  await chatPage.goto();
  await expect(chatPage.connected).toBeVisible();
  await clock.fastForward('00:16');
  const pings = () =>
    wire.traffic.events.filter(({ type, frame }) => type === 'ping' && frame.direction === 'sent').length;
  await expect.poll(pings, { message: 'pings of the page' }).toBeGreaterThan(0);
});

test(
  'a connection that is lost now and again is back at once each time, and is kept alive, too',
  { tag: '@embedded', annotation: source('docs/contract/frontend.md 4') },
  async ({ chatPage, clock, server, wire }) => {
    await clock.install();
    await chatPage.goto();
    for (const losses of [0, 1, 2, 3, 4, 5]) {
      await expect.poll(() => wire.sockets.length, { message: 'sockets' }).toBe(losses + 1);
      await expect(chatPage.connected).toBeVisible();
      await clock.fastForward('00:16');
      const pings = () =>
        wire.sockets[losses]!.events.filter(({ type, frame }) => type === 'ping' && frame.direction === 'sent');
      await expect.poll(() => pings().length, { message: 'pings on the last socket' }).toBeGreaterThan(0);
      await server.hangUp(1011, 'Service restarts');
    }
    await expect.poll(() => wire.sockets.length, { message: 'sockets' }).toBe(7);
    const [lost, next] = wire.sockets.slice(-2).map(({ socket }) => socket);
    expect(next!.openedAt - lost!.closedAt!, 'milliseconds after which the page tried again').toBeLessThan(1_000);
  },
);

test(
  'a page that comes back with the back button, as it was left, is connected and answers',
  { tag: '@advice', annotation: source('any person may expect to go on') },
  async ({ chatPage, conversation }) => {
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await chatPage.page.evaluate(() => {
      for (const type of ['pagehide', 'pageshow']) dispatchEvent(new PageTransitionEvent(type, { persisted: true }));
    });
    await expect(chatPage.connected).toBeVisible();
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask(question));
  },
);

test(
  'a 1008 close other than "Token expired" leads to the sign-in page with a message',
  {
    tag: ['@embedded', '@critical-path', '@CP-005'],
  },
  async ({ chatPage, server, loginPage }) => {
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await server.hangUp(1008, 'Authentication failed');
    await expect(chatPage.page).toHaveURL(/\/login/);
    await expect(loginPage.problem).toHaveText(/Please sign in again/);
  },
);

test.describe('unanswered WebSocket upgrade', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { faults: [{ id: 'F10' }] } });

  test('a message sent while the page is still connecting waits in a queue and is not lost', async ({
    chatPage,
    conversation,
  }) => {
    await chatPage.goto();
    await chatPage.composer.send(question);
    await expect(chatPage.composer.queued).toHaveText(/Waiting for the connection/);
    await expect(chatPage.transcript.lastQuestion).toHaveText(question);
    await expect(chatPage.page.getByText('Connecting...', { exact: true })).toBeVisible();
    await conversation.stop();
    await expect(chatPage.composer.field).toHaveValue(question);
    expect(conversation.sent).toEqual([]);
  });
});

test.describe('slow WebSocket upgrade', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { faults: [{ id: 'F55', delay: 1000 }] } });

  test('a message written before the WebSocket is open is sent when it opens, and answered', async ({
    chatPage,
    conversation,
  }) => {
    await chatPage.goto();
    const run = await conversation.ask(question);
    await expect(conversation).toHaveSentOnce(question);
    await expect(chatPage).toShowTheAnswerOf(run);
  });
});
