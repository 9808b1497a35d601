import { expect, test } from '../../fixtures/index.ts';

// What a product promises of these answers stands in the other specs; here, that ours change only on purpose.
test.describe('all that the embedded services answer is as it was reviewed', { tag: '@embedded' }, () => {
  test('health, discovery and configuration', async ({ answerLog }) => {
    const { call } = answerLog;
    for (const path of [
      '/health',
      '/health/',
      '/health/live',
      '/health/ready',
      '/health/backend',
      '/health/startup',
      '/api/health',
      '/api/health/ready',
      '/api/health/live',
      '/api/health/database',
      '/api/discovery/services',
      '/api/mcp/servers',
      '/api/mcp/config',
      '/api/mcp/info',
      '/api/mcp/status',
      '/api/mcp/tools',
      '/api/config/public',
      '/api/messages/',
      '/ws/health',
      '/ws/beacon',
      '/ws/config',
      '/ws/stats',
      '/ws/auth/circuit-breaker',
      '/ws/auth/permissiveness',
      '/ws/auth/health',
      '/api/v1/websocket',
      '/',
    ])
      await call(`api GET ${path}`);
    await call('api GET /health', { headers: { 'accept-version': '1.0' } });
    await call('api OPTIONS /ws/health');
    await call('api OPTIONS /ws/beacon');
    await call('api POST /ws/beacon');
    await call('api POST /api/v1/websocket');
    for (const path of [
      '/health',
      '/auth/health',
      '/health/auth',
      '/health/ready',
      '/readiness',
      '/auth/status',
      '/oauth/status',
      '/oauth/providers',
      '/auth/config',
    ])
      await call(`auth GET ${path}`);
    for (const path of ['/health', '/api/health']) await call(`web GET ${path}`);
    expect(answerLog.text).toMatchSnapshot('health-and-discovery.txt');
  });

  test('sign-in, renewal and sign-out', async ({ answerLog }) => {
    const { call } = answerLog;
    const login = (data: object | string) => call('auth POST /auth/login', { data });
    const ada = { email: 'ada.lovelace@example.com', password: 'Analytical-1' };
    for (const data of [{}, { email: ada.email }, { email: 'no-address', password: 'x' }, '["a"]', '{', ada])
      await login(data);
    const register = (data: object) => call('auth POST /auth/register', { data });
    for (const data of [
      {},
      { email: 'two@at@example.com', password: ada.password },
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
    await call('auth POST /auth/dev/login');
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
        await decide({ state, decision: 'allow' });
        await decide({ state, decision: 'allow', email: 'no-address' });
        const refused = await decide({ state, decision: 'deny', email: 'person@example.com' });
        await call(`auth GET /auth/callback${refused}`);
        await call(`auth GET /auth/oauth/callback${refused}`);
        await call('auth GET /auth/callback?error=access_denied');
        const allowed = await decide({ state, decision: 'allow', email: 'person@example.com' });
        await call(`auth GET /auth/callback?state=${state}`);
        await call(`auth GET /auth/callback?code=${'x'.repeat(22)}&state=${await begin()}`);
        await call(`auth GET /auth/callback${allowed.replace(state, 'y'.repeat(22))}`);
        await call(`auth GET /auth/callback${allowed}`);
        await call(`auth GET /auth/callback${allowed}`);
        for (const accept of ['application/json', 'text/html']) {
          const again = await begin();
          const form = { state: again, decision: 'allow', email: 'x@y', other: 'new.person@example.com' };
          const search = await decide(form);
          await call(`auth GET /auth/oauth/callback${search}`, { headers: { accept } });
        }
        expect(answerLog.text).toMatchSnapshot(`oauth-${developmentMode ? 'development' : 'production'}.txt`);
      });
    });
  }

  test('threads and messages', async ({ answerLog, stranger, session }) => {
    const { call } = answerLog;
    const as = session.tokens.access;
    const create = async (data: object | string, slash = '') =>
      (await call(`api POST /api/threads${slash}`, { as, data })).body['id']!;
    for (const data of ['[]', '', { title: 'x'.repeat(201) }, { title: 7 }, { metadata: 'none' }, { metadata: [] }])
      await create(data);
    await create({ title: '' }, '/');
    await create({ title: null, metadata: null });
    // What is written to the newest leaves the order of the list as it is, however long it takes.
    const id = await create({ title: 'Bills', metadata: { source: 'a test' } });
    const one = `/api/threads/${id}`;
    const other = (await stranger()).tokens.access;
    for (const token of [undefined, 'no.real.token', session.tokens.refresh, other, as])
      for (const method of ['GET', 'PUT', 'POST']) await call(`api ${method} ${one}`, { as: token });
    for (const data of [{ title: '' }, { title: 'x'.repeat(201) }, { title: 'Invoices' }, { metadata: { more: true } }])
      await call(`api PUT ${one}`, { as, data });
    const messages = `${one}/messages`;
    for (const data of [{}, { message: '' }, { message: 7 }, { message: 'x'.repeat(10_001) }, { message: null }])
      await call(`api POST ${messages}`, { as, data });
    for (const message of ['First', 'Second', 'Third'])
      await call(`api POST ${messages}`, { as, data: { message, metadata: { nth: message } } });
    for (const token of [undefined, other, as]) await call(`api GET ${messages}`, { as: token });
    for (const query of ['limit=1', 'limit=2&offset=1', 'limit=0', 'limit=101', 'limit=100', 'limit=x', 'limit=1.5'])
      await call(`api GET ${messages}?${query}`, { as });
    for (const query of ['offset=-1', 'offset=9', 'offset=1000001']) await call(`api GET ${messages}?${query}`, { as });
    for (const path of ['/api/threads', '/api/threads/', '/api/threads?limit=1', '/api/threads?limit=1&offset=1'])
      await call(`api GET ${path}`, { as });
    const chat = '/api/chat/messages';
    for (const data of [{}, { content: 'x' }, { content: 'x', thread_id: 'none' }, { content: '', thread_id: id }])
      await call(`api POST ${chat}`, { as, data });
    await call(`api POST ${chat}`, { as, data: { content: 'x'.repeat(8_001), thread_id: id } });
    await call(`api POST ${chat}`, { as, data: { content: 'Fourth', thread_id: id } });
    await call(`api POST ${chat}`, { as, data: { content: 'Fifth', thread_id: id, message_type: 'note' } });
    for (const query of ['', `?thread_id=${id}`, '?thread_id=none', '?page=2&page_size=2', '?page=0', '?page_size=101'])
      await call(`api GET ${chat}${query}`, { as });
    for (const token of [undefined, other, as, as]) await call(`api DELETE ${one}`, { as: token });
    await call(`api GET ${messages}`, { as });
    await call('api GET /api/v1/user/profile', { as });
    await call('api GET /api/v1/user/profile');
    expect(answerLog.text).toMatchSnapshot('threads-and-messages.txt');
  });

  test.describe('slow agents', () => {
    test.use({ stackOptions: { pace: 30_000 } });

    test('tickets and agents', async ({ answerLog, stranger, session }) => {
      const { call } = answerLog;
      const as = session.tokens.access;
      const other = (await stranger()).tokens.access;
      for (const path of ['/websocket/ticket', '/api/websocket/ticket']) {
        const issue = (data: object) => call(`api POST ${path}`, { as, data });
        for (const ttl_seconds of ['60', 29, 30, 30.5, 3_600, 3_601, null]) await issue({ ttl_seconds });
        await issue({ single_use: 'yes' });
        await issue({ single_use: false });
        const { body } = await issue({});
        const ticket = `${path}/${body['ticket_id']}`;
        for (const token of [undefined, other, as]) await call(`api GET ${ticket}/validate`, { as: token });
        for (const token of [undefined, other, as, as]) await call(`api DELETE ${ticket}`, { as: token });
        await call(`api GET ${ticket}/validate`, { as });
      }
      for (const path of ['/api/mcp/info', '/api/mcp/status', '/api/config/websocket', '/api/v1/websocket/protected'])
        for (const token of [undefined, 'no.real.token', as]) await call(`api GET ${path}`, { as: token });
      const message = 'Where could our batch jobs save?';
      for (const agent of ['execute', 'triage', 'data', 'optimization']) {
        await call(`api POST /api/agents/${agent}`, { data: { message, agent_type: 'own' } });
        await call(`api POST /api/agents/${agent}`, { data: { type: 'other' } });
      }
      await call('api POST /api/agents/execute', { as: 'no.real.token', data: { message } });
      await call('api POST /api/agents/execute', { as, data: { message, type: 'other' } });
      for (const path of ['/api/agent/v2/execute', '/api/agents/start']) {
        await call(`api POST ${path}`, { data: { message } });
        for (const data of [{}, { message: 'x'.repeat(10_001) }, { message, thread_id: 'none' }, { message }])
          await call(`api POST ${path}`, { as, data });
        await call(`api POST ${path}`, { as, data: { message, agent_type: 'own' } });
      }
      await call('api GET /api/agents/status', { as });
      for (const action of ['stop', 'cancel'])
        for (const data of [{ agent_id: 'none' }, { thread_id: 'none' }, {}])
          await call(`api POST /api/agents/${action}`, { as, data });
      expect(answerLog.text).toMatchSnapshot('tickets-and-agents.txt');
    });
  });

  test('addresses, methods and origins', async ({ answerLog, session, target }) => {
    const { call } = answerLog;
    const as = session.tokens.access;
    for (const token of [undefined, as])
      for (const what of ['GET /nothing', 'POST /health', 'PATCH /api/threads', 'GET /api/threads//', 'GET /api'])
        await call(`api ${what}`, { as: token });
    for (const what of ['GET /nothing', 'PUT /auth/login', 'GET /auth/token', 'GET /']) await call(`auth ${what}`);
    for (const what of [
      'GET /',
      'GET /login',
      'GET /chat',
      'GET /chat/thread',
      'GET /none',
      'GET /auth/error',
      'POST /',
    ])
      await call(`web ${what}`);
    const origins = [target.site.web, 'http://localhost:3000', 'https://elsewhere.example', 'null'];
    for (const origin of origins)
      for (const where of [
        'api OPTIONS /api/threads',
        'auth OPTIONS /auth/login',
        'api GET /health',
        'auth GET /health',
      ])
        await call(where, {
          headers: {
            origin,
            'access-control-request-method': 'POST',
            'access-control-request-headers': 'authorization, content-type',
          },
        });
    await call('api OPTIONS /api/threads', { headers: { origin: target.site.web } });
    for (const method of ['TRACE', 'POST'])
      for (const header of ['authorization', 'x-unknown'])
        await call('api OPTIONS /api/threads', {
          headers: {
            origin: target.site.web,
            'access-control-request-method': method,
            'access-control-request-headers': header,
          },
        });
    expect(answerLog.text).toMatchSnapshot('addresses-and-origins.txt');
  });
});
