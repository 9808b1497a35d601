import { JWSSignatureVerificationFailed, JWTExpired } from 'jose/errors';
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
}

/**
 * Holds an access token against the product's contract: HS256, issuer `netra-auth-service`, audience `netra-platform`,
 * a subject, type `access`, and a life longer than the run. The signature is verified where the key is known.
 * @returns its claims.
 * @throws Error with one sentence that says what is wrong; it never quotes the token.
 */
export async function checkToken(token: string, { secret, email, life }: TokenExpectations): Promise<Claims> {
  const claims = await verifiedClaims(token, secret);
  const wrong = (what: string) => new Error(`The access token ${what}`);
  if (typeof claims.sub !== 'string' || claims.sub === '') throw wrong('has no subject.');
  if (claims.iss !== undefined && claims.iss !== 'netra-auth-service') throw wrong(`was issued by "${claims.iss}", not by netra-auth-service.`);
  if (claims.aud !== undefined && ![claims.aud].flat().includes('netra-platform')) throw wrong(`is meant for "${claims.aud}", not for netra-platform.`);
  const type = claims['token_type'] ?? claims['type'];
  if (type !== undefined && type !== 'access') throw wrong(`is of type "${type}", not access.`);
  if (email && typeof claims['email'] === 'string' && claims['email'] !== email) throw wrong(`is for ${claims['email']}, not for ${email}.`);
  if (typeof claims.exp !== 'number' || typeof claims.iat !== 'number') throw wrong('lacks its issue or expiry time.');
  const left = Math.round(claims.exp - Date.now() / 1000);
  if (left <= 0) throw wrong(`expired ${-left} s ago: sign in again and set the new one.`);
  if (left < life) throw wrong(`is good for ${left} s more, but the run may take ${life} s: get one with a longer life.`);
  return { sub: claims.sub, iat: claims.iat, exp: claims.exp, ...(typeof claims['email'] === 'string' ? { email: claims['email'] } : {}) };
}

async function verifiedClaims(token: string, secret: string | undefined) {
  try {
    if (!secret) return decodeJwt(token);
    return (await jwtVerify(token, new TextEncoder().encode(secret), { algorithms: ['HS256'] })).payload;
  } catch (error) {
    if (error instanceof JWTExpired) return error.payload;
    if (error instanceof JWSSignatureVerificationFailed) throw new Error('The access token is not signed with the key that was given for this target.');
    throw new Error(`The access token is not a JWT of this product: ${(error as Error).message}.`);
  }
}
