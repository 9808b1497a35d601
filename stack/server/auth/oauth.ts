import { randomBytes } from 'node:crypto';
import type { Answer } from '../../faults/index.ts';
import type { Core } from '../core.ts';
import { headerOf, json, redirect, Refusal, type ApiCall } from '../http/exchange.ts';
import { route, type Route } from '../http/router.ts';
import { devPerson, isAddress, nameOf, seededPeople } from '../memory.ts';
import { consentPage } from './consent.ts';
import type { Pair } from './tokens.ts';

const stateLife = 10 * 60_000;

/** What is remembered between the steps of an OAuth sign-in. */
class Pending {
  readonly #states = new Map<string, number>();
  readonly #codes = new Map<string, string>();

  state(): string {
    const state = randomBytes(16).toString('base64url');
    this.#states.set(state, Date.now());
    return state;
  }

  knows(state: string): boolean {
    return Date.now() - (this.#states.get(state) ?? 0) < stateLife;
  }

  code(email: string): string {
    const code = randomBytes(16).toString('base64url');
    this.#codes.set(code, email);
    return code;
  }

  /** The e-mail a code stands for; code and state are used up. */
  spend(code: string, state: string): string | undefined {
    const email = this.#codes.get(code);
    this.#states.delete(state);
    this.#codes.delete(code);
    return email;
  }
}

function begin(core: Core, pending: Pending): (exchange: ApiCall) => Answer {
  return ({ query }) => {
    const provider = query.get('provider');
    if (provider !== 'google')
      throw new Refusal(
        400,
        provider === null
          ? 'Provider parameter is required for OAuth login'
          : `Unsupported OAuth provider: ${provider}`,
      );
    const consent = new URL('/oauth/consent', core.origins.auth);
    consent.search = new URLSearchParams({
      client_id: 'netra-embedded',
      redirect_uri: `${core.origins.auth}/auth/callback`,
      response_type: 'code',
      scope: 'openid email profile',
      state: pending.state(),
    }).toString();
    return redirect(consent.href);
  };
}

function ask({ query }: ApiCall): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body: consentPage([...seededPeople, devPerson], query.get('state') ?? ''),
  };
}

function decide(core: Core, pending: Pending): (exchange: ApiCall) => Answer {
  return ({ body }) => {
    const form = new URLSearchParams(body);
    const state = form.get('state') ?? '';
    const email = String(form.get('other') || form.get('email')).trim();
    const callback = new URL('/auth/callback', core.origins.auth);
    callback.searchParams.set('state', state);
    if (form.get('decision') !== 'allow') {
      callback.searchParams.set('error', 'access_denied');
      callback.searchParams.set('error_description', 'You did not allow access to your account');
    } else {
      if (!isAddress(email)) throw new Refusal(400, 'An account has to be chosen');
      callback.searchParams.set('code', pending.code(email));
    }
    return redirect(callback.href, 303);
  };
}

/**
 * Exchanges the code for tokens. Throws a Refusal: 400 when something is missing or the state is unknown, 401 for a
 * bad code.
 */
async function exchangeCode(
  core: Core,
  pending: Pending,
  query: URLSearchParams,
): Promise<{ pair: Pair; email: string; name: string }> {
  const code = query.get('code');
  const state = query.get('state') ?? '';
  const isLeftOut = core.breakage.skips('oauth-state');
  if (!code || (!state && !isLeftOut)) throw new Refusal(400, 'Missing authorization code or state');
  if (!isLeftOut && !pending.knows(state)) throw new Refusal(400, 'Unknown or expired state');
  const email = pending.spend(code, state);
  if (email === undefined) throw new Refusal(401, 'Invalid authorization code');
  const known = core.memory.personByEmail(email);
  const id = `google-${randomBytes(6).toString('hex')}`;
  const person =
    known ?? core.memory.addPerson({ id, email, name: nameOf(email), permissions: [], provider: 'google' });
  person.lastLoginAt = Date.now();
  return { pair: await core.tokens.issue(person), email: person.email, name: person.name };
}

function callback(core: Core, pending: Pending, answersJson: boolean): (exchange: ApiCall) => Promise<Answer> {
  return async ({ query, headers }) => {
    const error = query.get('error');
    const asJson = answersJson && !headerOf({ headers }, 'accept').includes('text/html');
    if (error !== null) {
      const message = query.get('error_description') ?? 'Sign-in failed';
      if (asJson) throw new Refusal(401, message);
      return redirect(
        `${core.settings.frontendUrl}/auth/error?${new URLSearchParams({ error, error_description: message, message })}`,
      );
    }
    const { pair, email, name } = await exchangeCode(core, pending, query);
    if (asJson) return json({ ...pair, user: { email, name, full_name: name } });
    const { access_token, refresh_token } = pair;
    return redirect(
      `${core.settings.frontendUrl}/auth/callback?${new URLSearchParams({ access_token, refresh_token, email, name })}`,
    );
  };
}

/**
 * Sign-in with another account; a consent page of the stack stands for Google (docs/contract/backend.md 2;
 * docs/contract/frontend.md 2.4).
 */
export function oauthRoutes(core: Core): Route[] {
  const pending = new Pending();
  return [
    route('GET', '/auth/login', begin(core, pending)),
    route('GET', '/oauth/consent', ask),
    route('POST', '/oauth/consent', decide(core, pending)),
    route('GET', '/auth/callback', callback(core, pending, false)),
    route('GET', '/auth/oauth/callback', callback(core, pending, true)),
  ];
}
