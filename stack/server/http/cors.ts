import type { Answer, Asked, Check } from '../../faults/index.ts';

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

  readonly #skips: (check: Check) => boolean;

  /**
   * @param origins asked at every request, since ports are known only after listening.
   * @param skips whether a check is left out.
   */
  constructor(origins: () => readonly string[], skips: (check: Check) => boolean) {
    this.#origins = origins;
    this.#skips = skips;
  }

  /** Whether a page of this origin may talk to the service. No origin: not a page, allowed. */
  allows(origin: string | undefined): boolean {
    if (origin === undefined || this.#skips('origin')) return true;
    const isOwn = (own: string) => origin === own || (this.#skips('origin-begins') && origin.startsWith(own));
    return this.#origins().some(isOwn);
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
