import { expect, test } from '../../fixtures/index.ts';

test.use({ arrives: 'signed out' });

test.describe('with the development form', { tag: '@dev-form' }, () => {
  test('the quick button signs the person in', async ({ loginPage, chatPage, wire, account }) => {
    await loginPage.goto();
    await loginPage.quickDevLogin.click();
    await expect(chatPage.composer.field).toBeEditable();
    await expect(chatPage.page).toHaveURL(/\/chat/);
    await expect(await wire.socket()).toBeAuthenticatedAs(account);
  });

  test('e-mail and password sign the person in', async ({ loginPage, chatPage, wire, account }) => {
    await loginPage.goto();
    await loginPage.signInAs(account.email, 'dev');
    await expect(chatPage.composer.field).toBeEditable();
    await expect(await wire.socket()).toBeAuthenticatedAs(account);
  });
});

test.describe('with the identity provider', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { developmentMode: false } });

  test('the round trip over the consent page signs the person in', async ({
    loginPage,
    consentPage,
    chatPage,
    wire,
  }) => {
    await loginPage.goto();
    await loginPage.accessBeta.click();
    await consentPage.email.fill('grace@example.com');
    await consentPage.allow.click();
    await expect(chatPage.composer.field).toBeEditable();
    await expect(chatPage.page).toHaveURL(/\/chat$/);
    await expect(await wire.socket()).toBeAuthenticatedAs({ email: 'grace@example.com' });
  });

  test('a refusal with which the identity provider sends the person back is told at the sign-in', async ({
    page,
    loginPage,
  }) => {
    await page.goto('/auth/callback?error=access_denied&error_description=You+did+not+allow+access');
    await expect(page).toHaveURL(/\/login/);
    await expect(loginPage.problem).toHaveText('You did not allow access');
    await expect(loginPage.accessBeta).toBeEnabled();
  });
});

test(
  'a token in the address signs the person in, and is gone from the address',
  { tag: '@embedded' },
  async ({ page, chatPage, session, wire }) => {
    await page.goto(`/chat?token=${session.tokens.access}`);
    await expect(chatPage.connected).toBeVisible();
    await expect(await wire.socket()).toBeAuthenticatedAs(session.account);
    expect(new URL(page.url()).searchParams.has('token'), 'the address has a token').toBe(false);
  },
);
