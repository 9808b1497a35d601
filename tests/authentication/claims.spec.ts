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
  async ({ session, account }) => {
    const access = claimsOf(session.tokens.access);
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
  async ({ session }) => {
    const access = claimsOf(session.tokens.access);
    const refresh = claimsOf(session.tokens.refresh!);
    expect(refresh).toMatchObject({ ...common, sub: access['sub'], token_type: 'refresh', type: 'refresh' });
    expect(refresh).not.toHaveProperty('permissions');
    expect(refresh['jti']).not.toBe(access['jti']);
    expect(Number(refresh['exp'])).toBeGreaterThan(Number(access['exp']));
  },
);
