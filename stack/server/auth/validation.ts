import type { Answer } from '../../faults/index.ts';
import type { Core } from '../core.ts';
import { bearerOf, bodyOf, json, Refusal, type ApiCall } from '../http/exchange.ts';
import { route, type Route } from '../http/router.ts';
import { nameOf } from '../memory.ts';
import { wholeSecond } from '../times.ts';
import { BadToken, orBad, type Identity } from './tokens.ts';

const serviceId = 'netra-backend';

function tokenIn(exchange: ApiCall): string | undefined {
  const body = bodyOf(exchange);
  const given = body['token'] ?? body['access_token'];
  return typeof given === 'string' && given !== '' ? given : bearerOf(exchange);
}

function facts({ personId: user_id, email }: Identity): Record<string, unknown> {
  return { valid: true, user_id, email };
}

const noToken = 'No token provided in Authorization header or request body';

/** A bad token is an answer here, not an error: 200 with `valid: false` (docs/contract/backend.md 2). */
function invalid(error: string, message?: string): Answer {
  return json({ valid: false, error, ...(message === undefined ? {} : { message }) });
}

type Handling = (exchange: ApiCall) => Promise<Answer>;

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
    if (token === undefined) return invalid(noToken);
    const identity = await orBad(() => core.tokens.verify(token));
    if (identity instanceof BadToken) return invalid('Invalid or expired token');
    return json({ ...facts(identity), exp: wholeSecond(identity.expiresAt) });
  });
}

/** Why a service may not ask; nothing where none says its name. Nobody knows a secret of the service. */
function wrongService({ headers }: ApiCall): string | undefined {
  const id = headers['x-service-id'];
  if (id === undefined) return undefined;
  return id === serviceId ? 'invalid_service_secret' : 'invalid_service_id';
}

function validate(core: Core): Handling {
  return readable(async (exchange) => {
    const wrong = wrongService(exchange);
    if (wrong !== undefined) return invalid(wrong, 'The service is not known, or its secret is wrong');
    const { token } = bodyOf(exchange);
    if (typeof token !== 'string' || token === '') return invalid('missing_token', 'Token is required');
    const identity = await orBad(() => core.tokens.verify(token));
    if (identity instanceof BadToken) return invalid('invalid_token', 'Invalid or expired token');
    const { permissions, expiresAt } = identity;
    return json({ ...facts(identity), permissions, expires_at: wholeSecond(expiresAt) });
  });
}

/**
 * The call that the page makes at every load (docs/contract/frontend.md 2.2). The running services never find the user
 * (docs/contract/backend.md 2); here the page gets what it reads.
 */
function validateAndGetPerson(core: Core): Handling {
  return readable(async (exchange) => {
    const token = tokenIn(exchange);
    if (token === undefined) return invalid(noToken);
    const identity = await orBad(() => core.tokens.verify(token));
    if (identity instanceof BadToken) return invalid('Invalid token or user not found');
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
    route('GET', '/auth/verify', verify(core)),
    route('POST', '/auth/verify', verify(core)),
    route('POST', '/auth/validate', validate(core)),
    route('POST', '/auth/validate-token-and-get-user', validateAndGetPerson(core)),
  ];
}
