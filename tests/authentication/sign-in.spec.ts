import { expect, source, test } from '../../fixtures/index.ts';

test.use({ arrives: 'signed out' });

test.describe(
  'development sign-in form',
  { tag: '@dev-form', annotation: source('docs/contract/frontend.md 2.4') },
  () => {
    test('the quick login button signs the person in', async ({ loginPage, chatPage, wire, account }) => {
      await loginPage.goto();
      await loginPage.quickDevLogin.click();
      await expect(chatPage.composer.field).toBeEditable();
      await expect(chatPage.page).toHaveURL(/\/chat/);
      await expect(await wire.socket()).toBeAuthenticatedAs(account);
    });

    test('e-mail and password of the development form sign the person in', async ({
      loginPage,
      chatPage,
      wire,
      account,
    }) => {
      await loginPage.goto();
      await loginPage.signInAs(account.email, 'dev');
      await expect(chatPage.composer.field).toBeEditable();
      await expect(await wire.socket()).toBeAuthenticatedAs(account);
    });

    test(
      'a password can be pasted, as a password manager does',
      { annotation: source('WCAG 2.2, 3.3.8') },
      async ({ loginPage }) => {
        const { email, password } = loginPage;
        await loginPage.goto();
        await email.fill('pasted-1');
        await email.press('ControlOrMeta+A');
        await email.press('ControlOrMeta+C');
        await password.clear();
        await password.press('ControlOrMeta+V');
        await expect(password).toHaveValue('pasted-1');
      },
    );

    test(
      'the fields of the form say what a password manager may fill in',
      { tag: '@advice', annotation: source('WCAG 2.2, 1.3.5') },
      async ({ loginPage }) => {
        await loginPage.goto();
        await expect(loginPage.email).toHaveAttribute('autocomplete', /^(username|email)$/);
        await expect(loginPage.password).toHaveAttribute('autocomplete', 'current-password');
      },
    );

    test(
      'a double click on the quick login button signs in once',
      { tag: '@advice', annotation: source('any person may expect that nobody else gets in') },
      async ({ loginPage, chatPage, wire }) => {
        await loginPage.goto();
        await loginPage.quickDevLogin.dblclick();
        await expect(chatPage.composer.field).toBeEditable();
        expect(wire.exchanges.of('POST', '/auth/dev/login'), 'sessions that were begun').toHaveLength(1);
      },
    );
  },
);

test(
  'a person whose password was refused sees why, keeps the address that was typed, and can try again',
  { tag: '@embedded' },
  async ({ loginPage, chatPage, account }) => {
    await loginPage.goto();
    await loginPage.signInAs('grace@example.com', 'not-the-password');
    await expect(loginPage.problem).toHaveText('Invalid credentials');
    await expect(loginPage.quickDevLogin).toBeEnabled();
    await expect(loginPage.email).toHaveValue('grace@example.com');
    await loginPage.signInAs(account.email, 'dev');
    await expect(chatPage.composer.field).toBeEditable();
  },
);

test(
  'an attempt to sign in takes away what was said of the one before',
  { tag: '@embedded' },
  async ({ loginPage, account, target }) => {
    await loginPage.goto();
    await loginPage.signInAs(account.email, 'not-the-password');
    await expect(loginPage.problem).toBeVisible();
    await loginPage.page.route(`${target.site.auth}/auth/**`, () => {});
    await loginPage.signInAs(account.email, 'dev');
    await expect(loginPage.quickDevLogin).toBeDisabled();
    await expect(loginPage.problem).toBeHidden();
  },
);

test.describe('identity provider', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { developmentMode: false } });

  test('allowing access on the consent page of the identity provider signs the person in, for as long as they stay', async ({
    loginPage,
    consentPage,
    chatPage,
    refuseOnce,
    target,
    wire,
  }) => {
    await refuseOnce(`${target.site.api}/api/threads?**`);
    await loginPage.goto();
    await loginPage.accessBeta.click();
    await consentPage.email.fill('grace@example.com');
    await consentPage.allow.click();
    await expect(chatPage.composer.field).toBeEditable();
    await expect(chatPage.page).toHaveURL(/\/chat$/);
    await expect(await wire.socket()).toBeAuthenticatedAs({ email: 'grace@example.com' });
    const renewals = () => wire.exchanges.of('POST', '/auth/refresh').map(({ status }) => status);
    await expect.poll(renewals, { message: 'renewals of a token that is refused' }).toEqual([200]);
    await expect(chatPage.connected).toBeVisible();
  });

  test('denying access on the consent page of the identity provider leads back with the reason', async ({
    loginPage,
    consentPage,
  }) => {
    await loginPage.goto();
    await loginPage.accessBeta.click();
    await consentPage.deny.click();
    await expect(loginPage.problem).toHaveText('You did not allow access to your account');
    await expect(loginPage.accessBeta).toBeEnabled();
  });

  test('a refusal by the identity provider is shown on the sign-in page', async ({ page, loginPage }) => {
    await page.goto('/auth/callback?error=access_denied&error_description=You+did+not+allow+access');
    await expect(page).toHaveURL(/\/login/);
    await expect(loginPage.problem).toHaveText('You did not allow access');
    await expect(loginPage.accessBeta).toBeEnabled();
  });
});

test(
  'a token in the URL signs the person in and is removed from the URL',
  { tag: '@embedded' },
  async ({ page, chatPage, session, wire }) => {
    await page.goto(`/chat?token=${session.tokens.access}`);
    await expect(chatPage.connected).toBeVisible();
    await expect(await wire.socket()).toBeAuthenticatedAs(session.account);
    expect(new URL(page.url()).searchParams.has('token'), 'the address has a token').toBe(false);
  },
);

test(
  'a session that came in the URL is renewed when its token is refused',
  { tag: '@embedded' },
  async ({ page, chatPage, session, refuseOnce, target, wire }) => {
    const { access, refresh } = session.tokens;
    await refuseOnce(`${target.site.api}/api/threads?**`);
    await page.goto(`/chat?token=${access}&refresh=${refresh}`);
    const answers = () => wire.exchanges.of('GET', '/api/threads').map(({ status }) => status);
    await expect.poll(answers, { message: 'the refused call is made again' }).toEqual([401, 200]);
    await expect(chatPage.connected).toBeVisible();
  },
);
