import type { JWTPayload } from 'jose';
import { expect, test } from '../support/embedded.ts';
import { call, claims, mint, offer } from '../support/wire-client.ts';

function changed(changes: JWTPayload): JWTPayload {
  return { ...claims(), ...changes };
}

function unsigned(payload: JWTPayload): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(payload)}.`;
}

function tampered(token: string): string {
  const [header, , signature] = token.split('.');
  return `${header}.${Buffer.from(JSON.stringify(changed({ sub: 'dev-user-001' }))).toString('base64url')}.${signature}`;
}

const now = () => Math.floor(Date.now() / 1000);

/** Tokens that nobody may take, by what is wrong with them. */
const bad: Record<string, (secret: string) => Promise<string> | string> = {
  garbage: () => 'not-a-token-at-all',
  expired: (secret) => mint(secret, claims(-1)),
  'not yet valid': (secret) => mint(secret, changed({ nbf: now() + 600 })),
  'wrong key': () => mint('a secret of somebody else'),
  'wrong issuer': (secret) => mint(secret, changed({ iss: 'somebody-else' })),
  'wrong audience': (secret) => mint(secret, changed({ aud: 'netra-admin' })),
  'no expiry': (secret) =>
    mint(secret, { sub: 'x', iat: now(), iss: 'netra-auth-service', aud: 'netra-platform', token_type: 'access' }),
  'no subject': (secret) => {
    const { sub: _sub, ...rest } = claims();
    return mint(secret, rest);
  },
  'no id': (secret) => {
    const { jti: _jti, ...rest } = claims();
    return mint(secret, rest);
  },
  'subject is a number': (secret) => mint(secret, changed({ sub: 5 as never })),
  'id is a number': (secret) => mint(secret, changed({ jti: 5 as never })),
  'alg none': () => unsigned(claims()),
  'changed payload': async (secret) => tampered(await mint(secret)),
  'refresh token as access token': (secret) => mint(secret, changed({ token_type: 'refresh', type: 'refresh' })),
};

test.describe('invalid tokens', () => {
  for (const [wrong, make] of Object.entries(bad)) {
    test(`a token is refused everywhere: ${wrong}`, async ({ stack, dial }) => {
      const token = await make(stack.jwtSecret);
      const rest = await call(`${stack.apiUrl}/api/threads`, { token });
      expect(rest.status).toBe(401);
      expect(rest.body).toMatchObject({ error_code: 'AUTH_FAILED', message: 'Invalid or expired token' });
      expect((await call(`${stack.authUrl}/auth/me`, { token })).status).toBe(401);
      expect((await call(`${stack.authUrl}/auth/validate`, { body: { token } })).body).toEqual({
        valid: false,
        error: 'invalid_token',
        message: 'Invalid or expired token',
      });
      for (const knock of [{ protocols: offer(token) }, { headers: { authorization: `Bearer ${token}` } }]) {
        const line = await dial(knock);
        expect(await line.end()).toEqual({ code: 1008, reason: 'Authentication failed' });
        expect(line.frames).toEqual([
          expect.objectContaining({
            type: 'error_message',
            error_code: 'AUTH_FAILED',
            error_message: expect.any(String),
          }),
        ]);
      }
    });
  }

  test('a missing token is refused everywhere', async ({ stack, dial }) => {
    expect((await call(`${stack.apiUrl}/api/threads`)).status).toBe(401);
    const line = await dial();
    expect(await line.end()).toEqual({ code: 1008, reason: 'Authentication failed' });
    expect(line.frames.map((frame) => frame['error_code'])).toEqual(['AUTH_FAILED']);
  });
});

test('a token with the right key and claims is accepted by REST and by the socket', async ({ stack, dial }) => {
  const token = await mint(stack.jwtSecret);
  expect((await call(`${stack.apiUrl}/api/threads`, { token })).status).toBe(200);
  const line = await dial({ protocols: offer(token) });
  await line.heard('connection_established');
});

test('a header that says "test" opens no socket', async ({ dial }) => {
  const line = await dial({
    headers: {
      'X-E2E-Test': 'true',
      'X-Test-Mode': 'staging',
      'X-E2E-Bypass': 'true',
      'X-E2E-User-Id': 'dev-user-001',
    },
  });
  expect((await line.end()).code).toBe(1008);
});
