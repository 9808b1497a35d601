import { expect, source, test } from '../../fixtures/index.ts';

const text = expect.stringMatching(/\S/);
const wholeSeconds = expect.any(Number);

/** The claims of a token, unchecked. */
function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

const common = {
  sub: text,
  iss: 'netra-auth-service',
  aud: 'netra-platform',
  iat: wholeSeconds,
  exp: wholeSeconds,
  jti: text,
  env: text,
  svc_id: text,
};

test(
  'an access token has the claims of the contract',
  { tag: '@read-only', annotation: source('docs/contract/backend.md 1.3') },
  async ({ session, account, request, target }) => {
    const access = claimsOf(session.tokens.access);
    const headers = { authorization: `Bearer ${session.tokens.access}` };
    const verified = await request.post(`${target.site.auth}/auth/verify`, { headers });
    expect(await verified.json(), 'what the service reads in the token').toMatchObject({
      valid: true,
      user_id: access['sub'],
      email: account.email,
    });
    expect(access).toMatchObject({
      ...common,
      email: account.email,
      token_type: 'access',
      type: 'access',
      permissions: expect.any(Array),
    });
    expect(Number(access['exp']), 'end of the token').toBeGreaterThan(Number(access['iat']));
  },
);

test(
  'a refresh token has an id of its own, no permissions, and lives longer than the access token',
  { annotation: source('docs/contract/backend.md 1.3') },
  async ({ session, request, target }) => {
    const access = claimsOf(session.tokens.access);
    const refresh = claimsOf(session.tokens.refresh!);
    const data = { refresh_token: session.tokens.refresh };
    const renewed = await request.post(`${target.site.auth}/auth/refresh`, { data });
    expect(renewed.status(), 'status of a renewal').toBe(200);
    expect(refresh).toMatchObject({ ...common, sub: access['sub'], token_type: 'refresh', type: 'refresh' });
    expect(refresh).not.toHaveProperty('permissions');
    expect(refresh['jti']).not.toBe(access['jti']);
    expect(Number(refresh['exp'])).toBeGreaterThan(Number(access['exp']));
  },
);

test(
  'a renewed access token says the same of its owner as the one before, permissions included',
  { annotation: [source('docs/contract/backend.md 1.3'), source('RFC 6749, 6')] },
  async ({ session, request, target }) => {
    const before = claimsOf(session.tokens.access);
    const data = { refresh_token: session.tokens.refresh };
    const renewed = await request.post(`${target.site.auth}/auth/refresh`, { data });
    const { access_token } = (await renewed.json()) as { access_token: string };
    const after = claimsOf(access_token);
    for (const claim of ['sub', 'email', 'permissions', 'iss', 'aud', 'type'])
      expect.soft(after[claim], claim).toEqual(before[claim]);
    expect(after).toMatchObject({ iat: wholeSeconds, exp: wholeSeconds, jti: text });
    expect(after['jti']).not.toBe(before['jti']);
  },
);

test(
  'the scheme of an Authorization header is taken in capital and in small letters',
  { tag: ['@read-only', '@advice'], annotation: source('RFC 9110, 11.1') },
  async ({ session, request, target: { site } }) => {
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      const headers = { authorization: `${scheme} ${session.tokens.access}` };
      for (const address of [`${site.api}/api/threads?limit=1`, `${site.auth}/auth/me`])
        expect.soft((await request.get(address, { headers })).status(), `${address} with ${scheme}`).toBe(200);
    }
  },
);

test(
  'the auth service tells when a person registered, and signed in last',
  { tag: '@embedded' },
  async ({ request, target }) => {
    const { auth } = target.site;
    const data = { email: 'person@example.com', password: 'golden-path' };
    const given = await request.post(`${auth}/auth/login`, { data });
    const { access_token } = (await given.json()) as { access_token: string };
    const asked = await request.get(`${auth}/auth/me`, { headers: { authorization: `Bearer ${access_token}` } });
    const me = (await asked.json()) as Record<string, unknown>;
    expect(me).toMatchObject({ is_verified: false, auth_provider: 'local' });
    for (const moment of ['created_at', 'last_login_at'])
      expect
        .soft(Math.abs(Date.now() - Date.parse(String(me[moment]))), `milliseconds since ${moment}`)
        .toBeLessThan(60_000);
  },
);
