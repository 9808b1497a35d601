import { randomUUID } from 'node:crypto';
import type { SignIn, Site } from '../config/targets.ts';
import type { Tokens } from './tokens.ts';

/** Somebody who can use the product. */
export interface Account {
  email: string;
  /** Subject of the account's tokens. */
  id: string;
  /** Full name, as the page's header shows it; absent where the sign-in does not tell it. */
  name?: string;
}

/** An account with live tokens. */
export interface Session {
  account: Account;
  tokens: Tokens;
}

interface TokenReply {
  access_token?: string;
  refresh_token?: string;
}

/**
 * Signs an account in through the auth service's API, by the target's way (the product's contract, auth service):
 * simulation key -> `POST /auth/e2e/test-auth`, password -> `POST /auth/login`, dev login -> `POST /auth/dev/login`, a new account ->
 * `POST /auth/register`, or a ready token.
 * @returns the token pair (no refresh token for a ready token).
 * @throws Error with one sentence: who, where, and which answer came; no key or token is quoted.
 */
export async function signIn(site: Site, email: string, way: SignIn, name?: string): Promise<Tokens> {
  switch (way.by) {
    case 'token': return { access: way.token };
    case 'simulation': return ask(site, email, '/auth/e2e/test-auth', { email, ...(name ? { name } : {}) }, { 'x-e2e-bypass-key': way.key });
    case 'password': return ask(site, email, '/auth/login', { email, password: way.password });
    case 'register': return ask(site, email, '/auth/register', { email, password: randomUUID(), ...(name ? { name } : {}) });
    case 'dev-login': return ask(site, email, '/auth/dev/login', { email, password: 'dev' });
  }
}

async function ask(site: Site, email: string, path: string, body: object, headers: Record<string, string> = {}): Promise<Tokens> {
  const asked = `${email} could not be signed in: POST ${site.auth}${path}`;
  const response = await fetch(`${site.auth}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  }).catch((error: Error) => { throw new Error(`${asked} got no answer (${String(error.cause ?? error.message)}).`); });
  if (!response.ok) throw new Error(`${asked} answered ${response.status} ${response.statusText}.`);
  const reply = (await response.json().catch(() => null)) as TokenReply | null;
  if (!reply?.access_token) throw new Error(`${asked} answered ${response.status} without an access_token.`);
  return { access: reply.access_token, ...(reply.refresh_token ? { refresh: reply.refresh_token } : {}) };
}
