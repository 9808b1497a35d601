import type { Answer, Asked, Service as ServiceName } from '../faults/index.ts';
import { BadToken } from './auth/tokens.ts';
import { revision, revisionHeader, version, type Core } from './core.ts';
import type { Cors } from './http/cors.ts';
import { bearerOf, handled, Refusal, type ApiCall } from './http/exchange.ts';
import { find, type Route } from './http/router.ts';
import { Service, type ServiceParts } from './http/service.ts';

/** Whose request it is. Throws a Refusal 401 for no token or a bad one (docs/contract/backend.md 6.2). */
async function identify(core: Core, asked: Asked): Promise<ApiCall['identity']> {
  const token = bearerOf(asked) ?? core.breakage.tokenInAddress(asked);
  const isAuth = asked.service === 'auth';
  if (token === undefined && isAuth) throw new Refusal(401, 'Authorization header with Bearer token required');
  if (token === undefined) throw handled(401, 'AUTH_UNAUTHORIZED', 'Not authenticated', 403);
  try {
    if (isAuth) return await core.tokens.verify(token);
    return await core.breakage.verify(core.tokens, asked, token);
  } catch (error) {
    if (!(error instanceof BadToken)) throw error;
    throw isAuth ? new Refusal(401, error.told) : handled(error.status, 'AUTH_FAILED', error.told);
  }
}

/** On the API a missing route looks like a missing sign-in to strangers (docs/contract/backend.md 6). */
async function missing(core: Core, asked: Asked, why: 'no-path' | 'no-method'): Promise<never> {
  if (asked.service === 'api') await identify(core, asked);
  throw why === 'no-path' ? new Refusal(404, 'Not Found') : new Refusal(405, 'Method Not Allowed');
}

async function dispatch(core: Core, routes: readonly Route[], asked: Asked): Promise<Answer> {
  const match = find(routes, asked.method, asked.path);
  if (typeof match === 'string') return missing(core, asked, match);
  const { route, id } = match;
  const exchange: ApiCall = { ...asked, id };
  const wanted =
    route.access === 'bearer' || (route.access === 'optional' && asked.headers['authorization'] !== undefined);
  if (wanted) exchange.identity = await identify(core, asked);
  return route.handler(exchange);
}

const authService = { 'x-service-name': 'auth-service', 'x-service-version': version };

/** One of the services with its routes, CORS, revision header and log. */
export function app(
  core: Core,
  name: ServiceName,
  cors: Cors,
  routes: readonly Route[],
  upgrade?: ServiceParts['upgrade'],
): Service {
  const parts: ServiceParts = {
    name,
    breakage: core.breakage,
    log: core.log,
    answer: async (asked) => {
      core.log.note('request', { service: name, method: asked.method, path: asked.path });
      return cors.preflight(asked) ?? dispatch(core, routes, asked);
    },
    headers: (asked) => ({
      ...cors.headers(asked),
      ...(name === 'auth' ? authService : {}),
      [revisionHeader]: revision,
    }),
  };
  return new Service(upgrade === undefined ? parts : { ...parts, upgrade });
}
