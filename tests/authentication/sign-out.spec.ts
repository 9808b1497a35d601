import { expect, source, test } from '../../fixtures/index.ts';

test.describe('sign-out', () => {
  test.use({ arrives: 'signed out', tolerates: ['no-server-error'] });

  test(
    'signing out in one tab signs out all tabs and invalidates the token',
    {
      annotation: [source('docs/contract/backend.md 2'), source('any person may expect that nobody else gets in')],
    },
    async ({ people, account, accessProbe, loginPage }) => {
      const [person] = await people(account.email);
      const { chatPage, tokens, wire } = person!;
      const tab = await person!.openTab();
      await Promise.all([chatPage.goto(), tab.goto()]);
      await expect(chatPage.connected).toBeVisible();
      await expect(tab.connected).toBeVisible();
      await person!.signOut();
      await expect(chatPage.page).toHaveURL(/\/login/);
      await expect(tab.page).toHaveURL(/\/login/);
      await expect
        .poll(() => wire.sockets.map(({ socket }) => socket.closedAt === null), { message: 'every socket is closed' })
        .not.toContain(true);
      await loginPage.goto();
      await expect(accessProbe).toRefuse({ token: tokens.access });
    },
  );

  test.describe('server that leaves the WebSockets open', { tag: '@embedded' }, () => {
    test.use({ stackOptions: { faults: [{ id: 'unchecked', what: 'socket-end' }] } });

    test('a tab notices that the person has signed out in another tab', async ({ people, account }) => {
      const [person] = await people(account.email);
      const { chatPage } = person!;
      const tab = await person!.openTab();
      await Promise.all([chatPage.goto(), tab.goto()]);
      await expect(chatPage.connected).toBeVisible();
      await expect(tab.connected).toBeVisible();
      await person!.signOut();
      await expect(tab.page).toHaveURL(/\/login/);
      await expect(tab.composer.field).toBeHidden();
      await expect(tab.alert).toHaveText('You signed out in another tab.');
    });
  });

  test('the address of the sign-out signs the person out', { tag: '@embedded' }, async ({ people, account }) => {
    const [person] = await people(account.email);
    const { chatPage } = person!;
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await chatPage.page.goto('/auth/logout');
    await expect(chatPage.page).toHaveURL(/\/login/);
    await expect(chatPage.header.userName).toBeHidden();
    await chatPage.goto();
    await expect(chatPage.page).toHaveURL(/\/login/);
  });

  test(
    'nothing of the person is shown while the auth service is asked to sign out, and no sign-in yet',
    { tag: '@embedded' },
    async ({ people, account, target }) => {
      const [person] = await people(account.email);
      const { chatPage } = person!;
      await chatPage.goto();
      await expect(chatPage.connected).toBeVisible();
      await chatPage.page.route(`${target.site.auth}/auth/logout`, () => {});
      await person!.signOut();
      await expect(chatPage.page.getByText('Verifying authentication...')).toBeVisible();
      await expect(chatPage.header.userName).toBeHidden();
      await expect(chatPage.composer.field).toBeHidden();
    },
  );

  test('signing out removes the draft from the browser', { tag: '@embedded' }, async ({ people, account }) => {
    const [person] = await people(account.email);
    const { chatPage, context } = person!;
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await chatPage.composer.field.fill('What does our secret plan cost?');
    await person!.signOut();
    await expect(chatPage.page).toHaveURL(/\/login/);
    const kept = JSON.stringify(await context.storageState());
    expect(kept.includes('secret plan'), 'the draft is kept').toBe(false);
  });

  test(
    'the back button shows no conversation after signing out',
    { annotation: source('any person may expect that nobody else gets in') },
    async ({ people, account }) => {
      const [person] = await people(account.email);
      const { chatPage, conversation } = person!;
      await chatPage.goto();
      const run = await conversation.ask('Which team spends most on tokens?');
      await expect(chatPage).toShowTheAnswerOf(run);
      await chatPage.reload();
      await expect(chatPage).toShowTheAnswerOf(run);
      await person!.signOut();
      await expect(chatPage.page).toHaveURL(/\/login/);
      await chatPage.page.goBack();
      await expect(chatPage.page).toHaveURL(/\/login/);
      await expect(chatPage.transcript.messages).toHaveCount(0);
      await expect(chatPage.composer.field).toBeHidden();
    },
  );
});
