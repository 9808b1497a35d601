import type { Answer, Asked } from '../../faults/index.ts';

/**
 * CORS with credentials for exact origins. A preflight from anywhere else gets 400, another request no permission
 * (Fetch standard; docs/contract/frontend.md 3).
 */
export class Cors {
  readonly #origins: () => readonly string[];

  /** @param origins asked at every request, since ports are known only after listening. */
  constructor(origins: () => readonly string[]) {
    this.#origins = origins;
  }

  /** Whether a page of this origin may talk to the service. No origin: not a page, allowed. */
  allows(origin: string | undefined): boolean {
    return origin === undefined || this.#origins().includes(origin);
  }

  /** The answer to a preflight, or nothing if the request is none. */
  preflight(asked: Asked): Answer | undefined {
    if (asked.method !== 'OPTIONS' || asked.headers['access-control-request-method'] === undefined) return undefined;
    if (!this.allows(asked.headers['origin']))
      return { status: 400, headers: { 'content-type': 'text/plain' }, body: 'Disallowed CORS origin' };
    const headers = {
      'content-type': 'text/plain',
      'access-control-allow-methods': 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT',
      'access-control-allow-headers': asked.headers['access-control-request-headers'] ?? 'authorization, content-type',
      'access-control-max-age': '600',
    };
    return { status: 200, headers, body: 'OK' };
  }

  /** Headers that let the page read an answer. */
  headers(asked: Asked): Record<string, string> {
    const origin = asked.headers['origin'];
    if (origin === undefined) return {};
    if (!this.allows(origin)) return { vary: 'Origin' };
    return {
      vary: 'Origin',
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'retry-after, x-netra-revision',
    };
  }
}
