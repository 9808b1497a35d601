import { randomBytes, randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { JWTExpired } from 'jose/errors';
import { SignJWT } from 'jose/jwt/sign';
import { jwtVerify } from 'jose/jwt/verify';
import type { Check, Close } from '../../faults/index.ts';
import type { Person } from '../memory.ts';

const issuer = 'netra-auth-service';
const audience = 'netra-platform';
const refreshLife = 30 * 24 * 3600;
/** Seconds that an access token is said to live, however long it does (docs/contract/backend.md 1.3). */
const toldLife = 900;

/** A verified access token. `expiresAt` is epoch milliseconds. */
export interface Identity {
  personId: string;
  email: string;
  permissions: string[];
  session: string;
  expiresAt: number;
  claims: JWTPayload;
}

export interface Pair {
  access_token: string;
  refresh_token: string;
  token_type: 'Bearer';
  expires_in: typeof toldLife;
}

/** Why a token is refused, and how: with which status on REST, with which close on a socket. */
export class BadToken extends Error {
  readonly status: number;
  readonly close: Close;
  /** What REST says of it; the services have one sentence for every bad token (docs/contract/backend.md 6.2). */
  readonly told: string;

  constructor(
    reason: string,
    { status = 401, close = { code: 1008, reason: 'Authentication failed' }, told = 'Invalid or expired token' } = {},
  ) {
    super(reason);
    this.status = status;
    this.close = close;
    this.told = told;
  }
}

const expired = () => new BadToken('Token expired');

/** What comes of work, or why the token that it needs is bad. */
export async function orBad<T>(work: () => Promise<T>): Promise<T | BadToken> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BadToken) return error;
    throw error;
  }
}

/** Makes and checks the JWTs of one stack: HS256 with the product's claims (docs/contract/backend.md 1.3). */
export class Tokens {
  readonly #key: Uint8Array;
  readonly #life: (person: Person) => number;
  readonly #skips: (check: Check) => boolean;
  readonly #sessions = new Map<string, string>();
  readonly #ended = new Set<string>();
  readonly #usedRefresh = new Set<string>();
  #issued = 0;

  /**
   * @param life seconds that an access token of this person lives.
   * @param skips whether a check is left out.
   */
  constructor(secret: string, life: (person: Person) => number, skips: (check: Check) => boolean) {
    this.#key = new TextEncoder().encode(secret);
    this.#life = life;
    this.#skips = skips;
  }

  /** A new access and refresh token of one session (a new one unless given). */
  async issue(person: Person, session: string = randomUUID()): Promise<Pair> {
    return {
      access_token: await this.#sign(person, 'access', this.#life(person), session),
      refresh_token: await this.#sign(person, 'refresh', refreshLife, session),
      token_type: 'Bearer',
      expires_in: toldLife,
    };
  }

  async #sign(person: Person, type: 'access' | 'refresh', life: number, session: string): Promise<string> {
    const jti = `jti_${Date.now()}_${(this.#issued += 1)}_${randomBytes(4).toString('hex')}`;
    this.#sessions.set(jti, session);
    const iat = Math.floor(Date.now() / 1000);
    return new SignJWT({
      email: person.email,
      ...(type === 'access' ? { permissions: person.permissions } : {}),
      token_type: type,
      type,
      env: 'development',
      svc_id: 'netra_auth_service_dev',
    })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(person.id)
      .setIssuer(issuer)
      .setAudience(audience)
      .setJti(jti)
      .setIssuedAt(iat)
      .setExpirationTime(iat + life)
      .sign(this.#key);
  }

  /**
   * Checks signature, algorithm, times, issuer, audience and kind of a token, and that its session has not ended.
   * @throws BadToken with the reason.
   */
  async verify(token: string, type: 'access' | 'refresh' = 'access'): Promise<Identity> {
    let claims: JWTPayload;
    try {
      const checks = { algorithms: ['HS256'], issuer, audience, requiredClaims: ['exp', 'iat', 'sub', 'jti'] };
      claims = (await jwtVerify(token, this.#key, checks)).payload;
    } catch (error) {
      if (error instanceof JWTExpired) throw expired();
      throw new BadToken(`Token validation failed: ${(error as Error).message}`);
    }
    if (claims['token_type'] !== type) throw new BadToken(`Token validation failed: not a token of type ${type}`);
    const { sub, jti } = claims;
    if (typeof sub !== 'string' || typeof jti !== 'string')
      throw new BadToken('Token validation failed: "sub" and "jti" must be strings');
    return this.confirm({
      personId: sub,
      email: String(claims['email'] ?? ''),
      permissions: Array.isArray(claims['permissions']) ? claims['permissions'].map(String) : [],
      session: this.#sessions.get(jti) ?? jti,
      expiresAt: (claims.exp ?? 0) * 1000,
      claims,
    });
  }

  /**
   * An identity that was verified before, if it still holds.
   * @throws BadToken when its token has expired or its session has ended since.
   */
  confirm(identity: Identity): Identity {
    if (identity.expiresAt <= Date.now()) throw expired();
    if (this.#ended.has(identity.session)) throw new BadToken('Token has been revoked');
    return identity;
  }

  /**
   * Checks a refresh token and uses it up.
   * @throws BadToken when it is bad or was used before.
   */
  async spend(token: string): Promise<Identity> {
    const identity = await this.verify(token, 'refresh');
    const jti = String(identity.claims.jti);
    if (this.#usedRefresh.has(jti) && !this.#skips('refresh-once'))
      throw new BadToken('Refresh token has already been used');
    this.#usedRefresh.add(jti);
    return identity;
  }

  /** Ends a session: all its tokens are refused from now on. */
  end(session: string): void {
    if (!this.#skips('session-end')) this.#ended.add(session);
  }
}
