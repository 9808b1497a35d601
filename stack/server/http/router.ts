import type { Answer } from '../../faults/index.ts';
import type { ApiCall } from './exchange.ts';

export type Handler = (exchange: ApiCall) => Answer | Promise<Answer>;

/** Whether a route needs a valid bearer token or may use one; any other does not look at it. */
export type Access = 'optional' | 'bearer';

export interface Route {
  method: string;
  path: string;
  pattern: RegExp;
  handler: Handler;
  access: Access | undefined;
}

/** A route for a method and a path, in which `:id` stands for any part. The path `*` is any that no other route has. */
export function route(method: string, path: string, handler: Handler, access?: Access): Route {
  const pattern = new RegExp(`^${path.replace(':id', '([^/]+)').replace('*', '.*')}$`);
  return { method, path, pattern, handler, access };
}

/** `id`: the part of the path that stands for `:id`, empty where the route has none. */
export type Match = { route: Route; id: string } | 'no-path' | 'no-method';

/** The id in a path, as `Match` has it; nothing if the pattern is another's, or the id is not encoded rightly. */
function idIn(path: string, pattern: RegExp): string | undefined {
  const found = pattern.exec(path);
  try {
    return found === null ? undefined : decodeURIComponent(found.slice(1).join());
  } catch {
    return undefined;
  }
}

/** Finds the route of a request; HEAD is answered by the route of GET. */
export function find(routes: readonly Route[], method: string, path: string): Match {
  const wanted = method === 'HEAD' ? 'GET' : method;
  let pathKnown = false;
  for (const candidate of routes) {
    const id = idIn(path, candidate.pattern);
    if (id === undefined) continue;
    if (candidate.method === wanted) return { route: candidate, id };
    pathKnown ||= candidate.path !== '*';
  }
  return pathKnown ? 'no-method' : 'no-path';
}
