import { config } from './config.ts';
import { textOf } from './envelope.ts';
import { objectOf, type Json } from './json.ts';
import type { Tokens } from './tokens.ts';

export interface Person {
  id: string;
  email: string;
  name: string;
}

export interface AuthConfig {
  developmentMode: boolean;
}

export const UNREACHABLE = 'The sign-in service cannot be reached. Please try again.';

/** The auth service refused. */
export class AuthError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * How people sign in.
 * @throws AuthError when the service refuses; Error when it does not answer within five seconds
 */
export async function fetchAuthConfig(): Promise<AuthConfig> {
  const body = await call('GET', '/auth/config');
  return { developmentMode: body.development_mode === true };
}

/**
 * The owner of a token.
 * @returns null when the token is refused
 * @throws AuthError when the service refuses to say; Error when it cannot be reached
 */
export async function whoIs(token: string): Promise<Person | null> {
  const body = await call('POST', '/auth/validate-token-and-get-user', { token }, token).catch((error): Json => {
    if (error instanceof AuthError && error.status === 401) return { valid: false };
    throw error;
  });
  if (body.valid !== true) return null;
  const user = objectOf(body.user ?? { id: body.user_id, ...objectOf(body.token_data) });
  const email = textOf(user.email);
  return {
    id: String(user.id ?? body.user_id),
    email,
    name: String(user.full_name || user.name || email),
  };
}

/**
 * Signs in the one development person.
 * @throws AuthError when the service refuses; Error when it cannot be reached or sends no token
 */
export async function developmentTokens(): Promise<Tokens> {
  return tokensOf(await call('POST', '/auth/dev/login', { email: 'dev@example.com', password: 'dev' }));
}

/**
 * Signs in by password.
 * @throws as `developmentTokens`
 */
export async function passwordTokens(email: string, password: string): Promise<Tokens> {
  return tokensOf(await call('POST', '/auth/login', { email, password }));
}

/**
 * Exchanges a refresh token for new tokens.
 * @throws as `developmentTokens`
 */
export async function renewedTokens(refresh: string): Promise<Tokens> {
  return tokensOf(await call('POST', '/auth/refresh', { refresh_token: refresh }));
}

/**
 * Ends the session of a token.
 * @throws as `whoIs`
 */
export async function endTokens(token: string): Promise<void> {
  await call('POST', '/auth/logout', undefined, token);
}

async function call(method: 'GET' | 'POST', path: string, body?: unknown, token?: string): Promise<Json> {
  let response: Response;
  try {
    response = await fetch(config.authUrl + path, {
      method,
      credentials: 'include',
      signal: AbortSignal.timeout(method === 'GET' ? 5000 : 10_000),
      headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Error(UNREACHABLE);
  }
  const found = objectOf(await response.json().catch(() => null));
  if (response.ok) return found;
  const reason = found.detail ?? found.error_description ?? found.message ?? found.error;
  throw new AuthError(
    response.status,
    typeof reason === 'string' ? reason : `The sign-in service answered ${response.status}.`,
  );
}

function tokensOf({ access_token: access, refresh_token: refresh }: Json): Tokens {
  if (!access) throw new Error('The sign-in service sent no token.');
  return { access: String(access), refresh: refresh ? String(refresh) : null };
}
