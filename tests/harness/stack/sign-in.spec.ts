import { decodeJwt } from 'jose';
import { expect, test } from '../support/embedded.ts';
import { call, type Json, mint } from '../support/wire-client.ts';

test.describe('The embedded auth service', () => {
  test('signs in the dev person whatever the body says', async ({ stack }) => {
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
      jti: expect.any(String),
      env: expect.any(String),
      svc_id: expect.any(String),
    });
    expect(Number(claims.exp) - Number(claims.iat)).toBe(body['expires_in']);
  });

  test('signs in by password, and refuses a wrong one, an unknown person and an incomplete body', async ({ stack }) => {
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
      expect(body).toEqual({ detail: expect.any(String) });
    }
    expect((await login({ email: 'person@example.com' })).status).toBe(422);
    expect((await login({ email: 'no address', password: 'x' })).status).toBe(422);
    expect((await call(`${stack.authUrl}/auth/login`, { body: '{"email":' })).status).toBe(422);
  });

  test('registers a person once', async ({ stack, guest }) => {
    const person = { email: 'new@example.com', password: 'long enough', name: 'New Person' };
    const register = () => call(`${stack.authUrl}/auth/register`, { body: person });
    const first = await register();
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      access_token: expect.any(String),
      user: { email: person.email, name: 'New Person' },
    });
    expect((await register()).status).toBe(409);
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

  test('simulates a sign-in for those who have the bypass key only', async ({ stack }) => {
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

  test('says who a token belongs to', async ({ stack, guest }) => {
    const ada = await guest('ada@example.com');
    const { token } = ada;
    const known = { valid: true, user_id: ada.id, email: ada.email };
    expect((await call(`${stack.authUrl}/auth/validate`, { body: { token } })).body).toMatchObject({
      ...known,
      expires_at: expect.any(String),
    });
    expect((await call(`${stack.authUrl}/auth/verify`, { token })).body).toMatchObject({
      ...known,
      exp: expect.any(Number),
    });
    const page = await call(`${stack.authUrl}/auth/validate-token-and-get-user`, { token, body: { token } });
    expect(page.body).toMatchObject({
      valid: true,
      user_id: ada.id,
      user: { id: ada.id, email: ada.email, full_name: 'Ada' },
    });
    const me = await call(`${stack.authUrl}/auth/me`, { token });
    expect(me.body).toMatchObject({
      user_id: ada.id,
      email: ada.email,
      auth_provider: 'e2e',
      is_verified: true,
      token_expires_at: expect.any(String),
    });
    expect((await call(`${stack.authUrl}/auth/me`)).status).toBe(401);
  });

  test('answers 200 with valid false for a token it does not take', async ({ stack }) => {
    const invalid = (path: string, body: unknown, headers = {}) => call(`${stack.authUrl}${path}`, { body, headers });
    for (const path of ['/auth/validate', '/auth/verify', '/auth/validate-token-and-get-user']) {
      expect((await invalid(path, { token: await mint('another secret') })).body).toEqual({
        valid: false,
        error: 'invalid_token',
      });
      expect((await invalid(path, {})).body).toEqual({ valid: false, error: 'missing_token' });
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

  test('renews with a refresh token once', async ({ stack, guest }) => {
    const ada = await guest('ada@example.com');
    const renew = (body: unknown) => call(`${stack.authUrl}/auth/refresh`, { body });
    const first = await renew({ refresh_token: ada.refresh });
    expect(first.status).toBe(200);
    expect(decodeJwt(String(first.body['access_token'])).jti).not.toBe(decodeJwt(ada.token).jti);
    expect((await renew({ refresh_token: ada.refresh })).status).toBe(401);
    const both = await Promise.all([0, 1].map(() => renew({ refreshToken: first.body['refresh_token'] })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect((await renew({ refresh_token: ada.token })).status).toBe(401);
    expect((await renew({})).status).toBe(422);
    expect((await renew('{')).status).toBe(422);
  });

  test('ends a session at logout: access, refresh and open sockets', async ({ stack, guest, dialAs }) => {
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

  test('ends with a renewed token what began with the one before', async ({ stack, guest }) => {
    const ada = await guest('ada@example.com');
    const { body } = await call(`${stack.authUrl}/auth/refresh`, { body: { refresh_token: ada.refresh } });
    await call(`${stack.authUrl}/auth/logout`, { method: 'POST', token: String(body['access_token']) });
    expect((await call(`${stack.apiUrl}/api/threads`, { token: ada.token })).status).toBe(401);
  });

  test('is healthy', async ({ stack }) => {
    for (const path of ['/health', '/auth/health', '/health/auth', '/health/ready']) {
      const { status, body } = await call(stack.authUrl + path);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        status: expect.stringMatching(/^(healthy|ready)$/),
        service: expect.any(String),
        database_status: 'connected',
      });
    }
    for (const path of ['/auth/status', '/oauth/status', '/oauth/providers'])
      expect((await call(stack.authUrl + path)).status).toBe(200);
  });

  test('names its addresses, the one for tokens too, at which nothing is', async ({ stack }) => {
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

  test.describe('with a short life of tokens', () => {
    test.use({ stackOptions: { accessTokenLife: 60 } });

    test('says 900 seconds all the same, as the product does, at sign-in and renewal', async ({ stack }) => {
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

  test.describe('outside development', () => {
    test.use({ stackOptions: { developmentMode: false } });

    test('offers no dev login', async ({ stack }) => {
      const { body } = await call(`${stack.authUrl}/auth/config`);
      expect(body).toMatchObject({ development_mode: false, oauth_enabled: true });
      expect(String(body['google_client_id']).length).toBeGreaterThanOrEqual(50);
      expect(body['endpoints']).not.toHaveProperty('dev_login');
      expect((await call(`${stack.authUrl}/auth/dev/login`, { body: {} })).status).toBe(403);
    });
  });
});
