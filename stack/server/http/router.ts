import type { Answer } from '../../faults/index.ts';
import type { ApiCall } from './exchange.ts';

export type Handler = (exchange: ApiCall) => Answer | Promise<Answer>;

/** Whether a route needs a valid bearer token, may use one, or does not look at it. */
export type Access = 'open' | 'optional' | 'bearer';

export interface Route {
  method: string;
  path: string;
  access: Access;
  handler: Handler;
}

/** A route for a method and a path whose `:name` parts become params. The path `*` is any that no other route has. */
export function route(method: string, path: string, access: Access, handler: Handler): Route {
  return { method, path, access, handler };
}

export type Match = { route: Route; params: Record<string, string> } | 'no-path' | 'no-method';

/** A part of a path, decoded; nothing if it is not encoded rightly. */
function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function paramsOf(pattern: string[], parts: string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, wanted] of pattern.entries()) {
    const part = decoded(parts[index] ?? '');
    if (part === undefined) return undefined;
    if (wanted.startsWith(':') && part !== '') params[wanted.slice(1)] = part;
    else if (wanted !== part) return undefined;
  }
  return params;
}

/** Finds the route of a request; HEAD is answered by the route of GET. */
export function find(routes: readonly Route[], method: string, path: string): Match {
  const parts = path.split('/');
  const wanted = method === 'HEAD' ? 'GET' : method;
  let pathKnown = false;
  for (const candidate of routes) {
    const isAny = candidate.path === '*';
    const params = isAny ? {} : paramsOf(candidate.path.split('/'), parts);
    if (params === undefined) continue;
    if (candidate.method === wanted) return { route: candidate, params };
    pathKnown ||= !isAny;
  }
  return pathKnown ? 'no-method' : 'no-path';
}
