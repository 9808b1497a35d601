import { decodeJwt } from 'jose';
import { expect, test } from '../support/embedded.ts';
import { call, type Json, mint } from '../support/wire-client.ts';

/** Whole seconds in UTC, without a zone. */
const naive = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);

test.describe('embedded auth service', () => {
  test('the dev sign-in admits the dev person whatever the body says', async ({ stack }) => {
    const { status, body } = await call(`${stack.authUrl}/auth/dev/login`, {
      body: { email: 'x@example.com', password: 'y' },
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 900,
    });
    const claims = decodeJwt(String(body['access_token']));
    expect(claims).toMatchObject({
      sub: 'dev-user-001',
      email: 'dev@example.com',
      permissions: [],
      token_type: 'access',
      type: 'access',
      iss: 'netra-auth-service',
      aud: 'netra-platform',
      jti: expect.stringMatching(/^jti_\d+_\d+_[0-9a-f]{8}$/),
      env: 'development',
      svc_id: 'netra_auth_service_dev',
    });
    const renewal = decodeJwt(String(body['refresh_token']));
    expect(renewal).toMatchObject({ sub: 'dev-user-001', token_type: 'refresh', type: 'refresh' });
    expect(renewal).not.toHaveProperty('permissions');
    expect(Number(renewal.exp) - Number(renewal.iat)).toBe(30 * 24 * 3600);
    expect(Number(claims.exp) - Number(claims.iat)).toBe(body['expires_in']);
  });

  test('a sign-in by password refuses a wrong password, an unknown person and an incomplete body', async ({
    stack,
  }) => {
    const login = (body: Json) => call(`${stack.authUrl}/auth/login`, { body });
    const good = await login({ email: 'person@example.com', password: 'golden-path' });
    expect(good.status).toBe(200);
    expect(good.body).toMatchObject({
      token_type: 'Bearer',
      user: { id: expect.any(String), email: 'person@example.com' },
    });
    expect((await login({ email: 'DEV@example.com', password: 'dev' })).body).toMatchObject({
      user: { id: 'dev-user-001' },
    });
    for (const bad of [
      { email: 'person@example.com', password: 'wrong' },
      { email: 'dev@example.com', password: 'golden-path' },
      { email: 'nobody@example.com', password: 'golden-path' },
    ]) {
      const { status, body } = await login(bad);
      expect(status).toBe(401);
      expect(body).toEqual({ detail: 'Invalid credentials' });
    }
    const half = await login({ email: 'person@example.com' });
    expect([half.status, half.body]).toEqual([422, { detail: 'Email and password are required' }]);
    expect((await login({ email: 'no address', password: 'x' })).status).toBe(422);
    expect((await call(`${stack.authUrl}/auth/login`, { body: '{"email":' })).status).toBe(422);
  });

  test('a person can be registered once', async ({ stack, guest }) => {
    const person = { email: 'new@example.com', password: 'long enough', name: 'New Person' };
    const register = () => call(`${stack.authUrl}/auth/register`, { body: person });
    const first = await register();
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      access_token: expect.any(String),
      user: { email: person.email, name: 'New Person' },
    });
    const second = await register();
    expect([second.status, second.body]).toEqual([409, { detail: 'User already exists' }]);
    await guest('ada@example.com');
    expect(
      (await call(`${stack.authUrl}/auth/register`, { body: { ...person, email: 'ADA@example.com' } })).status,
      'signed in otherwise before',
    ).toBe(409);
    expect((await call(`${stack.authUrl}/auth/login`, { body: person })).status).toBe(200);
    expect(
      (await call(`${stack.authUrl}/auth/register`, { body: { email: 'short@example.com', password: 'x' } })).status,
    ).toBe(422);
  });

  test('a simulated sign-in requires the bypass key', async ({ stack }) => {
    const attempt = (
      headers: Record<string, string>,
      body: unknown = { email: 'ada@example.com', name: 'Ada', permissions: ['read'] },
    ) => call(`${stack.authUrl}/auth/e2e/test-auth`, { body, headers });
    const good = await attempt({ 'X-E2E-Bypass-Key': stack.bypassKey });
    expect(good.body).toMatchObject({
      user: { id: 'e2e-ada', email: 'ada@example.com', name: 'Ada', permissions: ['read'], oauth_simulated: true },
    });
    expect(decodeJwt(String(good.body['access_token']))['permissions']).toEqual(['read']);
    expect((await attempt({})).status).toBe(401);
    expect((await attempt({ 'X-E2E-Bypass-Key': `${stack.bypassKey}x` })).status).toBe(401);
    expect((await attempt({ 'X-E2E-Bypass-Key': stack.bypassKey }, '{')).status).toBe(422);
  });

  test('the auth service says to whom a token belongs', async ({ stack, guest }) => {
    const ada = await guest('ada@example.com');
    const { token } = ada;
    const known = { valid: true, user_id: ada.id, email: ada.email };
    expect((await call(`${stack.authUrl}/auth/validate`, { body: { token } })).body).toMatchObject({
      ...known,
      permissions: expect.any(Array),
      expires_at: naive,
    });
    expect((await call(`${stack.authUrl}/auth/verify`, { token })).body).toEqual({ ...known, exp: naive });
    const page = await call(`${stack.authUrl}/auth/validate-token-and-get-user`, { token, body: { token } });
    expect(page.body).toMatchObject({
      valid: true,
      user_id: ada.id,
      user: { id: ada.id, email: ada.email, full_name: 'Ada' },
    });
    const me = await call(`${stack.authUrl}/auth/me`, { token });
    expect(me.body).toEqual({
      user_id: ada.id,
      email: ada.email,
      permissions: expect.any(Array),
      token_expires_at: naive,
    });
    const person = { email: 'person@example.com', password: 'golden-path' };
    const signedIn = await call(`${stack.authUrl}/auth/login`, { body: person });
    const kept = await call(`${stack.authUrl}/auth/me`, { token: String(signedIn.body['access_token']) });
    expect(kept.body).toMatchObject({
      name: 'Pat Person',
      created_at: expect.stringMatching(/\+00:00$/),
      is_verified: false,
      auth_provider: 'local',
    });
    const stranger = await call(`${stack.authUrl}/auth/me`);
    expect([stranger.status, stranger.body]).toEqual([
      401,
      { detail: 'Authorization header with Bearer token required' },
    ]);
  });

  test('an unaccepted token is answered with 200 and valid false', async ({ stack }) => {
    const invalid = (path: string, body: unknown, headers = {}) => call(`${stack.authUrl}${path}`, { body, headers });
    const none = 'No token provided in Authorization header or request body';
    const said = {
      '/auth/validate': ['invalid_token', 'missing_token'],
      '/auth/verify': ['Invalid or expired token', none],
      '/auth/validate-token-and-get-user': ['Invalid token or user not found', none],
    };
    for (const [path, [bad, missing]] of Object.entries(said)) {
      expect((await invalid(path, { token: await mint('another secret') })).body).toMatchObject({
        valid: false,
        error: bad,
      });
      expect((await invalid(path, {})).body).toMatchObject({ valid: false, error: missing });
      expect((await invalid(path, 'no json')).body).toEqual({ valid: false, error: 'invalid_request' });
    }
    const token = await mint(stack.jwtSecret);
    expect((await invalid('/auth/validate', { token }, { 'X-Service-ID': 'someone' })).body['error']).toBe(
      'invalid_service_id',
    );
    expect((await invalid('/auth/validate', { token }, { 'X-Service-ID': 'netra-backend' })).body['error']).toBe(
      'invalid_service_secret',
    );
  });

  test('a refresh token renews the session once', async ({ stack, guest }) => {
    const ada = await guest('ada@example.com');
    const renew = (body: unknown) => call(`${stack.authUrl}/auth/refresh`, { body });
    const first = await renew({ refresh_token: ada.refresh });
    expect(first.status).toBe(200);
    expect(decodeJwt(String(first.body['access_token'])).jti).not.toBe(decodeJwt(ada.token).jti);
    const again = await renew({ refresh_token: ada.refresh });
    expect([again.status, again.body]).toEqual([401, { detail: 'Invalid refresh token' }]);
    const both = await Promise.all([0, 1].map(() => renew({ refreshToken: first.body['refresh_token'] })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect((await renew({ refresh_token: ada.token })).status).toBe(401);
    expect((await renew({})).status).toBe(422);
    expect((await renew('{')).status).toBe(422);
  });

  test('a logout ends the session: access, refresh and open sockets', async ({ stack, guest, dialAs }) => {
    const ada = await guest('ada@example.com');
    const line = await dialAs(ada);
    await line.heard('connection_established');
    const { status, body } = await call(`${stack.authUrl}/auth/logout`, { method: 'POST', token: ada.token });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'success', message: expect.any(String) });
    expect((await line.end()).code).toBe(1008);
    expect((await call(`${stack.apiUrl}/api/threads`, { token: ada.token })).status).toBe(401);
    expect((await call(`${stack.authUrl}/auth/refresh`, { body: { refresh_token: ada.refresh } })).status).toBe(401);
    expect((await call(`${stack.authUrl}/auth/logout`, { method: 'POST' })).status).toBe(200);
    expect((await call(`${stack.authUrl}/auth/logout`, { method: 'POST', token: 'garbage' })).status).toBe(200);
  });

  test('a logout with a renewed token ends the token before it, too', async ({ stack, guest }) => {
    const ada = await guest('ada@example.com');
    const { body } = await call(`${stack.authUrl}/auth/refresh`, { body: { refresh_token: ada.refresh } });
    await call(`${stack.authUrl}/auth/logout`, { method: 'POST', token: String(body['access_token']) });
    expect((await call(`${stack.apiUrl}/api/threads`, { token: ada.token })).status).toBe(401);
  });

  test('the auth service is healthy', async ({ stack }) => {
    const database = { database_status: 'connected' };
    const said = {
      '/health': { status: 'healthy', uptime_seconds: expect.any(Number), environment: 'development' },
      '/auth/health': { status: 'healthy', ...database },
      '/health/auth': { status: 'healthy', capabilities: { database_connected: true }, golden_path_ready: true },
      '/health/ready': { status: 'ready', ...database },
      '/readiness': { status: 'ready', ...database },
      '/auth/status': { status: 'running' },
    };
    const service = { service: 'auth-service', version: '1.0.0', timestamp: expect.stringMatching(/\+00:00$/) };
    for (const [path, shape] of Object.entries(said)) {
      const { status, body, headers } = await call(stack.authUrl + path);
      expect(status, path).toBe(200);
      expect(body, path).toMatchObject({ ...service, ...shape });
      expect(headers.get('x-service-name'), path).toBe('auth-service');
    }
    for (const path of ['/oauth/status', '/oauth/providers'])
      expect((await call(stack.authUrl + path)).status).toBe(200);
  });

  test('the auth service names its addresses, including the one for tokens, which does not exist', async ({
    stack,
  }) => {
    const { body } = await call(`${stack.authUrl}/auth/config`);
    const at = (path: string) => `${stack.authUrl}/auth/${path}`;
    const endpoints = {
      login: at('login'),
      logout: at('logout'),
      callback: at('callback'),
      token: at('token'),
      user: at('me'),
      dev_login: at('dev/login'),
    };
    expect(body['endpoints']).toEqual(endpoints);
    expect((await call(endpoints.token, { body: {} })).status).toBe(404);
  });

  test.describe('short-lived tokens', () => {
    test.use({ stackOptions: { accessTokenLife: 60 } });

    test('a short-lived token is announced as 900 seconds, as in the product, at sign-in and renewal', async ({
      stack,
    }) => {
      const signedIn = await call(`${stack.authUrl}/auth/dev/login`, { body: {} });
      const renewed = await call(`${stack.authUrl}/auth/refresh`, {
        body: { refresh_token: signedIn.body['refresh_token'] },
      });
      for (const { body } of [signedIn, renewed]) {
        const { exp, iat } = decodeJwt(String(body['access_token']));
        expect(Number(exp) - Number(iat)).toBe(60);
        expect(body['expires_in']).toBe(900);
      }
    });
  });

  test.describe('auth service outside development', () => {
    test.use({ stackOptions: { developmentMode: false } });

    test('the dev sign-in does not exist outside development', async ({ stack }) => {
      const { body } = await call(`${stack.authUrl}/auth/config`);
      expect(body).toMatchObject({ development_mode: false, oauth_enabled: true });
      expect(String(body['google_client_id']).length).toBeGreaterThanOrEqual(50);
      expect(body['endpoints']).not.toHaveProperty('dev_login');
      expect((await call(`${stack.authUrl}/auth/dev/login`, { body: {} })).status).toBe(403);
    });
  });
});
