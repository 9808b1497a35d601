// @ts-check
import { config } from './config.ts';
import { createStore } from './store.ts';
import { accessToken, forgetPerson, forgetTokens, keepTokens, readToken, refreshToken, renewalTime } from './tokens.ts';

/** @typedef {{ id: string, email: string, name: string, role: string }} Person */
/** @typedef {{ developmentMode: boolean, oauthEnabled: boolean }} AuthConfig */

/**
 * @typedef {object} Session
 * @property {'starting' | 'signed-out' | 'signed-in' | 'unreachable'} phase
 * @property {Person | null} person
 * @property {AuthConfig | null} auth null until the auth service has told it
 * @property {string} problem what to tell the person on the sign-in page
 */

export const session = createStore(
  /** @type {Session} */ ({ phase: 'starting', person: null, auth: null, problem: '' }),
);

/** The sign-in is over: the tokens were refused and could not be renewed. */
export class SignedOutError extends Error {}

const UNREACHABLE = 'The sign-in service cannot be reached. Please try again.';
const ENDED = 'Your session has ended. Please sign in again.';

/**
 * Start-up: configuration of the auth service, then the stored token, else the automatic development sign-in.
 * @param {{ automatic: boolean }} how automatic: sign in by itself in development mode
 */
export async function startSession({ automatic }) {
  session.set({ phase: 'starting', problem: '' });
  const auth = await fetchAuthConfig();
  session.set({ auth });
  try {
    if (accessToken()) await enter();
    else if (automatic && auth?.developmentMode && !localStorage.getItem('dev_logout_flag')) await automaticSignIn();
    else session.set({ phase: 'signed-out', problem: auth ? '' : UNREACHABLE });
  } catch (error) {
    if (error instanceof SignedOutError) return;
    session.set({ phase: accessToken() ? 'unreachable' : 'signed-out', problem: messageOf(error) });
  }
}

/**
 * Takes new tokens and makes their owner the signed-in person.
 * @param {import('./tokens.ts').Tokens} tokens
 */
export async function signInWithTokens(tokens) {
  keepTokens(tokens);
  await enter();
}

/**
 * Development sign-in.
 * @param {string} email
 * @param {string} password
 * @throws {Error} with a text for the person when it is refused or the service cannot be reached
 */
export async function signInForDevelopment(email, password) {
  const body = await authCall('POST', '/auth/dev/login', { email, password });
  localStorage.removeItem('dev_logout_flag');
  await signInWithTokens(tokensOf(body));
}

/**
 * Exchanges the code of the OAuth landing for tokens.
 * @param {URLSearchParams} query `code` and `state`
 */
export async function signInWithCode(query) {
  const part = new URLSearchParams({ code: query.get('code') ?? '', state: query.get('state') ?? '' });
  await signInWithTokens(tokensOf(await authCall('GET', `/auth/oauth/callback?${part}`)));
}

/** Leaves for the sign-in of the auth service. */
export function leaveForOAuth() {
  location.assign(`${config.authUrl}/auth/login?provider=google`);
}

/** Signs out here and at the auth service, and leaves nothing private behind: the page is loaded anew. */
export async function signOut() {
  const token = accessToken();
  session.set({ phase: 'starting', person: null, problem: '' });
  forgetPerson();
  sessionStorage.clear();
  localStorage.setItem('dev_logout_flag', 'true');
  try {
    if (token) await authCall('POST', '/auth/logout', undefined, token);
  } catch (error) {
    console.warn('The auth service did not confirm the sign-out:', messageOf(error));
  }
  location.assign('/login');
}

/**
 * The sign-in is over without the person's doing: the tokens go, what is being written stays for the next sign-in.
 * @param {string} [problem] what to tell the person
 */
export function endSession(problem = ENDED) {
  forgetTokens();
  session.set({ phase: 'signed-out', person: null, problem });
}

/** @type {Promise<string> | null} */
let renewal = null;

/**
 * Renews the access token. Calls at the same time share one exchange, in this tab and, by a lock, in all tabs of this
 * browser.
 * @param {string | null} spent the token that was refused or is about to end
 * @returns {Promise<string>} the token to use from now on
 * @throws {SignedOutError} when the sign-in is over
 */
export function renewToken(spent) {
  renewal ??= withLock(() => exchange(spent)).finally(() => {
    renewal = null;
  });
  return renewal;
}

/**
 * @returns {Promise<string | null>} a token that has not ended; null when nobody is signed in
 */
export async function usableToken() {
  const token = accessToken();
  if (!token) return null;
  const claims = readToken(token);
  return claims && claims.expiresAt <= Date.now() ? renewToken(token) : token;
}

/**
 * @param {() => Promise<string>} work
 * @returns {Promise<string>}
 */
async function withLock(work) {
  return navigator.locks ? await navigator.locks.request('netra-token-renewal', work) : await work();
}

/** @param {string | null} spent */
async function exchange(spent) {
  const present = accessToken();
  if (present && present !== spent) return present;
  const refresh = refreshToken();
  if (!refresh) throw new SignedOutError(ENDED);
  try {
    const tokens = tokensOf(await authCall('POST', '/auth/refresh', { refresh_token: refresh }));
    keepTokens(tokens);
    if (tokens.access !== spent) planRenewal();
    return tokens.access;
  } catch (error) {
    const now = accessToken();
    if (now && now !== spent) return now;
    if (error instanceof AuthError && error.status < 500) throw new SignedOutError(ENDED);
    throw error;
  }
}

/** Makes the owner of the stored token the signed-in person; one renewal is tried when it is refused. */
async function enter() {
  let person = await whoIs(accessToken() ?? '');
  if (!person) {
    try {
      person = await whoIs(await renewToken(accessToken()));
    } catch (error) {
      if (!(error instanceof SignedOutError)) throw error;
    }
  }
  if (!person) {
    endSession();
    throw new SignedOutError(ENDED);
  }
  localStorage.setItem('user_data', JSON.stringify(person));
  session.set({ phase: 'signed-in', person, problem: '' });
  planRenewal();
}

/**
 * @param {string} token
 * @returns {Promise<Person | null>} null when the token is refused
 */
async function whoIs(token) {
  /** @type {Record<string, any>} */
  const body = await authCall('POST', '/auth/validate-token-and-get-user', { token }, token).catch((error) => {
    if (error instanceof AuthError && error.status === 401) return { valid: false };
    throw error;
  });
  if (body.valid !== true) return null;
  const user = body.user ?? { id: body.user_id, ...body.token_data };
  const email = String(user.email ?? '');
  return {
    id: String(user.id ?? body.user_id),
    email,
    name: String(user.full_name || user.name || email),
    role: String(user.role ?? ''),
  };
}

/** Up to six tries with growing pauses, eight seconds in all. */
async function automaticSignIn() {
  const limit = Date.now() + 8000;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await signInForDevelopment('dev@example.com', 'dev');
    } catch (error) {
      const refused = error instanceof SignedOutError || (error instanceof AuthError && error.status < 500);
      const pause = 250 * 2 ** attempt;
      if (refused || attempt === 5 || Date.now() + pause > limit) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** @returns {Promise<AuthConfig | null>} null when the auth service does not answer within five seconds */
async function fetchAuthConfig() {
  try {
    const body = await authCall('GET', '/auth/config');
    return { developmentMode: body.development_mode === true, oauthEnabled: body.oauth_enabled !== false };
  } catch (error) {
    console.warn('No configuration from the auth service:', messageOf(error));
    return null;
  }
}

class AuthError extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * @param {'GET' | 'POST'} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {string} [token]
 * @returns {Promise<Record<string, any>>}
 * @throws {AuthError} when the service refuses; Error when it cannot be reached
 */
async function authCall(method, path, body, token) {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(config.authUrl + path, {
      method,
      credentials: 'include',
      signal: AbortSignal.timeout(method === 'GET' ? 5000 : 10_000),
      headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
      body: body === undefined ? null : JSON.stringify(body),
    });
  } catch (error) {
    throw new Error(UNREACHABLE, { cause: error });
  }
  const found = await response.json().catch(() => ({}));
  if (response.ok) return found;
  const detail = found.detail ?? found.error_description ?? found.message ?? found.error;
  throw new AuthError(
    response.status,
    typeof detail === 'string' ? detail : `The sign-in service answered ${response.status}.`,
  );
}

/**
 * @param {Record<string, any>} body
 * @returns {import('./tokens.ts').Tokens}
 */
function tokensOf(body) {
  if (!body.access_token) throw new Error('The sign-in service sent no token.');
  return { access: body.access_token, refresh: body.refresh_token ?? null };
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let renewalTimer;

function planRenewal() {
  clearTimeout(renewalTimer);
  const token = accessToken();
  const time = token && renewalTime(token);
  if (!token || !time || !refreshToken()) return;
  const wait = Math.min(Math.max(time - Date.now(), 1000), 2 ** 31 - 1);
  renewalTimer = setTimeout(() => renewInTime(token), wait);
}

/** @param {string} token */
async function renewInTime(token) {
  if (session.get().phase !== 'signed-in') return;
  try {
    if ((await renewToken(token)) === token) console.warn('The auth service renewed the token with the same one.');
  } catch (error) {
    console.warn('The token was not renewed in time:', messageOf(error));
  }
}

/** What another tab does with the tokens holds here too. */
addEventListener('storage', (event) => {
  if (event.key !== 'jwt_token' && event.key !== null) return;
  const { phase, person } = session.get();
  const token = accessToken();
  if (phase === 'signed-in' && !token) return endSession('You signed out in another tab.');
  if (
    token &&
    (phase === 'signed-out' || (person && readToken(token)?.subject !== readToken(event.oldValue ?? token)?.subject))
  ) {
    return location.reload();
  }
  if (phase === 'signed-in') planRenewal();
});
