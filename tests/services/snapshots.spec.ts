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

  test('threads and messages', async ({ answerLog, stranger, session }) => {
    const { call } = answerLog;
    const as = session.tokens.access;
    const create = async (data: object | string, slash = '') =>
      (await call(`api POST /api/threads${slash}`, { as, data })).body['id']!;
    for (const data of [
      '[]',
      'null',
      '',
      { title: 'x'.repeat(201) },
      { title: 7 },
      { metadata: 'none' },
      { metadata: [] },
    ])
      await create(data);
    await create({ title: 'x'.repeat(200) });
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
    for (const query of [
      'limit=1',
      'limit=2&offset=1',
      'limit=0',
      'limit=101',
      'limit=100',
      'limit=1x',
      'limit=x1',
      'limit=',
      'limit=1.5',
    ])
      await call(`api GET ${messages}?${query}`, { as });
    for (const query of ['offset=-1', 'offset=--1', 'offset=1000000', 'offset=9', 'offset=1000001'])
      await call(`api GET ${messages}?${query}`, { as });
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
    for (const broken of ['%', '%zz', '%E0%A4%A', 'a%2Fb']) await call(`api GET /api/threads/${broken}`, { as });
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
      for (const other of [
        '  ???  ',
        `Budget_2 ünïcode-kosten, budget_2 THE ${'y'.repeat(41)} ${'z'.repeat(40)} three four five`,
        ` ${'x'.repeat(240)} `,
        'x'.repeat(241),
        'x'.repeat(10_000),
      ])
        await call('api POST /api/agents/execute', { data: { message: other } });
      await call('api POST /api/agents/execute', { as: 'no.real.token', data: { message } });
      await call('api POST /api/agents/execute', { as, data: { message, type: 'other' } });
      for (const path of ['/api/agent/v2/execute', '/api/agents/start']) {
        await call(`api POST ${path}`, { data: { message } });
        for (const data of [{}, { message: 'x'.repeat(10_001) }, { message, thread_id: 'none' }, { message }])
          await call(`api POST ${path}`, { as, data });
        await call(`api POST ${path}`, { as, data: { message, agent_type: 'own' } });
        await call(`api POST ${path}`, { as, data: { message: `Long: ${'x'.repeat(60)}` } });
      }
      await call('api POST /api/agents/data', { as: other, data: { message: 'y'.repeat(60) } });
      for (const whose of [as, other]) await call('api GET /api/threads', { as: whose });
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
      'POST /none',
      'GET /chat/',
      'GET /favicon.svg',
    ])
      await call(`web ${what}`);
    await call('web GET /none', { headers: { accept: 'text/html,*/*' } });
    for (const where of ['api HEAD /health', 'web HEAD /chat', 'auth HEAD /auth/me']) await call(where);
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
    const asking = { 'access-control-request-method': 'PUT' };
    for (const headers of [asking, { ...asking, origin: target.site.web }])
      await call('api OPTIONS /api/threads', { headers });
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
