import { expect, source, test } from '../../fixtures/index.ts';

test.use({ arrives: 'signed out', tolerates: ['no-server-error'] });

/** Whatever stands for a password, but is not the account's. */
const wrongPasswords = {
  'a wrong password': 'not-the-password-1',
  'an empty password': '',
  'a blank password': ' ',
  'no password': undefined,
  'a password that is null': null,
  'a password that is true': true,
  'a password that is a list': ['not-the-password-1'],
  'a password that is a query': { $ne: '' },
  'a password with a piece of SQL': "' OR '1'='1",
} as const;

// The second source is that of an answer that repeats the password: an attempt throws for it.
test.describe(
  'sign-in by password',
  { annotation: [source('docs/contract/backend.md 2'), source('any person may expect that nobody else gets in')] },
  () => {
    for (const [what, password] of Object.entries(wrongPasswords)) {
      test(`${what} signs nobody in`, async ({ auth, account }) => {
        expect(await auth.attempt('POST /auth/login', { email: account.email, password })).toBe('no token');
      });
    }

    test("a person's own e-mail address is no password", async ({ auth, account: { email } }) => {
      expect(await auth.attempt('POST /auth/login', { email, password: email })).toBe('no token');
    });

    test('a person who does not exist cannot sign in', async ({ auth }) => {
      const person = { email: 'nobody-at-all@example.com', password: 'not-the-password-1' };
      expect(await auth.attempt('POST /auth/login', person)).toBe('no token');
    });
  },
);

test.describe('registered person', { tag: '@embedded' }, () => {
  const email = 'person@example.com';

  test('the right password signs the person in', async ({ auth }) => {
    expect(await auth.attempt('POST /auth/login', { email, password: 'golden-path' })).toBe('a token');
  });

  for (const [how, password] of [
    ['in capital letters', 'GOLDEN-PATH'],
    ['without its last character', 'golden-pat'],
    ['with one more character', 'golden-path1'],
    ['with a space behind it', 'golden-path '],
  ] as const) {
    test(`the password ${how} signs nobody in`, async ({ auth }) => {
      expect(await auth.attempt('POST /auth/login', { email, password })).toBe('no token');
    });
  }

  test('whoever registers with an address and a password signs in with both, whatever their characters', async ({
    auth,
  }) => {
    const passwords = [
      ' a blank at each end ',
      'In Capital LETTERS',
      'Straße 12 für 語🦄',
      'e\u0301 or \u00e9, it counts',
      '"%20&+\\\t',
    ];
    for (const [number, password] of passwords.entries()) {
      const person = { email: `New.Person${number}@Example.com`, password };
      expect(await auth.attempt('POST /auth/register', person), password).toBe('a token');
      expect(await auth.attempt('POST /auth/login', person), password).toBe('a token');
      expect(await auth.attempt('POST /auth/register', person), 'registered again').toBe('no token');
    }
  });

  test('one of ten who register the same address at the same moment gets it, and signs in', async ({ auth }) => {
    const passwords = Array.from({ length: 10 }, (_, index) => `password-of-number-${index}`);
    const all = (call: string) =>
      Promise.all(passwords.map((password) => auth.attempt(call, { email: 'ten@example.com', password })));
    expect(await all('POST /auth/login'), 'before').not.toContain('a token');
    const registered = await all('POST /auth/register');
    expect(registered.filter((gain) => gain === 'a token')).toHaveLength(1);
    expect(await all('POST /auth/login')).toEqual(registered);
  });

  for (const password of ['Tr0ub4d', 'w'.repeat(201)]) {
    test(`registering with a password of ${password.length} characters signs nobody in`, async ({ auth }) => {
      expect(await auth.attempt('POST /auth/register', { email: 'new@example.com', password })).toBe('no token');
    });
  }

  test('registering an address that is taken signs nobody in', async ({ auth }) => {
    const again = { email, password: 'another-password-1' };
    expect(await auth.attempt('POST /auth/register', again)).toBe('no token');
    expect(await auth.attempt('POST /auth/login', again)).toBe('no token');
  });
});

test.describe('other ways in', { annotation: source('any person may expect that nobody else gets in') }, () => {
  test('nobody gets a token by naming a person', async ({ auth, account }) => {
    const person = { user_id: account.id, email: account.email };
    expect(await auth.attempt('POST /auth/create-token', person)).toBe('no token');
    expect(await auth.attempt('POST /auth/token', person)).toBe('no token');
    expect(await auth.attempt(`GET /auth/users/${account.id}`)).toBe('no token');
  });

  test('nobody gets the token of a service with a made-up secret', async ({ auth }) => {
    const service = { service_id: 'netra-backend', service_secret: 'a-made-up-secret' };
    const headers = { 'x-service-id': service.service_id, 'x-service-secret': service.service_secret };
    expect(await auth.attempt('POST /auth/service-token', service, headers)).toBe('no token');
  });

  test('a simulated sign-in needs the key', async ({ auth, account: { email } }) => {
    const simulate = (headers: Record<string, string>) => auth.attempt('POST /auth/e2e/test-auth', { email }, headers);
    expect(await simulate({})).toBe('no token');
    expect(await simulate({ 'x-e2e-bypass-key': '' })).toBe('no token');
    expect(await simulate({ 'x-e2e-bypass-key': 'a-made-up-key' })).toBe('no token');
  });

  test('the development sign-in works exactly where development mode is on', async ({ auth }) => {
    const given = await auth.attempt('POST /auth/dev/login', { email: 'dev@example.com', password: 'dev' });
    expect(given === 'a token').toBe(await auth.developmentMode());
  });
});

test.describe('refresh token', { annotation: source('docs/contract/backend.md 2') }, () => {
  test('a refresh token can be used once', async ({ auth, sessionsOf, account }) => {
    const [session] = await sessionsOf(account.email);
    const renew = () => auth.attempt('POST /auth/refresh', { refresh_token: session!.tokens.refresh });
    expect(await renew()).toBe('a token');
    expect(await renew(), 'used again').toBe('no token');
    expect(await renew(), 'used a third time').toBe('no token');
  });

  test(
    'a used refresh token renews nothing, however many were used after it',
    { annotation: source('RFC 9700, 4.14') },
    async ({ auth, request, sessionsOf, account, target }) => {
      const [session] = await sessionsOf(account.email);
      const renew = async (refresh_token: string) => {
        const answer = await request.post(`${target.site.auth}/auth/refresh`, { data: { refresh_token } });
        return { status: answer.status(), next: ((await answer.json()) as { refresh_token?: string }).refresh_token };
      };
      const first = session!.tokens.refresh!;
      let newest = first;
      for (let used = 1; used <= 130; used += 1) {
        const { status, next } = await renew(newest);
        expect(status, `renewal ${used} of the newest token`).toBe(200);
        newest = next!;
      }
      expect(await auth.attempt('POST /auth/refresh', { refresh_token: first })).toBe('no token');
    },
  );

  test('a refresh token shown twice at the same time is accepted once', async ({ auth, sessionsOf, account }) => {
    const [session] = await sessionsOf(account.email);
    const renew = () => auth.attempt('POST /auth/refresh', { refresh_token: session!.tokens.refresh });
    expect((await Promise.all([renew(), renew()])).toSorted()).toEqual(['a token', 'no token']);
  });

  test('a refresh token is refused after the sign-out', async ({ auth, sessionsOf, endSession, account }) => {
    const [session] = await sessionsOf(account.email);
    await endSession(session!.tokens.access);
    for (const field of ['refresh_token', 'refreshToken', 'token'])
      expect(await auth.attempt('POST /auth/refresh', { [field]: session!.tokens.refresh }), field).toBe('no token');
  });

  for (const forgery of ['an unsigned refresh token', 'a refresh token signed with an unknown key'] as const) {
    test(`${forgery} renews nothing`, async ({ auth, forged }) => {
      const refresh_token = await forged(forgery);
      expect(await auth.attempt('POST /auth/refresh', { refresh_token })).toBe('no token');
    });
  }

  test('an access token renews nothing', async ({ auth, session }) => {
    expect(await auth.attempt('POST /auth/refresh', { refresh_token: session.tokens.access })).toBe('no token');
  });
});

test.describe('OAuth', { annotation: source('RFC 6749, 10.12') }, () => {
  for (const path of ['/auth/callback', '/auth/oauth/callback']) {
    for (const [how, query] of [
      ['without a code and a state', ''],
      ['without a state', '?code=made-up'],
      ['with an empty state', '?code=made-up&state='],
      ['with a made-up state', '?code=made-up&state=made-up'],
    ] as const) {
      test(`${path} ${how} gives no token`, async ({ auth }) => {
        expect(await auth.attempt(`GET ${path}${query}`)).toBe('no token');
      });
    }
  }

  test.describe('consent of the person', { tag: '@embedded' }, () => {
    test.use({ stackOptions: { developmentMode: false } });

    for (const path of ['/auth/callback', '/auth/oauth/callback']) {
      test(`${path} takes a code once, and with its own state only`, async ({ auth }) => {
        const first = await auth.allowed('grace@example.com');
        const exchange = (query: Record<string, string>) =>
          auth.attempt(`GET ${path}?${new URLSearchParams(query).toString()}`);
        expect(await exchange({ code: first.code }), 'no state').toBe('no token');
        expect(await exchange({ code: first.code, state: 'made-up' }), 'a made-up state').toBe('no token');
        expect(await exchange(first), 'its own state').toBe('a token');
        expect(await exchange(first), 'a second time').toBe('no token');
        const second = await auth.allowed('grace@example.com');
        expect(await exchange({ ...second, state: first.state }), 'a state that was used').toBe('no token');
      });

      test(`${path} signs in everybody of several people who allow it at the same time`, async ({ auth }) => {
        const allowed: Record<string, string>[] = [];
        for (const name of ['ada', 'grace', 'alan']) allowed.push(await auth.allowed(`${name}@example.com`));
        for (const query of allowed)
          expect(await auth.attempt(`GET ${path}?${new URLSearchParams(query).toString()}`)).toBe('a token');
      });
    }

    test('the development sign-in is refused outside development', async ({ auth }) => {
      expect(await auth.developmentMode()).toBe(false);
      const given = await auth.attempt('POST /auth/dev/login', { email: 'dev@example.com', password: 'dev' });
      expect(given).toBe('no token');
    });
  });
});
