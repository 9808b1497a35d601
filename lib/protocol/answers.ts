import { plural } from '../basics/plain-text.ts';
import type { Exchange } from '../evidence/index.ts';

/** The paths at which a page of the product stands (docs/contract/frontend.md 1). */
export const PAGE_PATHS = /^\/(login|chat(\/[^/]+)?|auth\/(callback|error|logout))?\/?$/;

/** Whether a path is one of a service (docs/contract/backend.md 2 and 6); on one host, pages stand beside them. */
export function isOfAService(path: string): boolean {
  return /^\/(api|auth|oauth|health|readiness|ws)(\/|$)/.test(path) && !PAGE_PATHS.test(path);
}

/**
 * Whether a page came with the status of an error. A thread that does not exist may well be answered with 404.
 * @param web address of the pages
 */
export function isMissingPage({ resource, url, status }: Exchange, web: string): boolean {
  if (resource !== 'document' || status === null || !URL.canParse(url)) return false;
  const { origin, pathname } = new URL(url);
  if (origin !== new URL(web).origin || !PAGE_PATHS.test(pathname)) return false;
  return status >= 500 || (status === 404 && !/^\/chat\/./.test(pathname));
}

/**
 * Why a page can do nothing with an answer of a service: a body that is no JSON although it is said to be, or a web
 * page, which a proxy or a server of pages sends for what it does not know.
 * @returns as the end of a sentence whose subject is the answer; null where it is as it should be
 */
export function unusable({ method, url, malformed, resource, status, server }: Exchange): string | null {
  if (malformed !== undefined) return `has ${plural(malformed, 'character')} that are no JSON`;
  const hasBody = status !== null && status >= 200 && status < 300 && status !== 204 && status !== 205;
  const isCall = (resource === 'fetch' || resource === 'xhr') && method !== 'HEAD' && method !== 'OPTIONS';
  const path = URL.canParse(url) ? new URL(url).pathname : '';
  // Nobody reads what a sign-out says.
  if (!hasBody || !isCall || !isOfAService(path) || path.endsWith('/logout')) return null;
  return /^text\/html\b/i.test(server['content-type'] ?? '') ? 'is a web page' : null;
}

/** Whether the page itself ended a call, or the browser did when the page was left. */
export function isAborted({ failure }: Pick<Exchange, 'failure'>): boolean {
  return failure !== null && /ERR_ABORTED|NS_BINDING_ABORTED|NS_ERROR_ABORT|cancell?ed/i.test(failure);
}

/**
 * Whether the same call was made again later, and answered as it should be; a test that makes it in its own name makes
 * good nothing of the page.
 */
export function isMadeGood({ method, url, startedAt, resource }: Exchange, all: readonly Exchange[]): boolean {
  return all.some(
    (later) =>
      later.method === method &&
      later.url === url &&
      (later.resource === 'test') === (resource === 'test') &&
      later.startedAt > startedAt &&
      (later.status ?? 500) < 400,
  );
}

/** What a service tells a person who is signed in, and nobody else (docs/contract/backend.md 2 and 6). */
const OF_A_PERSON = /^\/(api\/(threads|chat|agents|v1\/user)|auth\/me)(\/|$)/;

/**
 * For how long a browser may show an answer about a person again without asking (RFC 9111, 4.2): a reload does not show
 * what came meanwhile, and whoever signs in next may get what was told to the one before.
 * @returns as the end of a sentence whose subject is the answer; null where the browser has to ask
 */
export function reusable({ method, url, status, server, startedAt }: Exchange): string | null {
  const path = URL.canParse(url) ? new URL(url).pathname : '';
  if (method !== 'GET' || status !== 200 || !OF_A_PERSON.test(path)) return null;
  const told = server['cache-control'] ?? '';
  if (/\bno-(store|cache)\b/i.test(told)) return null;
  const age = /\bmax-age="?(\d+)/i.exec(told)?.[1];
  const until = Date.parse(server['expires'] ?? '') - startedAt;
  const seconds = age === undefined ? Math.round(until / 1000) : Number(age);
  return seconds > 0 ? `may be shown again for ${plural(seconds, 'second')} without asking the service` : null;
}
