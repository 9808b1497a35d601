import { JWSSignatureVerificationFailed, JWTExpired } from 'jose/errors';
import { decodeProtectedHeader } from 'jose/decode/protected_header';
import { decodeJwt } from 'jose/jwt/decode';
import { jwtVerify } from 'jose/jwt/verify';

/** The pair that the auth service hands out. */
export interface Tokens {
  access: string;
  refresh?: string;
}

/** What the suite needs to know of an access token; all times in epoch seconds. */
export interface Claims {
  sub: string;
  email?: string;
  iat: number;
  exp: number;
}

export interface TokenExpectations {
  /** Signature key, where it is known. */
  secret?: string;
  /** E-mail address that the token must be for, when it names one. */
  email?: string;
  /** Seconds for which the token must still be good. */
  life: number;
  /** Whether somebody gave it ready-made: the helpers of the product's tests leave the audience and `token_type` out, the auth service never does. */
  ready: boolean;
}

/**
 * Holds an access token against the product's contract (environments, JWT): HS256, issuer `netra-auth-service`, audience `netra-platform`,
 * a subject, type `access`, and a life that is long enough. The signature is verified where the key is known.
 * @returns its claims.
 * @throws Error with one sentence that says what is wrong; it never quotes the token.
 */
export async function checkToken(token: string, { secret, email, life, ready }: TokenExpectations): Promise<Claims> {
  const claims = await verifiedClaims(token, secret);
  if (typeof claims.sub !== 'string' || claims.sub === '') throw wrong('has no subject.');
  if (claims.iss !== 'netra-auth-service') throw wrong(`was issued by ${named(claims.iss)}, not by netra-auth-service.`);
  const isForUs = claims.aud === undefined ? ready : [claims.aud].flat().includes('netra-platform');
  if (!isForUs) throw wrong(`is meant for ${named(claims.aud)}, not for netra-platform.`);
  const type = claims['token_type'] ?? claims['type'];
  if (type !== 'access') throw wrong(`is of ${type === undefined ? 'no type' : `type ${named(type)}`}, not access.`);
  if (email && typeof claims['email'] === 'string' && claims['email'] !== email) throw wrong(`is for ${claims['email']}, not for ${email}.`);
  if (typeof claims.exp !== 'number' || typeof claims.iat !== 'number') throw wrong('lacks its issue or expiry time.');
  const left = Math.round(claims.exp - Date.now() / 1000);
  if (left <= 0) throw wrong(`expired ${-left} s ago: sign in again and set the new one.`);
  if (left < life) throw wrong(`is good for ${left} s more, and ${life} s are needed: get one with a longer life.`);
  return { sub: claims.sub, iat: claims.iat, exp: claims.exp, ...(typeof claims['email'] === 'string' ? { email: claims['email'] } : {}) };
}

const wrong = (what: string) => new Error(`The access token ${what}`);
const named = (claim: unknown) => (claim === undefined ? 'nobody' : JSON.stringify(claim));

async function verifiedClaims(token: string, secret: string | undefined) {
  try {
    const { alg } = decodeProtectedHeader(token);
    if (alg !== 'HS256') throw new Error(`its signature is ${JSON.stringify(alg)}, not HS256`);
    return secret ? (await jwtVerify(token, new TextEncoder().encode(secret), { algorithms: ['HS256'] })).payload : decodeJwt(token);
  } catch (error) {
    if (error instanceof JWTExpired) return error.payload;
    if (error instanceof JWSSignatureVerificationFailed) throw wrong('is not signed with the key that was given for this target.');
    throw wrong(`is not a JWT of this product: ${(error as Error).message}.`);
  }
}
