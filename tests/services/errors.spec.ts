import { expect, source, test } from '../../fixtures/index.ts';

const text = expect.stringMatching(/\S/);
/** A time with an offset (docs/contract/backend.md 6.1). */
const withOffset = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$/);

const named = expect.stringMatching(/^(missing|invalid)_token$|^service_not_configured$/);

/** What the auth service says of no token and of a bad one: an answer, not an error (docs/contract/backend.md 2). */
const refusals = [
  { path: '/auth/verify', data: {}, error: 'No token provided in Authorization header or request body' },
  { path: '/auth/verify', data: { token: 'no.real.token' }, error: 'Invalid or expired token' },
  { path: '/auth/validate', data: {}, error: named },
  { path: '/auth/validate', data: { token: 'no.real.token' }, error: named },
];

test(
  'the auth service calls a missing and a malformed token invalid, with the reason',
  { tag: '@read-only', annotation: source('docs/contract/backend.md 2') },
  async ({ request, target }) => {
    for (const { path, data, error } of refusals) {
      const answer = await request.post(target.site.auth + path, { data });
      expect(answer.status(), `${path} ${JSON.stringify(data)}`).toBe(200);
      expect(await answer.json()).toMatchObject({ valid: false, error });
    }
  },
);

const error = {
  error: true,
  message: text,
  user_message: text,
  trace_id: text,
  timestamp: withOffset,
  request_id: null,
};

test(
  'an error of the API has a code, a message and a trace id',
  { tag: '@read-only', annotation: source('docs/contract/backend.md 6.2') },
  async ({ api, services }) => {
    const stranger = await services.get('/api/threads');
    expect(stranger.status()).toBe(401);
    expect(await stranger.json()).toMatchObject({
      ...error,
      error_code: 'AUTH_UNAUTHORIZED',
      details: { status_code: 403 },
    });
    const bad = await api.get('/api/threads', { headers: { authorization: 'Bearer no.real.token' } });
    expect(bad.status()).toBe(401);
    expect(await bad.json()).toMatchObject({
      ...error,
      error_code: 'AUTH_FAILED',
      message: 'Invalid or expired token',
    });
    const unknown = await api.get('/api/threads/thread_0_00000000');
    expect(unknown.status()).toBe(404);
    expect(await unknown.json()).toMatchObject({
      ...error,
      error_code: 'DB_RECORD_NOT_FOUND',
      message: 'Thread not found',
    });
    const tooMany = await api.get('/api/threads?limit=101');
    expect(tooMany.status()).toBe(422);
    expect(await tooMany.json()).toMatchObject({
      detail: [{ type: text, loc: ['query', 'limit'], msg: text, input: '101' }],
    });
    for (const answer of [stranger, bad, unknown, tooMany])
      expect
        .soft(answer.headers(), answer.url())
        .toMatchObject({ 'content-type': expect.stringMatching(/^application\/json\b/) });
  },
);

test(
  'a body that is no JSON object is refused with the reason, and nothing is made',
  { annotation: source('docs/contract/backend.md 6.2') },
  async ({ api }) => {
    const before = await (await api.get('/api/threads')).json();
    for (const body of ['{"title": "Bills"', '["Bills"]']) {
      const headers = { 'content-type': 'application/json' };
      const answer = await api.post('/api/threads', { headers, data: Buffer.from(body) });
      expect(answer.status(), body).toBe(422);
      const { detail } = (await answer.json()) as { detail: object[] };
      expect(detail, body).toMatchObject([{ type: text, loc: expect.arrayContaining(['body']), msg: text }]);
    }
    expect(await (await api.get('/api/threads')).json()).toEqual(before);
  },
);

test(
  'a body of JSON is taken however its media type is written',
  { annotation: source('RFC 9110, 8.3.1') },
  async ({ api, target }) => {
    const titled = Buffer.from('{"title": "Bills"}');
    const bad = Buffer.from('{"token": "no.real.token"}');
    for (const type of ['application/json; charset=utf-8', 'Application/JSON']) {
      const headers = { 'content-type': type };
      const made = await api.post('/api/threads', { headers, data: titled });
      expect.soft(await made.json(), `answer ${made.status()} to ${type}`).toMatchObject({ title: 'Bills' });
      const checked = await api.post(`${target.site.auth}/auth/validate`, { headers, data: bad });
      expect.soft(await checked.json(), type).toMatchObject({ valid: false, error: named });
    }
  },
);

test(
  'an error of the auth service has a message',
  { annotation: source('docs/contract/backend.md 2') },
  async ({ request, target, account: { email } }) => {
    const { auth } = target.site;
    const password = 'not-the-password-1';
    const cases = [
      { path: '/auth/login', data: {}, status: 422, detail: 'Email and password are required' },
      // The same words: whoever asks does not learn who has an account.
      { path: '/auth/login', data: { email, password }, status: 401, detail: 'Invalid credentials' },
      {
        path: '/auth/login',
        data: { email: 'nobody-at-all@example.com', password },
        status: 401,
        detail: 'Invalid credentials',
      },
      { path: '/auth/register', data: {}, status: 422, detail: 'Email and password are required' },
      { path: '/auth/refresh', data: { refresh_token: 'no.real.token' }, status: 401, detail: 'Invalid refresh token' },
    ];
    for (const { path, data, status, detail } of cases) {
      const answer = await request.post(auth + path, { data });
      expect(answer.status(), path).toBe(status);
      expect(await answer.json()).toEqual({ detail });
    }
    const me = await request.get(`${auth}/auth/me`);
    expect(me.status()).toBe(401);
    expect(await me.json()).toEqual({ detail: 'Authorization header with Bearer token required' });
    const noProvider = await request.get(`${auth}/auth/login`);
    expect(noProvider.status()).toBe(400);
    expect(await noProvider.json()).toEqual({ detail: 'Provider parameter is required for OAuth login' });
  },
);

test(
  'a CORS preflight allows what a page of the product sends, and refuses everything else',
  { tag: '@read-only', annotation: source('docs/contract/backend.md 6.3') },
  async ({ request, target }) => {
    const { web, api, auth } = target.site;
    const ask = (url: string, origin: string, wanted: string) =>
      request.fetch(url, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': wanted },
      });
    for (const url of [`${api}/api/threads`, `${auth}/auth/login`]) {
      const allowed = await ask(url, web, 'authorization,content-type');
      expect(allowed.status(), url).toBe(200);
      expect(allowed.headers(), url).toMatchObject({
        'access-control-allow-origin': web,
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'GET, POST, PUT, DELETE, OPTIONS, PATCH, HEAD',
        'access-control-allow-headers': expect.stringMatching(/^Accept, Accept-Language, Authorization, .*X-Trace-ID$/),
        'access-control-max-age': '3600',
        vary: expect.stringContaining('Origin'),
      });
      const header = await ask(url, web, 'x-e2e-bypass-key');
      expect(header.status(), `${url}, another header`).toBe(400);
      expect(await header.text()).toBe('Disallowed CORS headers');
      const origin = await ask(url, 'https://elsewhere.example', 'authorization');
      expect(origin.status(), `${url}, another origin`).toBe(400);
      expect(await origin.text()).toBe('Disallowed CORS origin');
      expect(origin.headers(), url).not.toHaveProperty('access-control-allow-origin');
    }
  },
);
