import type { Json } from './json.ts';

export interface Tokens {
  access: string;
  refresh: string | null;
}

const PRIVATE_KEYS = [
  'jwt_token',
  'refresh_token',
  'user_data',
  'user_preferences',
  'active_thread_id',
  'chat_history',
  'session_id',
  'dev_logout_performed',
  'chat_state_persistence',
  'websocket_session_state',
];

export const accessToken = (): string | null => localStorage.getItem('jwt_token');

export const refreshToken = (): string | null => localStorage.getItem('refresh_token');

/** @param tokens without a refresh token the one in store stays */
export function keepTokens({ access, refresh }: Tokens): void {
  if (refresh) localStorage.setItem('refresh_token', refresh);
  localStorage.setItem('jwt_token', access);
}

/** Removes the sign-in, and leaves what the person was writing. */
export function forgetTokens(): void {
  for (const key of ['jwt_token', 'refresh_token', 'user_data']) localStorage.removeItem(key);
}

/** Removes everything of the signed-in person from this browser. */
export function forgetPerson(): void {
  for (const key of PRIVATE_KEYS) localStorage.removeItem(key);
}

/**
 * When a token ends, by its own claims.
 * @returns times in epoch milliseconds; null when it is not a JWT with these claims
 */
export function readToken(token: string): { subject: string; issuedAt: number; expiresAt: number } | null {
  try {
    const body = token.split('.')[1]!;
    const claims = JSON.parse(atob(body.replace(/-/g, '+').replace(/_/g, '/'))) as Json;
    if (typeof claims.exp !== 'number') return null;
    return {
      subject: String(claims.sub),
      issuedAt: Number(claims.iat) * 1000,
      expiresAt: claims.exp * 1000,
    };
  } catch {
    return null;
  }
}

/**
 * A token is renewed five minutes before its end, or with a quarter of its life left when that is shorter than five
 * minutes (docs/contract/frontend.md 2.3); one of less than ten minutes, which would else be renewed at once, with
 * half of it left.
 * @returns epoch milliseconds; null when the token does not say
 */
export function renewalTime(token: string): number | null {
  const claims = readToken(token);
  if (!claims) return null;
  const life = claims.expiresAt - claims.issuedAt;
  const lead = life < 300_000 ? life / 4 : Math.min(300_000, life / 2);
  return claims.expiresAt - lead;
}
