import type { Answer } from '../../faults/index.ts';
import type { Core } from '../core.ts';
import { version } from '../core.ts';
import {
  bearerOf,
  bodyOf,
  identityIn,
  json,
  optionalText,
  Refusal,
  text,
  unprocessable,
  type ApiCall,
  type Json,
} from '../http/exchange.ts';
import { route, type Route } from '../http/router.ts';
import { isAddress, nameOf, type Person } from '../memory.ts';
import { withOffset, wholeSecond } from '../times.ts';
import { createToken } from './create-token.ts';
import { oauthRoutes } from './oauth.ts';
import { BadToken, orBad } from './tokens.ts';
import { validationRoutes } from './validation.ts';

/** What a sign-in answers besides the tokens. */
function publicPerson(person: Person): Json {
  return { id: person.id, email: person.email, name: person.name, full_name: person.name };
}

/** Throws a Refusal 422 unless there are both; a sign-in needs no more to be understood. */
function needsBoth({ email, password }: Json): void {
  if (!email || !password) throw new Refusal(422, 'Email and password are required');
}

function emailOf(body: Json): string {
  const email = text(body, 'email', { max: 254 }).trim();
  if (!isAddress(email)) throw unprocessable('email', 'value is not a valid email address');
  return email;
}

async function signIn(core: Core, person: Person, extra?: Json): Promise<Answer> {
  person.lastLoginAt = Date.now();
  return json({ ...(await core.tokens.issue(person)), ...extra });
}

function passwordLogin(core: Core): (exchange: ApiCall) => Promise<Answer> {
  return async (exchange) => {
    const body = bodyOf(exchange);
    needsBoth(body);
    const person = core.memory.personByPassword(emailOf(body), text(body, 'password'));
    if (person === undefined) throw new Refusal(401, 'Invalid credentials');
    return signIn(core, person, { user: publicPerson(person) });
  };
}

function register(core: Core): (exchange: ApiCall) => Promise<Answer> {
  return async (exchange) => {
    const body = bodyOf(exchange);
    needsBoth(body);
    const email = emailOf(body);
    const password = text(body, 'password', { min: 8, max: 200 });
    const name = optionalText(body, 'name', { max: 100 }) ?? nameOf(email);
    if (core.memory.personByEmail(email) !== undefined) throw new Refusal(409, 'User already exists');
    const id = `user-${crypto.randomUUID()}`;
    const person = core.memory.addPerson({ id, email, name, password, permissions: [], provider: 'password' });
    return signIn(core, person, { user: publicPerson(person) });
  };
}

function devLogin(core: Core): () => Promise<Answer> {
  return async () => {
    if (!core.settings.developmentMode && !core.breakage.skips('development-mode'))
      throw new Refusal(403, 'Dev login is only available in development environment');
    return signIn(core, core.memory.devPerson);
  };
}

function testAuth(core: Core): (exchange: ApiCall) => Promise<Answer> {
  return async (exchange) => {
    const key = exchange.headers['x-e2e-bypass-key'];
    if (!key) throw new Refusal(401, 'E2E bypass key required');
    if (key !== core.bypassKey) throw new Refusal(401, 'Invalid E2E bypass key');
    const body = bodyOf(exchange);
    const email = body['email'] === undefined ? 'e2e-test@example.com' : emailOf(body);
    const name = optionalText(body, 'name', { max: 100 }) ?? nameOf(email);
    const permissions = Array.isArray(body['permissions']) ? body['permissions'].map(String) : ['read', 'write'];
    const id = `e2e-${email.split('@')[0]}`;
    const person = core.memory.person(id) ?? core.memory.addPerson({ id, email, name, permissions, provider: 'e2e' });
    Object.assign(person, { email, name, permissions });
    return signIn(core, person, {
      user: { id, email, name, permissions, oauth_simulated: body['simulate_oauth'] !== false },
    });
  };
}

function refresh(core: Core): (exchange: ApiCall) => Promise<Answer> {
  return async (exchange) => {
    const body = bodyOf(exchange);
    const token = body['refresh_token'] ?? body['refreshToken'] ?? body['token'];
    if (typeof token !== 'string' || token === '')
      throw new Refusal(422, `refresh_token field is required. received_keys: [${Object.keys(body).join(', ')}]`);
    const identity = await orBad(() => core.tokens.spend(token));
    const person = identity instanceof BadToken ? undefined : core.memory.person(identity.personId);
    if (identity instanceof BadToken || person === undefined) throw new Refusal(401, 'Invalid refresh token');
    return json(await core.tokens.issue(person, identity.session));
  };
}

function logout(core: Core): (exchange: ApiCall) => Promise<Answer> {
  return async (exchange) => {
    const identity = await orBad(() => core.tokens.verify(bearerOf(exchange) ?? ''));
    if (!(identity instanceof BadToken)) {
      core.tokens.end(identity.session);
      if (!core.breakage.skips('socket-end')) core.hub.endSession(identity.session);
    }
    return json({ message: 'Successfully logged out', status: 'success' });
  };
}

/** What the auth service keeps of people; of the dev person and simulated ones it keeps nothing. */
function kept({ provider, name, createdAt, lastLoginAt }: Person): Json {
  if (provider === 'dev' || provider === 'e2e') return {};
  return {
    name,
    created_at: withOffset(createdAt),
    last_login_at: withOffset(lastLoginAt),
    is_verified: false,
    auth_provider: provider === 'password' ? 'local' : provider,
  };
}

function me(core: Core): (exchange: ApiCall) => Answer {
  return (exchange) => {
    const { personId, permissions, expiresAt } = identityIn(exchange);
    const person = core.memory.person(personId);
    if (person === undefined) throw new Refusal(401, 'Invalid or expired token');
    const { id: user_id, email } = person;
    return json({ user_id, email, permissions, ...kept(person), token_expires_at: wholeSecond(expiresAt) });
  };
}

/** At the address for tokens there is nothing, here as in the product (docs/contract/backend.md 2). */
function config(core: Core): () => Answer {
  return () => {
    const { auth, web } = core.origins;
    const endpoints = {
      login: `${auth}/auth/login`,
      logout: `${auth}/auth/logout`,
      callback: `${auth}/auth/callback`,
      token: `${auth}/auth/token`,
      user: `${auth}/auth/me`,
      ...(core.settings.developmentMode ? { dev_login: `${auth}/auth/dev/login` } : {}),
    };
    return json({
      google_client_id: core.settings.developmentMode
        ? ''
        : '000000000000-embedded0stack0consent0page0000.apps.googleusercontent.com',
      oauth_enabled: true,
      development_mode: core.settings.developmentMode,
      endpoints,
      authorized_javascript_origins: [web],
      authorized_redirect_uris: [`${web}/auth/callback`],
      oauth_redirect_uri: `${auth}/auth/callback`,
    });
  };
}

const environment = 'development';
const service = () => ({ service: 'auth-service', version, timestamp: withOffset() });

/** The health family of the auth service; only some of it looks at the database (docs/contract/backend.md 2). */
function healthRoutes(core: Core): Route[] {
  const database = { database_status: 'connected' };
  const capabilities = {
    jwt_validation: true,
    session_management: true,
    oauth_configured: true,
    database_connected: true,
  };
  const uptime = () => (Date.now() - core.startedAt) / 1000;
  const ready = () => json({ status: 'ready', ...service(), environment, ...database });
  return [
    route('GET', '/health', () => json({ status: 'healthy', ...service(), uptime_seconds: uptime(), environment })),
    route('GET', '/auth/health', () => json({ status: 'healthy', ...service(), ...database })),
    route('GET', '/health/auth', () =>
      json({ ...service(), environment, status: 'healthy', capabilities, golden_path_ready: true }),
    ),
    route('GET', '/health/ready', ready),
    route('GET', '/readiness', ready),
    route('GET', '/auth/status', () => json({ status: 'running', ...service() })),
  ];
}

/** What is told of the providers of OAuth (docs/contract/backend.md 2). */
function providerRoutes(): Route[] {
  const provider = 'google';
  const google = { provider, environment, is_healthy: true };
  const available_providers = [provider];
  const details = { [provider]: { provider, available: true, configured: true } };
  return [
    route('GET', '/oauth/status', () =>
      json({ ...service(), environment, available_providers, oauth_providers: { google }, oauth_healthy: true }),
    ),
    route('GET', '/oauth/providers', () =>
      json({
        providers: available_providers,
        status: 'configured',
        provider_details: details,
        timestamp: withOffset(),
      }),
    ),
  ];
}

/** The auth service (docs/contract/backend.md 2). */
export function authRoutes(core: Core): Route[] {
  return [
    route('GET', '/auth/config', config(core)),
    route('POST', '/auth/login', passwordLogin(core)),
    route('POST', '/auth/register', register(core)),
    route('POST', '/auth/dev/login', devLogin(core)),
    route('POST', '/auth/e2e/test-auth', testAuth(core)),
    route('POST', '/auth/refresh', refresh(core)),
    route('POST', '/auth/create-token', createToken(core)),
    route('POST', '/auth/logout', logout(core)),
    route('GET', '/auth/me', me(core), 'bearer'),
    ...healthRoutes(core),
    ...providerRoutes(),
    ...validationRoutes(core),
    ...oauthRoutes(core),
  ];
}
