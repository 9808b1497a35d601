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
