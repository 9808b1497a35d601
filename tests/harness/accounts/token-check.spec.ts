import { expect, test } from '@playwright/test';
import { CompactSign, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { checkToken } from '../../../fixtures/accounts/tokens.ts';
import { claims, mint } from '../support/wire-client.ts';

const secret = 'the key of the target, and long enough';
const bytes = (text: string) => new TextEncoder().encode(text);
const email = 'made.up@example.com';
const expected = { email, life: 300, ready: false };

const changed = (changes: JWTPayload) => mint(secret, { ...claims(), ...changes });

/** A good token, without what is named. */
function lacking(...names: string[]): Promise<string> {
  return mint(
    secret,
    Object.fromEntries(Object.entries(claims()).filter(([name]) => !names.includes(name))) as JWTPayload,
  );
}

/** What is wrong with a token that can be seen without its key, and the sentence for it. */
const bad: Record<string, [make: () => Promise<string> | string, sentence: RegExp]> = {
  garbage: [
    () => 'not-a-token-at-all',
    /is not a JWT of this product: Invalid Token or Protected Header formatting\.$/,
  ],
  'a body that is not JSON': [
    () => new CompactSign(bytes('not json')).setProtectedHeader({ alg: 'HS256' }).sign(bytes(secret)),
    /is not a JWT of this product: [^.]+\.$/,
  ],
  'no signature': [
    () => new UnsecuredJWT(claims()).encode(),
    /is not a JWT of this product: its signature is "none", not HS256\.$/,
  ],
  'another signature than HS256': [
    () => new SignJWT(claims()).setProtectedHeader({ alg: 'HS512' }).sign(bytes(secret)),
    /is not a JWT of this product: its signature is "HS512", not HS256\.$/,
  ],
  'no subject': [() => lacking('sub'), /has no subject\.$/],
  'an empty subject': [() => changed({ sub: '' }), /has no subject\.$/],
  'another issuer': [
    () => changed({ iss: 'somebody-else' }),
    /has the issuer "somebody-else", expected netra-auth-service\.$/,
  ],
  'no issuer': [() => lacking('iss'), /has the issuer none, expected netra-auth-service\.$/],
  'another audience': [
    () => changed({ aud: ['netra-admin', 'netra-services'] }),
    /has the audience \["netra-admin","netra-services"\], expected netra-platform\.$/,
  ],
  'no audience': [() => lacking('aud'), /has the audience none, expected netra-platform\.$/],
  'another type': [
    () => changed({ token_type: 'refresh', type: 'refresh' }),
    /has the type "refresh", expected access\.$/,
  ],
  'no type': [() => lacking('token_type', 'type'), /has the type none, expected access\.$/],
  'another subject': [
    () => changed({ email: 'eve@example.com' }),
    /has the e-mail eve@example\.com, expected made\.up@example\.com\.$/,
  ],
  'no expiry': [() => lacking('exp'), /has no issue or expiry time\.$/],
  'no issue time': [() => lacking('iat'), /has no issue or expiry time\.$/],
  'an end that is past': [
    () => mint(secret, claims(-60)),
    /expired (59|60|61) s ago: sign in again and set the new token\.$/,
  ],
  'a life that is too short': [
    () => mint(secret, claims(200)),
    /is valid for another (199|200) s, but 300 s are needed: use one with a longer lifetime\.$/,
  ],
};

for (const [known, key] of [
  ['known', { secret }],
  ['not known', {}],
] as const) {
  test.describe(`token check, signature key ${known}`, () => {
    test('a token as the auth service issues it is accepted, also without an e-mail address or with several audiences', async () => {
      expect(await checkToken(await mint(secret), { ...expected, ...key })).toMatchObject({
        sub: 'user-made-up',
        email,
      });
      expect(await checkToken(await lacking('email'), { ...expected, ...key })).not.toHaveProperty('email');
      await checkToken(await changed({ aud: ['netra-admin', 'netra-platform'] }), { ...expected, ...key });
    });

    test("a token as the product's own test helpers create it is accepted when configured ready-made", async () => {
      const helped = await lacking('aud', 'env', 'svc_id', 'token_type');
      expect(await checkToken(helped, { ...expected, ...key, ready: true })).toMatchObject({ sub: 'user-made-up' });
      await expect(
        checkToken(await changed({ aud: 'netra-admin' }), { ...expected, ...key, ready: true }),
      ).rejects.toThrow('has the audience "netra-admin"');
    });

    for (const [what, [make, sentence]] of Object.entries(bad)) {
      test(`a token with ${what} is refused in a message that does not contain it`, async () => {
        const token = await make();
        const said = await checkToken(token, { ...expected, ...key }).then(
          () => 'it was taken',
          ({ message }: Error) => message,
        );
        expect(said).toMatch(/^The access token /);
        expect(said).toMatch(sentence);
        for (const part of token.split('.').filter(Boolean)) expect(said).not.toContain(part);
      });
    }
  });
}

test('a token signed with another key is refused when the key is known', async () => {
  const foreign = mint('the key of a stranger, and long enough too');
  await expect(checkToken(await foreign, { ...expected, secret })).rejects.toThrow(
    'The access token is not signed with the key that is configured for this target.',
  );
});
