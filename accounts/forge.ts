import { type JWTPayload, SignJWT, UnsecuredJWT, decodeJwt } from 'jose';
import type { Tokens } from './tokens.ts';

/** What a forger has at hand: the claims of a good token, the good pair, and the key of the target where it is known. */
interface Workshop {
  claims: JWTPayload;
  tokens: Tokens;
  key: string;
}

const day = 24 * 60 * 60;
const now = () => Math.floor(Date.now() / 1000);

function sign(claims: JWTPayload, key: string): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(new TextEncoder().encode(key));
}

/** The good token with another person's name in it, under the good token's signature. */
function renamed({ access }: Tokens, claims: JWTPayload): string {
  const [header, , signature] = access.split('.');
  return [header, Buffer.from(JSON.stringify({ ...claims, sub: 'dev-user-002' })).toString('base64url'), signature].join('.');
}

/** Tokens that nobody may accept. Those of the second part can be made only where the key is known. */
const forgeries = {
  'garbage': () => 'not-a-token-at-all',
  'an unsigned token': ({ claims }: Workshop) => new UnsecuredJWT(claims).encode(),
  'a changed payload': ({ tokens, claims }: Workshop) => renamed(tokens, claims),
  'the key of a stranger': ({ claims }: Workshop) => sign(claims, 'a key that only a stranger has, and long enough'),
  'a refresh token': ({ tokens }: Workshop) => tokens.refresh ?? '',

  'an expired token': ({ claims, key }: Workshop) => sign({ ...claims, iat: now() - day, exp: now() - 60 }, key),
  'a token of tomorrow': ({ claims, key }: Workshop) => sign({ ...claims, nbf: now() + day, exp: now() + 2 * day }, key),
  'a token of another issuer': ({ claims, key }: Workshop) => sign({ ...claims, iss: 'somebody-else' }, key),
  'a token for another audience': ({ claims, key }: Workshop) => sign({ ...claims, aud: 'netra-admin' }, key),
} satisfies Record<string, (workshop: Workshop) => Promise<string> | string>;

export type Forgery = keyof typeof forgeries;

/**
 * Makes a token that differs from a good one in the one respect that its name tells.
 * @param tokens the good pair.
 * @param key of the target's signatures; without it a forgery that needs it is not made.
 * @throws Error when what it takes is not there.
 */
export async function forge(forgery: Forgery, tokens: Tokens, key: string | undefined): Promise<string> {
  const parts = { claims: decodeJwt(tokens.access), tokens, get key() { return known(key, forgery); } };
  return known(await forgeries[forgery](parts) || undefined, forgery);
}

function known(value: string | undefined, forgery: Forgery): string {
  if (value === undefined) throw new Error(`To make ${forgery}, the suite needs a key or a token that this target does not give it.`);
  return value;
}
