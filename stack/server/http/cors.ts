import type { Answer, Asked } from '../../faults/index.ts';

/** Names that a page may put on a request (docs/contract/backend.md 6.3). */
const allowedHeaders = [
  'Accept',
  'Accept-Language',
  'Authorization',
  'Content-Language',
  'Content-Type',
  'Origin',
  'Referer',
  'User-Agent',
  'X-Request-ID',
  'X-Requested-With',
  'X-Service-Name',
  'X-Test-Environment',
  'X-Test-Session',
  'X-Test-Type',
  'X-Trace-ID',
];
const isAllowed = (name: string) => allowedHeaders.some((one) => one.toLowerCase() === name.trim().toLowerCase());

/**
 * CORS with credentials for exact origins, as the services do it (docs/contract/backend.md 6.3). A preflight from
 * anywhere else, or for another header, gets 400; any other request is answered, which a page elsewhere may not read.
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
    const wanted = asked.headers['access-control-request-headers']?.split(',') ?? [];
    const disallowed = this.allows(asked.headers['origin']) ? (wanted.every(isAllowed) ? '' : 'headers') : 'origin';
    const headers = {
      'content-type': 'text/plain',
      'access-control-allow-methods': 'GET, POST, PUT, DELETE, OPTIONS, PATCH, HEAD',
      'access-control-allow-headers': allowedHeaders.join(', '),
      'access-control-max-age': '3600',
    };
    if (disallowed !== '') return { status: 400, headers, body: `Disallowed CORS ${disallowed}` };
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
