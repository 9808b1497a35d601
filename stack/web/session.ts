import {
  AuthError,
  developmentTokens,
  endTokens,
  fetchAuthConfig,
  passwordTokens,
  renewedTokens,
  UNREACHABLE,
  whoIs,
  type AuthConfig,
  type Person,
} from './auth-service.ts';
import { config } from './config.ts';
import { createStore } from './store.ts';
import {
  accessToken,
  forgetPerson,
  forgetTokens,
  keepTokens,
  readToken,
  refreshToken,
  renewalTime,
  type Tokens,
} from './tokens.ts';

export interface Session {
  phase: 'starting' | 'signed-out' | 'signed-in' | 'unreachable';
  person: Person | null;
  /** Null until the auth service has told it, and when it does not answer. */
  auth: AuthConfig | null;
  /** What to tell the person on the sign-in page. */
  problem: string;
}

export const session = createStore<Session>({ phase: 'starting', person: null, auth: null, problem: '' });

/** The sign-in is over: the tokens were refused and could not be renewed. */
export class SignedOutError extends Error {}

const ENDED = 'Your session has ended. Please sign in again.';

/**
 * Start-up: configuration of the auth service, then the stored token, else the automatic development sign-in.
 * @param how automatic: sign in by itself in development mode
 */
export async function startSession({ automatic }: { automatic: boolean }): Promise<void> {
  session.set({ phase: 'starting', problem: '' });
  const auth = await fetchAuthConfig().catch((error: unknown) => {
    console.warn(error);
    return null;
  });
  session.set({ auth });
  try {
    if (accessToken()) await enter();
    else if (automatic && auth?.developmentMode && !localStorage.getItem('dev_logout_flag'))
      await signInForDevelopment();
    else session.set({ phase: 'signed-out', problem: auth ? '' : UNREACHABLE });
  } catch (error) {
    if (error instanceof SignedOutError) return;
    session.set({ phase: accessToken() ? 'unreachable' : 'signed-out', problem: (error as Error).message });
  }
}

/** Takes new tokens and makes their owner the signed-in person. */
export async function signInWithTokens(tokens: Tokens): Promise<void> {
  keepTokens(tokens);
  await enter();
}

/**
 * Signs in the one development person.
 * @throws Error with a text for the person when it is refused or the service cannot be reached
 */
export async function signInForDevelopment(): Promise<void> {
  await signInAtForm(await developmentTokens());
}

/**
 * Signs in by password. The product's page signs in the development person whatever is typed
 * (docs/contract/frontend.md 2.4); this one checks, so that several people can sign in.
 * @throws as `signInForDevelopment`
 */
export async function signInWithPassword(email: string, password: string): Promise<void> {
  await signInAtForm(await passwordTokens(email, password));
}

async function signInAtForm(tokens: Tokens): Promise<void> {
  localStorage.removeItem('dev_logout_flag');
  await signInWithTokens(tokens);
}

/** Leaves for the sign-in of the auth service. */
export function leaveForOAuth(): void {
  location.assign(`${config.authUrl}/auth/login?provider=google`);
}

/** Signs out here and at the auth service, and leaves nothing private behind: the page is reloaded. */
export async function signOut(): Promise<void> {
  const token = accessToken();
  session.set({ phase: 'starting', person: null, problem: '' });
  forgetPerson();
  sessionStorage.clear();
  localStorage.setItem('dev_logout_flag', 'true');
  if (token) await endTokens(token).catch(console.warn);
  location.assign('/login');
}

/**
 * The sign-in is over without the person's doing: the tokens go, what is being written stays for the next sign-in.
 * @param problem what to tell the person
 */
export function endSession(problem = ENDED): void {
  forgetTokens();
  session.set({ phase: 'signed-out', person: null, problem });
}

let renewal: Promise<string> | null = null;

/**
 * Renews the access token. Calls at the same time share one exchange, in this tab and, by a lock, in all tabs of this
 * browser.
 * @param spent the token that was refused or is about to end
 * @returns the token to use from now on
 * @throws SignedOutError when the sign-in is over
 */
export function renewToken(spent: string | null): Promise<string> {
  renewal ??= withLock(() => exchange(spent)).finally(() => {
    renewal = null;
  });
  return renewal;
}

/** @returns a token that has not ended; null when nobody is signed in */
export async function usableToken(): Promise<string | null> {
  const token = accessToken();
  if (!token) return null;
  const claims = readToken(token);
  return claims && claims.expiresAt + ahead <= Date.now() ? renewToken(token) : token;
}

/** Over plain HTTP from another host than this one there are no locks: then each tab renews for itself. */
async function withLock(work: () => Promise<string>): Promise<string> {
  return 'locks' in navigator ? await navigator.locks.request('netra-token-renewal', work) : await work();
}

async function exchange(spent: string | null): Promise<string> {
  const present = accessToken();
  if (present && present !== spent) return present;
  const refresh = refreshToken();
  if (!refresh) throw new SignedOutError(ENDED);
  try {
    const tokens = await renewedTokens(refresh);
    keepTokens(tokens);
    ahead = Date.now() - (readToken(tokens.access)?.issuedAt ?? Date.now());
    if (tokens.access !== spent) planRenewal();
    return tokens.access;
  } catch (error) {
    if (error instanceof AuthError && error.status < 500) throw new SignedOutError(ENDED);
    throw error;
  }
}

/** Makes the owner of the stored token the signed-in person; one renewal is tried when it is refused. */
async function enter(): Promise<void> {
  let person = await whoIs(accessToken()!);
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

/** Milliseconds that the clock of this browser is ahead of the server's, known from the first renewal on. */
let ahead = 0;

let renewalTimer: ReturnType<typeof setTimeout> | undefined;

function planRenewal(): void {
  clearTimeout(renewalTimer);
  const token = accessToken();
  const time = token && renewalTime(token);
  if (!token || !time || !refreshToken()) return;
  const wait = Math.min(Math.max(time + ahead - Date.now(), 1000), 2 ** 31 - 1);
  renewalTimer = setTimeout(() => renewInTime(token), wait);
}

async function renewInTime(token: string): Promise<void> {
  if (session.get().phase !== 'signed-in') return;
  try {
    await renewToken(token);
  } catch (error) {
    console.warn(error);
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
