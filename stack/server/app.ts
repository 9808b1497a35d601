import type { Answer, Asked, Service as ServiceName } from '../faults/index.ts';
import { BadToken } from './auth/tokens.ts';
import { revision, revisionHeader, type Core } from './core.ts';
import type { Cors } from './http/cors.ts';
import { bearerOf, Refusal, type Exchange } from './http/exchange.ts';
import { find, type Route } from './http/router.ts';
import { Service, type ServiceParts } from './http/service.ts';

/** Whose request it is. Throws a Refusal 401 for no token or a bad one. */
async function identify(core: Core, asked: Asked): Promise<Exchange['identity']> {
  const token = bearerOf(asked);
  try {
    if (token === undefined) throw new BadToken('Authentication required');
    if (asked.service === 'auth') return await core.tokens.verify(token);
    return await core.breakage.verify(core.tokens, asked, token, { where: 'api' });
  } catch (error) {
    if (error instanceof BadToken) throw new Refusal(error.status, error.message, { 'www-authenticate': 'Bearer' });
    throw error;
  }
}

/**
 * On the API a missing route looks like a missing sign-in to strangers (docs/contract/backend.md 6).
 */
async function missing(core: Core, asked: Asked, why: 'no-path' | 'no-method'): Promise<never> {
  if (asked.service === 'api') await identify(core, asked);
  throw why === 'no-path' ? new Refusal(404, 'Not Found') : new Refusal(405, 'Method Not Allowed');
}

async function dispatch(core: Core, routes: readonly Route[], asked: Asked): Promise<Answer> {
  const match = find(routes, asked.method, asked.path);
  if (typeof match === 'string') return missing(core, asked, match);
  const { route, params } = match;
  const exchange: Exchange = { ...asked, params };
  const wanted =
    route.access === 'bearer' || (route.access === 'optional' && asked.headers['authorization'] !== undefined);
  if (wanted) exchange.identity = await identify(core, asked);
  return route.handler(exchange);
}

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
    answer: async (asked) => {
      core.log.add('request', { service: name, method: asked.method, path: asked.path });
      return cors.preflight(asked) ?? dispatch(core, routes, asked);
    },
    headers: (asked) => ({ ...cors.headers(asked), [revisionHeader]: revision }),
    failed: (asked, error) => {
      core.log.add('error', {
        service: name,
        path: asked.path,
        message: error instanceof Error ? error.message : String(error),
      });
    },
  };
  return new Service(upgrade === undefined ? parts : { ...parts, upgrade });
}
