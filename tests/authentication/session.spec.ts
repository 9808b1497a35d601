import { expect, test } from '../../fixtures/index.ts';

const renewals = '/auth/refresh';

test.describe('A sign-in that lasts', { tag: ['@p1', '@P1-021'] }, () => {
  test('a reload and a second tab need no new sign-in', async ({ chatPage, openTab, wire, account }) => {
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

test.describe('A token that ended while nobody was there', { tag: ['@p1', '@P1-021', '@embedded'] }, () => {
  test.use({ arrives: 'signed out' });

  test('is renewed at the next visit', async ({ chatPage, loginPage, doors, forged, session, wire }) => {
    const ended = await forged('an expired token');
    await loginPage.goto();
    await expect(loginPage.wayIn).toBeVisible();
    await doors.keep({ token: ended, refresh: session.tokens.refresh! });
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await expect(await wire.socket()).toBeAuthenticatedAs(session.account);
    expect(wire.exchanges.of('POST', renewals).map(({ status }) => status)).toEqual([200]);
    expect(await doors.keptInsteadOf(ended)).toBe('another');
  });
});

test.describe('A token that ends in mid-session', { tag: ['@p1', '@P1-021'] }, () => {
  test('is renewed in time by the page itself', { tag: '@embedded' }, async ({ chatPage, doors, session, wire }) => {
    const { clock } = chatPage.page;
    await clock.install();
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await clock.fastForward('10:05');
    await expect
      .poll(() => doors.keptInsteadOf(session.tokens.access), {
        message: 'the page renews a token of 15 minutes after 10',
      })
      .toBe('another');
    await expect(chatPage.composer.field).toBeEditable();
    const refused = wire.exchanges.all.filter(({ status }) => status === 401);
    expect(
      refused.map(({ method, url }) => `${method} ${url}`),
      'calls that came too late',
    ).toEqual([]);
    expect(
      wire.sockets.map(({ socket }) => socket.close),
      'one socket, which stays',
    ).toEqual([null]);
  });

  test('is renewed when a call is refused, and the call is made again', async ({ page, chatPage, target, wire }) => {
    const calls = `${target.site.api}/api/threads?**`;
    // Lasts: where the last route ends while a request is being made, here the renewal, Playwright never tells of
    // that request.
    await page.route(calls, (route) => route.continue());
    await page.route(calls, (route) => route.fulfill({ status: 401, json: { detail: 'Token expired' } }), { times: 1 });
    await chatPage.goto();
    const answers = () => wire.exchanges.of('GET', '/api/threads').map(({ status }) => status);
    await expect.poll(answers, { message: 'the refused call is made again' }).toEqual([401, 200]);
    expect(wire.exchanges.of('POST', renewals).map(({ status }) => status)).toEqual([200]);
    await expect(chatPage.composer.field).toBeEditable();
  });

  test(
    'is renewed when the socket is closed for it, and nothing that was being written is lost',
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
    'is renewed once for two tabs that need it at the same time',
    { tag: '@embedded' },
    async ({ chatPage, openTab, server, wire }) => {
      const tab = await openTab();
      await Promise.all([chatPage.goto(), tab.goto()]);
      await expect(chatPage.connected).toBeVisible();
      await expect(tab.connected).toBeVisible();
      await server.hangUp(1008, 'Token expired');
      await expect.poll(() => wire.sockets.length, { message: 'each tab opens a new socket' }).toBe(4);
      await expect(chatPage.connected).toBeVisible();
      await expect(tab.connected).toBeVisible();
      expect(
        wire.exchanges.of('POST', renewals).map(({ status }) => status),
        'a refresh token can be used once',
      ).toEqual([200]);
    },
  );
});

test.describe('What is being written when the sign-in ends', { tag: '@embedded' }, () => {
  const draft = 'Could we save by';

  test.beforeEach(async ({ chatPage, server, loginPage }) => {
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await chatPage.composer.field.fill(draft);
    await server.hangUp(1008, 'Authentication failed');
    await expect(loginPage.wayIn).toBeVisible();
  });

  test('is there again when the person has signed in again', async ({ chatPage, session, doors }) => {
    await doors.keep({ token: session.tokens.access, refresh: session.tokens.refresh! });
    await chatPage.goto();
    await expect(chatPage.composer.field).toHaveValue(draft);
  });

  test('is not shown to another person who signs in', async ({ chatPage, signIns, doors }) => {
    const [grace] = await signIns('grace@example.com');
    await doors.keep({ token: grace!.tokens.access, refresh: grace!.tokens.refresh! });
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await expect(chatPage.composer.field).toHaveValue('');
  });
});

test(
  'who signs in as another person in one tab is that person in all',
  { tag: '@embedded' },
  async ({ chatPage, openTab, signIns, doors }) => {
    const tab = await openTab();
    await Promise.all([chatPage.goto(), tab.goto()]);
    await expect(chatPage.connected).toBeVisible();
    await expect(tab.connected).toBeVisible();
    const [grace] = await signIns('grace@example.com');
    await doors.keep({ token: grace!.tokens.access, refresh: grace!.tokens.refresh! });
    await expect(tab.header.userName).toHaveText('grace@example.com');
  },
);

test.describe('A sign-in that is over', () => {
  test.use({ arrives: 'signed out', tolerates: ['no-server-error'] });

  test('signing out in one tab signs out in all, and the token is worth nothing afterwards', async ({
    people,
    account,
    doors,
    loginPage,
  }) => {
    const [person] = await people(account.email);
    const { chatPage, tokens, wire } = person!;
    const tab = await person!.openTab();
    await Promise.all([chatPage.goto(), tab.goto()]);
    await expect(chatPage.connected).toBeVisible();
    await expect(tab.connected).toBeVisible();
    await chatPage.header.logoutButton.click();
    await expect(chatPage.page).toHaveURL(/\/login/);
    await expect(tab.page).toHaveURL(/\/login/);
    await expect
      .poll(() => wire.sockets.map(({ socket }) => socket.closedAt === null), { message: 'every socket is closed' })
      .not.toContain(true);
    await loginPage.goto();
    await expect(doors).toRefuse({ token: tokens.access });
  });

  test(
    'signing out leaves nothing in the browser of what was being written',
    { tag: '@embedded' },
    async ({ people, account }) => {
      const [person] = await people(account.email);
      const { chatPage, context } = person!;
      await chatPage.goto();
      await expect(chatPage.connected).toBeVisible();
      await chatPage.composer.field.fill('What does our secret plan cost?');
      await chatPage.header.logoutButton.click();
      await expect(chatPage.page).toHaveURL(/\/login/);
      const kept = JSON.stringify(await context.storageState());
      expect(kept.includes('secret plan'), 'the draft is kept').toBe(false);
    },
  );

  test('the back button shows nothing of the person who signed out', async ({ people, account }) => {
    const [person] = await people(account.email);
    const { chatPage, conversation } = person!;
    await chatPage.goto();
    const run = await conversation.ask('Which team spends most on tokens?');
    await expect(chatPage).toShowTheAnswerOf(run);
    await chatPage.header.logoutButton.click();
    await expect(chatPage.page).toHaveURL(/\/login/);
    await chatPage.page.goBack();
    await expect(chatPage.page).toHaveURL(/\/login/);
    await expect(chatPage.transcript.messages).toHaveCount(0);
    await expect(chatPage.composer.field).toBeHidden();
  });
});

test.describe('A deep link', { tag: '@dev-form' }, () => {
  test.use({ arrives: 'signed out' });

  test('opened while signed out leads to the sign-in, and after it to where it points', async ({
    enter,
    chatPage,
    loginPage,
    conversation,
  }) => {
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
    await chatPage.header.logoutButton.click();
    await expect(loginPage.quickDevLogin).toBeVisible();
    await chatPage.page.goto(link);
    await loginPage.quickDevLogin.click();
    await expect(chatPage.page).toHaveURL(link);
    await expect(chatPage.transcript.lastQuestion).toHaveText(question);
  });
});
