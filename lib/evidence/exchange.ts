/** The paths at which a page of the product stands (docs/contract/frontend.md 1). */
export const PAGE_PATHS = /^\/(login|chat(\/[^/]+)?|auth\/(callback|error|logout))?\/?$/;

/** One HTTP request of a page, or of the test itself, and its outcome. */
export interface Exchange {
  method: string;
  /** URL with the values of secret parameters replaced. */
  url: string;
  /** What asked for it: `document`, `script`, `fetch` and so on; `test` for the test itself. */
  resource: string;
  /** Epoch milliseconds in the browser's clock, or in the runner's where the browser does not report it. */
  startedAt: number;
  /** Null before the answer and where none came. */
  status: number | null;
  /** Answer headers that identify the server, names in lower case. */
  server: Readonly<Record<string, string>>;
  /** Milliseconds from the request to the end of the answer; null where it did not end. */
  took: number | null;
  /** The error that the browser reported. */
  failure: string | null;
  /** Milliseconds from the request to that error; not there where there was none, and in older recordings. */
  failedAfter?: number;
  /** Parsed JSON body of the request, where it has one. */
  sent: unknown;
  /** Parsed JSON body of an answer of the API or the auth service; null for others and for unreadable ones. */
  received: unknown;
  /** Characters of a body that is no JSON although its content type says so; not there where there is none. */
  malformed?: number;
}

/** The paths of the services (docs/contract/backend.md 2 and 6); on one host, pages stand beside them. */
const SERVICE_PATHS = /^\/(api|auth|oauth|health|readiness|ws)(\/|$)/;

/**
 * Why a page can do nothing with an answer of a service: a body that is no JSON although it is said to be, or a web
 * page, which a proxy or a server of pages sends for what it does not know.
 * @returns as the end of a sentence whose subject is the answer; null where it is as it should be
 */
export function unusable({ url, malformed, resource, status, server }: Exchange): string | null {
  if (malformed !== undefined) return `has ${malformed} character${malformed === 1 ? '' : 's'} that are no JSON`;
  const isOk = status !== null && status >= 200 && status < 300;
  const path = URL.canParse(url) ? new URL(url).pathname : '';
  const isOfAService = SERVICE_PATHS.test(path) && !PAGE_PATHS.test(path);
  const isCall = (resource === 'fetch' || resource === 'xhr') && isOfAService;
  return isOk && isCall && /^text\/html\b/i.test(server['content-type'] ?? '') ? 'is a web page' : null;
}
