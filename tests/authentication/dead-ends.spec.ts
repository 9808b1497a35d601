import { expect, source, test } from '../../fixtures/index.ts';

test.describe('signed out', () => {
  test.use({ arrives: 'signed out', tolerates: ['no-server-error'] });

  for (const address of [
    '/auth/callback?message=The+account+is+closed',
    '/auth/callback?error=access_denied&error_description=The+account+is+closed',
    '/auth/error?error=access_denied&error_description=The+account+is+closed',
  ]) {
    test(
      `a sign-in that failed says why and lets the person try again: ${address}`,
      { tag: '@embedded' },
      async ({ page, loginPage }) => {
        await page.goto(address);
        await expect(page.getByText('The account is closed')).toBeVisible();
        await expect(loginPage.wayIn).toBeEnabled();
      },
    );
  }

  test(
    'a return from the sign-in without a token shows an error',
    { tag: '@embedded' },
    async ({ page, loginPage }) => {
      await page.goto('/auth/callback');
      await expect(loginPage.problem).toHaveText('No token received from the sign-in service.');
      await expect(loginPage.wayIn).toBeEnabled();
    },
  );

  test(
    'an expired token whose renewal is refused is deleted, and the sign-in page is shown',
    { tag: '@embedded', annotation: source('docs/contract/frontend.md 2.3') },
    async ({ loginPage, chatPage, storedTokens, forged, wire }) => {
      const ended = await forged('an expired token');
      await loginPage.goto();
      await expect(loginPage.wayIn).toBeVisible();
      await storedTokens.store({ access: ended, refresh: ended });
      await chatPage.goto();
      await expect(loginPage.problem).toHaveText('Your session has ended. Please sign in again.');
      expect(wire.exchanges.of('POST', '/auth/refresh').map(({ status }) => status)).toEqual([401]);
      expect(await storedTokens.comparedWith(ended)).toBe('none');
    },
  );
});

test.describe('auth service that is down', { tag: '@embedded' }, () => {
  test.use({ tolerates: ['no-server-error'] });

  test('a person who is signed in sees an error while the auth service is down, and gets in with a second try', async ({
    chatPage,
    server,
    page,
  }) => {
    await server.breakWith('F36');
    await chatPage.goto();
    await expect(page.getByRole('heading', { name: 'We cannot reach Netra' })).toBeVisible();
    await expect(chatPage.alert).toHaveText(/\S/);
    await server.heal();
    await page.getByRole('button', { name: 'Try Again' }).click();
    await expect(chatPage.connected).toBeVisible();
  });

  for (const [address, text] of [
    ['/chat', 'Verifying authentication...'],
    ['/login', 'Loading...'],
  ] as const) {
    test(`the page says "${text}" at ${address} while it asks the auth service again`, async ({
      chatPage,
      page,
      server,
      target,
    }) => {
      await server.breakWith('F36');
      await page.goto(address);
      await expect(chatPage.alert).toHaveText(/\S/);
      await page.route(`${target.site.auth}/**`, () => {});
      await page.getByRole('button', { name: 'Try Again' }).click();
      await expect(page.getByRole('status')).toHaveText(text);
      await expect(chatPage.alert).toBeHidden();
    });
  }
});

test(
  'an address that does not exist shows an error',
  { tag: '@read-only', annotation: source('any person may expect to see') },
  async ({ page }) => {
    const answer = await page.goto('/no-such-page');
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole('heading', { name: /not found|404/i })).not.toHaveCount(0);
  },
);

test('an address that does not exist leads back to the chat', { tag: '@embedded' }, async ({ page, chatPage }) => {
  await page.goto('/no-such-page');
  await page.getByRole('link', { name: 'Go to Chat' }).click();
  await expect(chatPage.connected).toBeVisible();
});

test(
  'an address with a slash at its end is the one without, and one that is not encoded rightly is none',
  {
    tag: '@embedded',
  },
  async ({ page, chatPage, threads }) => {
    const { id } = await threads.create('Budget', ['What did we spend?']);
    await page.goto(`/chat/${id}/`);
    await expect(chatPage.transcript.questions).toHaveText(['What did we spend?']);
    await page.goto('/login/');
    await expect(chatPage.composer.field).toBeEditable();
    await page.goto('/chat/%E0%A4%A');
    await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
  },
);
