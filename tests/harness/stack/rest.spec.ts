import { expect, test } from '../support/embedded.ts';
import { call, type Json } from '../support/wire-client.ts';

const when = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/);

/** The body of an error that the backend handles (docs/contract/backend.md 6.2). */
function handled(error_code: string, message: string, status_code: number): Json {
  return {
    error: true,
    error_code,
    message,
    user_message: message,
    details: { status_code },
    trace_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    timestamp: when,
    request_id: null,
  };
}

test.describe('embedded API', () => {
  test('threads and their messages are kept', async ({ stack, guest }) => {
    const ada = await guest('ada@example.com');
    const { token } = ada;
    const at = (path: string, body?: unknown, method?: string) =>
      call(`${stack.apiUrl}/api/threads${path}`, { token, body, ...(method ? { method } : {}) });
    const created = await at('', { title: 'First', metadata: { a: 1 } });
    expect(created.status).toBe(200);
    const thread = {
      id: expect.any(String),
      object: 'thread',
      title: 'First',
      created_at: expect.any(Number),
      updated_at: null,
    };
    const kept = { a: 1, user_id: ada.id, title: 'First', status: 'active', created_at: created.body['created_at'] };
    expect(created.body).toEqual({ ...thread, metadata: kept, message_count: 0 });
    const id = String(created.body['id']);
    await at('', {});
    expect((await at('?limit=20&offset=0')).body).toHaveLength(2);
    expect((await at('?limit=1&offset=1')).body).toHaveLength(1);
    expect((await at(`/${id}`, { title: 'Renamed', metadata: { auto_renamed: true } }, 'PUT')).body).toMatchObject({
      title: 'Renamed',
      updated_at: expect.any(Number),
      metadata: { a: 1, auto_renamed: true, title: 'Renamed' },
    });
    const posted = await at(`/${id}/messages`, { message: 'Hello' });
    expect(posted.body).toEqual({
      id: expect.any(String),
      thread_id: id,
      content: 'Hello',
      role: 'user',
      created_at: expect.any(Number),
    });
    expect((await at(`/${id}/messages?limit=50&offset=0`)).body).toEqual({
      thread_id: id,
      messages: [
        {
          id: posted.body['id'],
          role: 'user',
          content: 'Hello',
          created_at: posted.body['created_at'],
          metadata: {},
        },
      ],
      total: 1,
      limit: 50,
      offset: 0,
    });
    expect((await at(`/${id}`)).body).toMatchObject({ message_count: 1 });
    expect((await at(`/${id}`, undefined, 'DELETE')).status).toBe(200);
    expect((await at(`/${id}`)).status).toBe(404);
  });

  test('chat messages are stored without starting an agent', async ({ stack, guest }) => {
    const { token } = await guest('ada@example.com');
    const thread = (await call(`${stack.apiUrl}/api/threads`, { token, body: {} })).body['id'];
    const at = (body?: unknown, query = '') => call(`${stack.apiUrl}/api/chat/messages${query}`, { token, body });
    const message = { content: 'Hi', thread_id: thread, message_type: 'note', metadata: { source: 'import' } };
    const created = await at(message);
    expect(created.status).toBe(200);
    expect(created.body).toMatchObject({ status: 'created', message });
    expect((await at()).body).toMatchObject({
      messages: [message],
      total_count: 1,
      page: 1,
      page_size: expect.any(Number),
      has_more: false,
    });
    expect((await at({ content: 'Ho', thread_id: thread })).body).toMatchObject({
      message: { message_type: 'user', metadata: {} },
    });
    expect((await at({ ...message, metadata: 'x' })).status).toBe(422);
    expect((await at({ ...message, message_type: 5 })).status).toBe(422);
    expect((await at()).body).toMatchObject({ total_count: 2 });
    expect((await at({ content: 'x'.repeat(8001), thread_id: thread })).status).toBe(422);
    expect((await at({ content: '', thread_id: thread })).status).toBe(422);
    expect((await at({ content: 'x', thread_id: 'unknown' })).status).toBe(404);
  });

  test('a person gets their own profile', async ({ stack, guest }) => {
    const { token } = await guest('ada@example.com');
    expect((await call(`${stack.apiUrl}/api/v1/user/profile`, { token })).body).toMatchObject({
      name: 'Ada',
      email: 'ada@example.com',
      company: null,
    });
  });

  test('the threads of a person are shown to nobody else', async ({ stack, guest }) => {
    const [ada, bob] = [await guest('ada@example.com'), await guest('bob@example.com')];
    const id = String(
      (await call(`${stack.apiUrl}/api/threads`, { token: ada.token, body: { title: 'private' } })).body['id'],
    );
    const asBob = (path: string, method = 'GET', body?: unknown) =>
      call(`${stack.apiUrl}${path}`, { token: bob.token, method, body });
    expect((await asBob('/api/threads')).body).toEqual([]);
    expect((await asBob(`/api/threads/${id}`)).status).toBe(404);
    expect((await asBob(`/api/threads/${id}`, 'PUT', { title: 'mine' })).status).toBe(404);
    expect((await asBob(`/api/threads/${id}`, 'DELETE')).status).toBe(404);
    expect((await asBob(`/api/threads/${id}/messages`)).status).toBe(404);
    expect((await asBob(`/api/threads/${id}/messages`, 'POST', { message: 'hi' })).status).toBe(404);
    expect((await asBob('/api/agent/v2/execute', 'POST', { message: 'hi', thread_id: id })).status).toBe(404);
    expect((await asBob('/api/chat/messages', 'POST', { content: 'hi', thread_id: id })).status).toBe(404);
  });

  test('a request that cannot be understood is refused with 422', async ({ stack, guest }) => {
    const { token } = await guest('ada@example.com');
    const bad: [string, unknown][] = [
      ['/api/threads', '{"title":'],
      ['/api/threads', '[]'],
      ['/api/threads', { title: 5 }],
      ['/api/threads', { metadata: 'x' }],
      ['/api/agent/v2/execute', {}],
      ['/api/agent/v2/execute', { message: '' }],
      ['/api/agent/v2/execute', { message: 'x'.repeat(10_001) }],
      ['/api/agents/execute', { message: 7 }],
      ['/websocket/ticket', { ttl_seconds: 29 }],
      ['/websocket/ticket', { ttl_seconds: 3601 }],
      ['/websocket/ticket', { single_use: 'yes' }],
    ];
    for (const [path, body] of bad) {
      const reply = await call(stack.apiUrl + path, { token, body });
      expect(reply.status, `${path} ${JSON.stringify(body).slice(0, 40)}`).toBe(422);
      expect(JSON.stringify(reply.body['detail']), path).toMatch(/\w/);
    }
    for (const query of ['limit=0', 'limit=101', 'limit=ten', 'offset=-1']) {
      expect((await call(`${stack.apiUrl}/api/threads?${query}`, { token })).status, query).toBe(422);
    }
    expect((await call(`${stack.apiUrl}/api/threads`, { token, body: 'x'.repeat(1_048_577) })).status).toBe(413);
  });

  test('a refused request stores nothing', async ({ stack, guest }) => {
    const { token } = await guest('ada@example.com');
    const at = (path: string, body?: unknown, method?: string) =>
      call(`${stack.apiUrl}/api/threads${path}`, { token, body, ...(method ? { method } : {}) });
    const { id } = (await at('', { title: 'First' })).body;
    const deep = `{"metadata":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`;
    expect((await at('', deep)).status).toBe(422);
    expect((await at(`/${String(id)}`, deep, 'PUT')).status).toBe(422);
    expect((await at(`/${String(id)}`, { title: 'Second', metadata: 'x' }, 'PUT')).status).toBe(422);
    expect((await at('')).body).toMatchObject([{ title: 'First', metadata: { title: 'First' } }]);
  });

  test('a missing route reveals nothing to a stranger', async ({ stack, guest }) => {
    const { token } = await guest('ada@example.com');
    const protectedRoutes = [
      '/api/threads',
      '/api/threads/x',
      '/api/chat/messages',
      '/api/v1/user/profile',
      '/api/agents/status',
      '/api/v1/websocket/protected',
    ];
    for (const path of [...protectedRoutes, '/api/nothing']) {
      const { status, body } = await call(stack.apiUrl + path);
      expect(status, path).toBe(401);
      expect(body, path).toEqual(handled('AUTH_UNAUTHORIZED', 'Not authenticated', 403));
    }
    expect((await call(`${stack.apiUrl}/api/threads`, { token: 'garbage' })).body).toEqual(
      handled('AUTH_FAILED', 'Invalid or expired token', 401),
    );
    expect((await call(`${stack.apiUrl}/api/threads/unknown`, { token })).body).toEqual(
      handled('DB_RECORD_NOT_FOUND', 'Thread not found', 404),
    );
    expect((await call(`${stack.apiUrl}/api/nothing`, { token })).body).toEqual({ detail: 'Not Found' });
    expect((await call(`${stack.apiUrl}/api/threads`, { token, method: 'PATCH' })).status).toBe(405);
  });
});

test('no address makes a service of the embedded stack fail', async ({ stack, guest }) => {
  const { token } = await guest('ada@example.com');
  for (const service of [stack.apiUrl, stack.authUrl, stack.webUrl]) {
    for (const path of [
      '//',
      '/%',
      '/api/threads/%zz',
      '/%2e%2e/',
      '/api/threads/a%2fb',
      `/${'x'.repeat(5000)}`,
      '/?%',
      '/__proto__',
      '/api/threads/constructor',
    ]) {
      expect((await call(service + path, { token })).status, path).toBeLessThan(500);
    }
  }
  expect(stack.log().filter(({ what }) => what === 'error')).toEqual([]);
});

test.describe('web server', () => {
  test('the web server serves the page at its routes, with the addresses of the services', async ({ stack }) => {
    for (const path of ['/', '/login', '/chat', '/chat/thread_1', '/auth/callback', '/auth/error', '/auth/logout']) {
      const { status, headers, text } = await call(stack.webUrl + path);
      expect(status, path).toBe(200);
      expect(headers.get('content-type'), path).toContain('text/html');
      const config = JSON.parse(/<script[^>]*id="config"[^>]*>([^<]*)</.exec(text)?.[1] ?? '{}') as Json;
      expect(config).toEqual({
        apiUrl: stack.apiUrl,
        authUrl: stack.authUrl,
        wsUrl: new URL(stack.wsUrl).origin,
        transport: 'websocket',
      });
    }
    expect((await call(`${stack.webUrl}/api/health`)).body).toMatchObject({ status: 'healthy' });
  });

  test('the web server reports its own health and that of the services behind it', async ({ stack }) => {
    const health = async () => (await call(`${stack.webUrl}/health`)).body;
    const [healthy, unhealthy] = [{ status: 'healthy' }, { status: 'unhealthy' }];
    expect(await health()).toEqual({
      status: 'healthy',
      service: 'frontend',
      timestamp: expect.stringMatching(/Z$/),
      dependencies: { backend: healthy, auth: healthy },
    });
    stack.setFaults([{ id: 'F36' }]);
    expect(await health()).toMatchObject({ status: 'degraded', dependencies: { backend: healthy, auth: unhealthy } });
    stack.setFaults([{ id: 'F09' }]);
    expect(await health()).toMatchObject({ status: 'degraded', dependencies: { backend: unhealthy, auth: healthy } });
  });

  test('the web server serves nothing outside its folder', async ({ stack }) => {
    for (const path of ['/missing.js', '/..%2fstack.ts', '/%2e%2e/stack.ts', '/styles/..%2f..%2f..%2fpackage.json']) {
      const { status, headers } = await call(stack.webUrl + path);
      expect(status, path).toBe(404);
      expect(headers.get('content-type'), path).toContain('json');
    }
  });
});
