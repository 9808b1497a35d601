import type { Answer } from '../../faults/index.ts';
import type { Core } from '../core.ts';
import { bearerOf, bodyOf, json, Refusal, type Exchange } from '../http/exchange.ts';
import { route, type Route } from '../http/router.ts';
import { nameOf } from '../memory.ts';
import { BadToken, type Identity } from './tokens.ts';

const serviceId = 'netra-backend';

function tokenIn(exchange: Exchange): string | undefined {
  const body = bodyOf(exchange);
  const given = body['token'] ?? body['access_token'];
  return typeof given === 'string' && given !== '' ? given : bearerOf(exchange);
}

async function check(core: Core, token: string): Promise<Identity | BadToken> {
  try {
    return await core.tokens.verify(token);
  } catch (error) {
    if (error instanceof BadToken) return error;
    throw error;
  }
}

function facts(identity: Identity): Record<string, unknown> {
  return { valid: true, user_id: identity.personId, email: identity.email, permissions: identity.permissions };
}

/** A bad token is an answer here, not an error: 200 with `valid: false` (docs/contract/backend.md 2). */
function invalid(error: string): Answer {
  return json({ valid: false, error });
}

type Handling = (exchange: Exchange) => Promise<Answer>;

/** A body that cannot be read is an answer too. */
function readable(handle: Handling): Handling {
  return async (exchange) => {
    try {
      return await handle(exchange);
    } catch (error) {
      if (error instanceof Refusal) return invalid('invalid_request');
      throw error;
    }
  };
}

function verify(core: Core): Handling {
  return readable(async (exchange) => {
    const token = tokenIn(exchange);
    if (token === undefined) return invalid('missing_token');
    const identity = await check(core, token);
    if (identity instanceof BadToken) return invalid(identity.expired ? 'token_expired' : 'invalid_token');
    return json({ ...facts(identity), exp: identity.claims.exp });
  });
}

function wrongService(core: Core, exchange: Exchange): string | undefined {
  const id = exchange.headers['x-service-id'];
  if (id === undefined) return undefined;
  if (id !== serviceId) return 'invalid_service_id';
  return exchange.headers['x-service-secret'] === core.serviceSecret ? undefined : 'invalid_service_secret';
}

function validate(core: Core): Handling {
  return readable(async (exchange) => {
    const wrong = wrongService(core, exchange);
    if (wrong !== undefined) return invalid(wrong);
    const { token } = bodyOf(exchange);
    if (typeof token !== 'string' || token === '') return invalid('missing_token');
    const identity = await check(core, token);
    if (identity instanceof BadToken) return invalid('invalid_token');
    return json({ ...facts(identity), expires_at: new Date(identity.expiresAt).toISOString() });
  });
}

/** The call that the page makes at every load (docs/contract/frontend.md 2.2). */
function validateAndGetPerson(core: Core): Handling {
  return readable(async (exchange) => {
    const token = tokenIn(exchange);
    if (token === undefined) return invalid('missing_token');
    const identity = await check(core, token);
    if (identity instanceof BadToken) return invalid('invalid_token');
    const {
      personId: id,
      email,
      permissions,
      claims: { exp },
    } = identity;
    const name = core.memory.person(id)?.name ?? nameOf(email);
    const user = { id, email, full_name: name, name, role: 'user', exp };
    return json({ ...facts(identity), user, token_data: { email, permissions, exp } });
  });
}

/** Routes that say what a token is worth. */
export function validationRoutes(core: Core): Route[] {
  return [
    route('GET', '/auth/verify', 'open', verify(core)),
    route('POST', '/auth/verify', 'open', verify(core)),
    route('POST', '/auth/validate', 'open', validate(core)),
    route('POST', '/auth/validate-token-and-get-user', 'open', validateAndGetPerson(core)),
  ];
}
