import { expect, source, test } from '../../fixtures/index.ts';

const renewals = '/auth/refresh';

test.describe('signed-in session', { tag: ['@p1', '@P1-021'] }, () => {
  test('no new sign-in is needed after a reload or in a second tab', async ({ chatPage, openTab, wire, account }) => {
    await chatPage.goto();
    await expect(await wire.socket()).toBeAuthenticatedAs(account);
    await chatPage.reload();
    await expect(chatPage.connected).toBeVisible();
    const tab = await openTab();
    await tab.goto();
    await expect(tab.connected).toBeVisible();
    await expect(tab.composer.field).toBeEditable();
    await expect(await wire.socket()).toBeAuthenticatedAs(account);
  });
});

test(
  'the back button leads from the chat to the page before the sign-in page',
  { tag: '@advice', annotation: source('any person may expect to go on') },
  async ({ page, chatPage }) => {
    await page.goto('/no-such-page');
    await page.goto('/login');
    await expect(chatPage.composer.field).toBeEditable();
    await page.goBack();
    await expect(page).toHaveURL(/\/no-such-page$/);
  },
);

test.describe('token expiry between visits', { tag: ['@p1', '@P1-021', '@embedded'] }, () => {
  test.use({ arrives: 'signed out' });

  test('an expired token is renewed at the next visit', async ({
    chatPage,
    loginPage,
    storedTokens,
    forged,
    session,
    wire,
  }) => {
    const ended = await forged('an expired token');
    await loginPage.goto();
    await expect(loginPage.wayIn).toBeVisible();
    await storedTokens.store({ access: ended, refresh: session.tokens.refresh! });
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await expect(await wire.socket()).toBeAuthenticatedAs(session.account);
    expect(wire.exchanges.of('POST', renewals).map(({ status }) => status)).toEqual([200]);
    expect(await storedTokens.comparedWith(ended)).toBe('another');
  });
});

test.describe('token expiry during a session', { tag: ['@p1', '@P1-021'] }, () => {
  test(
    'the page renews a token before it expires',
    { tag: '@embedded' },
    async ({ chatPage, clock, storedTokens, session, wire }) => {
      await clock.install();
      await chatPage.goto();
      await expect(chatPage.connected).toBeVisible();
      await clock.fastForward('10:05');
      await expect
        .poll(() => storedTokens.comparedWith(session.tokens.access), {
          message: 'the page renews a token of 15 minutes after 10',
        })
        .toBe('another');
      await clock.runFor('00:05');
      await expect(chatPage.composer.field).toBeEditable();
      // The clock of the page is ahead of the server's from here on: the new token seems to be old.
      expect(wire.exchanges.of('POST', renewals), 'renewals').toHaveLength(1);
      const refused = wire.exchanges.all.filter(({ status }) => status === 401);
      expect(
        refused.map(({ method, url }) => `${method} ${url}`),
        'calls that came too late',
      ).toEqual([]);
      expect(
        wire.sockets.map(({ socket }) => socket.close),
        'one socket, which stays',
      ).toEqual([null]);
    },
  );

  test(
    'a page whose token cannot be renewed in time stays at work, throws no error, and renews it later',
    { tag: '@embedded' },
    async ({ chatPage, clock, conversation, server, wire }) => {
      await clock.install();
      await chatPage.goto();
      await expect(chatPage.connected).toBeVisible();
      await server.breakWith('F36');
      await clock.fastForward('10:05');
      const failures = () => wire.exchanges.of('POST', renewals).map(({ failure }) => failure);
      await expect.poll(failures, { message: 'a renewal that fails' }).toEqual([expect.any(String)]);
      await server.heal();
      await expect(chatPage).toShowTheAnswerOf(await conversation.ask('What does our search index cost?'));
      await server.hangUp(1008, 'Token expired');
      const statuses = () => wire.exchanges.of('POST', renewals).map(({ status }) => status);
      await expect.poll(statuses, { message: 'a renewal that works' }).toEqual([null, 200]);
      await expect(chatPage.connected).toBeVisible();
    },
  );

  test('a call refused with 401 renews the token and is repeated', async ({ refuseOnce, chatPage, target, wire }) => {
    const calls = `${target.site.api}/api/threads?**`;
    await refuseOnce(calls);
    await chatPage.goto();
    const answers = () => wire.exchanges.of('GET', '/api/threads').map(({ status }) => status);
    await expect.poll(answers, { message: 'the refused call is made again' }).toEqual([401, 200]);
    expect(wire.exchanges.of('POST', renewals).map(({ status }) => status)).toEqual([200]);
    await expect(chatPage.composer.field).toBeEditable();
  });

  test(
    'a WebSocket closed with "Token expired" renews the token and keeps the draft',
    { tag: '@embedded' },
    async ({ chatPage, server, wire, account, conversation }) => {
      await chatPage.goto();
      await expect(chatPage.connected).toBeVisible();
      await chatPage.composer.field.fill('What does our search');
      await server.hangUp(1008, 'Token expired');
      await expect.poll(() => wire.sockets.length, { message: 'a new socket is opened' }).toBe(2);
      await expect(await wire.socket()).toBeAuthenticatedAs(account);
      expect(wire.exchanges.of('POST', renewals).map(({ status }) => status)).toEqual([200]);
      await expect(chatPage.composer.field).toHaveValue('What does our search');
      const run = await conversation.ask('What does our search index cost?');
      await expect(chatPage).toShowTheAnswerOf(run);
    },
  );

  test(
    'two tabs that need a new token at the same time renew it once, and stay as they are',
    { tag: '@embedded' },
    async ({ chatPage, openTab, server, wire }) => {
      const tab = await openTab();
      await Promise.all([chatPage.goto(), tab.goto()]);
      await expect(chatPage.connected).toBeVisible();
      await expect(tab.connected).toBeVisible();
      const fields = [chatPage.sidebar.search, tab.sidebar.search];
      for (const field of fields) await field.fill('what is written in no storage');
      await server.hangUp(1008, 'Token expired');
      await expect.poll(() => wire.sockets.length, { message: 'each tab opens a new socket' }).toBe(4);
      await expect(chatPage.connected).toBeVisible();
      await expect(tab.connected).toBeVisible();
      expect(
        wire.exchanges.of('POST', renewals).map(({ status }) => status),
        'a refresh token can be used once',
      ).toEqual([200]);
      for (const field of fields) await expect(field).toHaveValue('what is written in no storage');
    },
  );
});

test.describe('draft at the end of a session', { tag: '@embedded' }, () => {
  const draft = 'Could we save by';

  test.beforeEach(async ({ chatPage, server, loginPage }) => {
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await chatPage.composer.field.fill(draft);
    await server.hangUp(1008, 'Authentication failed');
    await expect(loginPage.wayIn).toBeVisible();
  });

  test('a draft is restored when the person signs in again after the session ended', async ({
    chatPage,
    session,
    storedTokens,
  }) => {
    await storedTokens.store(session.tokens);
    await chatPage.goto();
    await expect(chatPage.composer.field).toHaveValue(draft);
  });

  test('a draft is not shown to another person who signs in', async ({ chatPage, sessionsOf, storedTokens }) => {
    const [grace] = await sessionsOf('grace@example.com');
    await storedTokens.store(grace!.tokens);
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await expect(chatPage.composer.field).toHaveValue('');
  });
});

test(
  'a sign-in after the session ended leads back to the thread that was open',
  { tag: '@embedded' },
  async ({ chatPage, server, loginPage, session, storedTokens, threads }) => {
    const { id } = await threads.create('Budget', ['What did we spend?']);
    await threads.create('The first of the list');
    await chatPage.goto(id);
    await expect(chatPage.connected).toBeVisible();
    await server.hangUp(1008, 'Authentication failed');
    await expect(loginPage.wayIn).toBeVisible();
    await storedTokens.store(session.tokens);
    await chatPage.reload();
    await expect(chatPage.page).toHaveURL(new RegExp(`/chat/${id}$`));
    await expect(chatPage.transcript.questions).toHaveText(['What did we spend?']);
  },
);

test(
  'signing in as another person in one tab switches all tabs to that person',
  { tag: '@embedded' },
  async ({ chatPage, openTab, sessionsOf, storedTokens }) => {
    const tab = await openTab();
    await Promise.all([chatPage.goto(), tab.goto()]);
    await expect(chatPage.connected).toBeVisible();
    await expect(tab.connected).toBeVisible();
    const [grace] = await sessionsOf('grace@example.com');
    await storedTokens.store(grace!.tokens);
    await expect(tab.header.userName).toHaveText('grace@example.com');
  },
);

test.describe('deep link while signed out', () => {
  test.use({ arrives: 'signed out' });

  test(
    'a deep link opened while signed out leads to the sign-in page, and shows nothing of the thread',
    {
      annotation: [source('docs/contract/frontend.md 1'), source('any person may expect that nobody else gets in')],
    },
    async ({ threads, chatPage, loginPage }) => {
      const { id } = await threads.create('Budget', ['What is the secret plan?']);
      await chatPage.goto(id);
      await expect(loginPage.wayIn).toBeVisible();
      await expect(chatPage.transcript.messages).toHaveCount(0);
      await expect(chatPage.page.getByText('secret plan')).toHaveCount(0);
    },
  );

  test(
    'a sign-in after a deep link leads to the linked thread',
    { tag: ['@advice', '@dev-form'], annotation: source('any person may expect to lose nothing') },
    async ({ enter, chatPage, loginPage, signOut, conversation }) => {
      const question = 'What would smaller batches save?';
      await enter();
      await expect(chatPage.composer.field).toBeEditable();
      const run = await conversation.ask(question);
      await expect(chatPage).toShowTheAnswerOf(run);
      await expect(chatPage.page).toHaveURL(/\/chat\/.+/);
      const link = chatPage.page.url();
      await chatPage.sidebar.newChat.click();
      await expect(chatPage.transcript.messages).toHaveCount(0);
      await conversation.ask('And larger ones?');
      await expect(chatPage.page, 'another thread is the newest now').not.toHaveURL(link);
      await signOut();
      await expect(loginPage.quickDevLogin).toBeVisible();
      await chatPage.page.goto(link);
      await expect(loginPage.quickDevLogin).toBeVisible();
      await loginPage.quickDevLogin.click();
      await expect(chatPage.page).toHaveURL(link);
      await expect(chatPage.transcript.lastQuestion).toHaveText(question);
    },
  );
});
