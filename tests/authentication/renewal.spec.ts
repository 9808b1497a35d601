import { expect, test } from '../../fixtures/index.ts';

const failed = { status: 503 };
const refused = { status: 401 };
const ended = 'Your session has ended. Please sign in again.';

test.describe('renewals that do not work', { tag: '@embedded' }, () => {
  test.use({ tolerates: ['no-server-error'] });

  test('a page whose connection waits for a renewal that fails tries it again', async ({
    answerNext,
    chatPage,
    server,
    target,
    wire,
  }) => {
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await answerNext(`${target.site.auth}/auth/refresh`, failed);
    await server.hangUp(1008, 'JWT expired');
    await expect.poll(() => wire.sockets.length, { message: 'sockets' }).toBe(2);
    await expect(chatPage.connected).toBeVisible();
    expect(wire.exchanges.of('POST', '/auth/refresh').map(({ status }) => status)).toEqual([503]);
  });

  test('a page whose connection waits for a renewal that is refused ends the session', async ({
    answerNext,
    chatPage,
    loginPage,
    server,
    target,
  }) => {
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await answerNext(`${target.site.auth}/auth/refresh`, refused);
    await server.hangUp(1008, 'token has expired');
    await expect(loginPage.problem).toHaveText(ended);
    const kept = await chatPage.page.evaluate(() => Object.keys(localStorage));
    expect(
      kept.filter((name) => /token|user/.test(name)),
      'what is kept of the session',
    ).toEqual([]);
  });

  test('a page with an expired token renews it before it connects, again and again until it works', async ({
    answerNext,
    chatPage,
    clock,
    target,
    wire,
  }) => {
    await answerNext(`${target.site.auth}/auth/refresh`, failed, failed);
    await clock.install({ ahead: 16 * 60_000 });
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    expect(wire.sockets, 'sockets').toHaveLength(1);
    expect(wire.exchanges.of('POST', '/auth/refresh').map(({ status }) => status)).toEqual([503, 503, 200]);
  });

  test('a page whose token is refused at its start renews it, and is that of its person', async ({
    answerNext,
    chatPage,
    target,
    wire,
  }) => {
    await answerNext(`${target.site.auth}/auth/validate-token-and-get-user`, refused);
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await expect(chatPage.header.userName).toHaveText('Ada Lovelace');
    expect(wire.exchanges.of('POST', '/auth/refresh').map(({ status }) => status)).toEqual([200]);
  });

  test('a page without locks, as over plain HTTP from another host, renews an expired token', async ({
    chatPage,
    clock,
    wire,
  }) => {
    await chatPage.page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'locks'));
    await clock.install({ ahead: 16 * 60_000 });
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    expect(wire.exchanges.of('POST', '/auth/refresh').map(({ status }) => status)).toEqual([200]);
  });

  test('a page with an expired token whose renewal is refused before it connects ends the session', async ({
    answerNext,
    chatPage,
    clock,
    loginPage,
    target,
  }) => {
    await answerNext(`${target.site.auth}/auth/refresh`, refused);
    await clock.install({ ahead: 16 * 60_000 });
    await chatPage.goto();
    await expect(loginPage.problem).toHaveText(ended);
  });
});

for (const { life, seconds } of [
  { life: 900, seconds: 600 },
  { life: 400, seconds: 200 },
  { life: 200, seconds: 150 },
]) {
  test.describe(`token of ${life} seconds`, { tag: '@embedded' }, () => {
    test.use({ stackOptions: { accessTokenLife: life } });

    test(`a token of ${life} seconds is renewed after ${seconds}, and not before`, async ({
      chatPage,
      clock,
      wire,
    }) => {
      const renewals = () => wire.exchanges.of('POST', '/auth/refresh').length;
      await clock.install();
      await chatPage.goto();
      await expect(chatPage.connected).toBeVisible();
      await clock.fastForward(1000 * (seconds - 40));
      await chatPage.sidebar.newChat.click();
      await expect(chatPage.sidebar.threads, 'calls after that time are answered').toHaveCount(1);
      expect(renewals(), 'renewals before').toBe(0);
      await clock.fastForward(41_000);
      await expect.poll(renewals, { message: 'renewals then' }).toBe(1);
    });
  });
}

test.describe('sign-in that is refused', { tag: '@embedded' }, () => {
  test.use({ arrives: 'signed out', tolerates: ['no-server-error'] });

  test('the page tells why a sign-in failed by the first field that says it, else by the status', async ({
    answerNext,
    loginPage,
    target,
  }) => {
    const answers = [
      [403, { detail: 'One', error_description: 'x', message: 'x', error: 'x' }, 'One'],
      [403, { error_description: 'Two', message: 'x', error: 'x' }, 'Two'],
      [403, { message: 'Three', error: 'x' }, 'Three'],
      [403, { error: 'Four' }, 'Four'],
      [403, { detail: ['x'] }, 'The sign-in service answered 403.'],
      [502, undefined, 'The sign-in service answered 502.'],
      [200, {}, 'The sign-in service sent no token.'],
    ] as const;
    await loginPage.goto();
    for (const [status, json, says] of answers) {
      await answerNext(`${target.site.auth}/auth/dev/login`, { status, json });
      await expect(loginPage.quickDevLogin).toBeEnabled();
      await loginPage.quickDevLogin.click();
      await expect(loginPage.problem).toHaveText(says);
    }
  });

  test('a sign-in in development that fails by itself says why on the sign-in page', async ({
    answerNext,
    loginPage,
    page,
    target,
  }) => {
    await loginPage.goto();
    await expect(loginPage.wayIn).toBeEnabled();
    await page.evaluate(() => localStorage.removeItem('dev_logout_flag'));
    await answerNext(`${target.site.auth}/auth/dev/login`, { status: 503, json: { detail: 'Not today' } });
    await page.goto('/chat');
    await expect(loginPage.problem).toHaveText('Not today');
    await expect(loginPage.wayIn).toBeEnabled();
  });
});

test(
  'a page from the back button is no page of somebody who has signed out',
  { tag: '@embedded' },
  async ({ chatPage }) => {
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await chatPage.page.evaluate(() => {
      localStorage.removeItem('jwt_token');
      localStorage.setItem('dev_logout_flag', 'true');
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    });
    await expect(chatPage.page).toHaveURL(/\/login$/);
  },
);
