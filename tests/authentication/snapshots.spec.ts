import { expect, test } from '../../fixtures/index.ts';

// What a product promises of these answers stands in the other specs; here, that ours change only on purpose.
test.describe('all that the embedded auth service answers is as it was reviewed', { tag: '@embedded' }, () => {
  test('sign-in, renewal and sign-out', async ({ answerLog, resigned, target }) => {
    const { call } = answerLog;
    const login = (data: object | string) => call('auth POST /auth/login', { data });
    const ada = { email: 'ada.lovelace@example.com', password: 'Analytical-1' };
    for (const data of [{}, { email: ada.email }, { email: 'no-address', password: 'x' }, '["a"]', '{', ada])
      await login(data);
    for (const levels of [100, 101]) await login(`${'{"a":'.repeat(levels)}{}${'}'.repeat(levels)}`);
    const register = (data: object) => call('auth POST /auth/register', { data });
    for (const data of [
      {},
      { email: 'two@at@example.com', password: ada.password },
      ...['@example.com', 'ada@', 'a da@example.com', 'ada@exam ple.com'].map((email) => ({ ...ada, email })),
      { ...ada, password: 'seven-7' },
      { ...ada, password: 'x'.repeat(201) },
      { ...ada, password: 12_345_678 },
      { ...ada, name: '' },
      { ...ada, name: 'x'.repeat(101) },
      { ...ada, email: `${'x'.repeat(243)}@example.com` },
    ])
      await register(data);
    const { body: registered } = await register(ada);
    await register({ ...ada, email: ada.email.toUpperCase() });
    await register({ email: 'grace@example.com', password: 'Compiler-1', name: 'Grace Hopper' });
    await register({ email: '_mary.j-b.@example.com', password: 'eight-88', name: null });
    await login({ ...ada, password: 'analytical-1' });
    await login({ ...ada, email: ` ${ada.email.toUpperCase()} ` });
    await login({ email: 'person@example.com', password: 'golden-path' });
    const { access_token: token, refresh_token: refresh } = registered;
    await call('auth GET /auth/me');
    await call('auth GET /auth/me', { as: token });
    await call('auth GET /auth/me', { as: refresh });
    await call('auth GET /auth/me', { headers: { authorization: `bearer ${token}` } });
    await call('auth GET /auth/me', { headers: { authorization: `Basic ${token}` } });
    for (const path of ['/auth/verify', '/auth/validate', '/auth/validate-token-and-get-user'])
      for (const data of [
        {},
        '[]',
        { token: '' },
        { token: 7 },
        { token: 'no.real.token' },
        { token: refresh },
        { token },
      ])
        await call(`auth POST ${path}`, { data });
    await call('auth GET /auth/verify', { as: token });
    await call('auth POST /auth/verify', { data: { access_token: token } });
    await call('auth POST /auth/validate-token-and-get-user', { as: token });
    const bare = await resigned({ email: undefined, permissions: 'all' });
    for (const shown of [bare, await resigned({ permissions: ['read', 1] })])
      await call('auth POST /auth/validate', { data: { token: shown } });
    const nobody = await resigned({ sub: 'nobody', email: 'no.body@example.com' });
    await call('auth GET /auth/me', { as: nobody });
    await call('api GET /api/v1/user/profile', { as: nobody });
    await call('auth POST /auth/validate-token-and-get-user', { as: nobody });
    await call('auth POST /auth/refresh', {
      data: { token: await resigned({ sub: 'nobody', token_type: 'refresh' }) },
    });
    for (const id of ['somebody', 'netra-backend'])
      for (const secret of ['', 'wrong'])
        await call('auth POST /auth/validate', {
          data: { token },
          headers: { 'x-service-id': id, 'x-service-secret': secret },
        });
    const renew = (data: object) => call('auth POST /auth/refresh', { data });
    for (const data of [{}, { refresh_token: '' }, { refresh_token: 7, more: 1 }, { refresh_token: 'no.real.token' }])
      await renew(data);
    await renew({ refresh_token: token });
    const { body: second } = await renew({ refresh_token: refresh });
    await renew({ refresh_token: refresh });
    const { body: third } = await renew({ refreshToken: second['refresh_token'] });
    const { body: fourth } = await renew({ token: third['refresh_token'] });
    await call('auth POST /auth/logout');
    await call('auth POST /auth/logout', { as: 'no.real.token' });
    await call('auth POST /auth/logout', { as: fourth['access_token'] });
    await call('auth GET /auth/me', { as: fourth['access_token'] });
    await renew({ refresh_token: fourth['refresh_token'] });
    await call('auth POST /auth/create-token', { data: { user_id: 'user-person' } });
    await call('auth POST /auth/e2e/test-auth');
    await call('auth POST /auth/e2e/test-auth', { headers: { 'x-e2e-bypass-key': 'wrong' } });
    await call('auth POST /auth/e2e/test-auth', { headers: { 'x-e2e-bypass-key': '' } });
    const simulate = async (data: object) => {
      const { key = '' } = target.signIn as { key?: string };
      return (await call('auth POST /auth/e2e/test-auth', { data, headers: { 'x-e2e-bypass-key': key } })).body;
    };
    await simulate({ email: 'no-address' });
    await simulate({ email: 'tester@example.com', name: 'x'.repeat(101) });
    await simulate({ email: 'tester@example.com', name: 'Tess', permissions: ['read', 7], simulate_oauth: false });
    await simulate({ email: 'tester@example.com', permissions: 'all', simulate_oauth: true });
    const { access_token: simulated } = await simulate({});
    await call('auth GET /auth/me', { as: simulated });
    const { body: dev } = await call('auth POST /auth/dev/login');
    await call('auth GET /auth/me', { as: dev['access_token'] });
    expect(answerLog.text).toMatchSnapshot('sign-in.txt');
  });

  for (const developmentMode of [true, false]) {
    test.describe(`development mode ${developmentMode ? 'on' : 'off'}`, () => {
      test.use({ stackOptions: { developmentMode } });

      test(`sign-in by OAuth with development mode ${developmentMode ? 'on' : 'off'}`, async ({ answerLog }) => {
        const { call } = answerLog;
        const begin = async () => {
          const { headers } = await call('auth GET /auth/login?provider=google');
          return new URL(headers['location']!).searchParams.get('state')!;
        };
        const decide = async (form: Record<string, string>) => {
          const { headers } = await call('auth POST /oauth/consent', { form });
          return new URL(headers['location'] ?? 'none:').search;
        };
        await call('auth GET /auth/config');
        await call('auth POST /auth/dev/login');
        await call('auth GET /auth/login');
        await call('auth GET /auth/login?provider=github');
        const state = await begin();
        await call(`auth GET /oauth/consent?state=${state}`);
        await call('auth GET /oauth/consent');
        await call('auth GET /oauth/consent?state=%22%3E%3Cb%26%22%3E%3C%26');
        await decide({ decision: 'deny' });
        await decide({ state, decision: 'allow' });
        await decide({ state, decision: 'allow', email: 'no-address' });
        const refused = await decide({ state, decision: 'deny', email: 'person@example.com' });
        await call(`auth GET /auth/callback${refused}`);
        await call(`auth GET /auth/oauth/callback${refused}`);
        await call('auth GET /auth/callback?error=access_denied');
        const allowed = await decide({ state, decision: 'allow', email: 'person@example.com' });
        await call(`auth GET /auth/callback?state=${state}`);
        await call(`auth GET /auth/callback?code=${'x'.repeat(22)}`);
        await call(`auth GET /auth/callback?code=${'x'.repeat(22)}&state=${await begin()}`);
        await call(`auth GET /auth/callback${allowed.replace(state, 'y'.repeat(22))}`);
        await call(`auth GET /auth/callback${allowed}`);
        await call(`auth GET /auth/callback${allowed}`);
        await call(`auth GET /auth/callback${allowed.replace(state, await begin())}`);
        for (const accept of ['application/json', 'text/html']) {
          const again = await begin();
          const form = { state: again, decision: 'allow', email: 'x@y', other: ' new.person@example.com ' };
          const search = await decide(form);
          const { body } = await call(`auth GET /auth/oauth/callback${search}`, { headers: { accept } });
          await call('auth GET /auth/me', { as: body['access_token'] });
        }
        expect(answerLog.text).toMatchSnapshot(`oauth-${developmentMode ? 'development' : 'production'}.txt`);
      });
    });
  }
});
