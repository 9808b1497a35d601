import type { Evidence, Exchange } from '../evidence/index.ts';

/** Milliseconds from which on a page that ends a call can be said to have waited for it. */
const PATIENCE = 1_000;
/** Milliseconds between the end of a page's calls and the request of the next page, on a busy machine. */
const LEAVING = 1_500;

/** Whether the page itself ended a call, or the browser did when the page was left. */
export function isAborted({ failure }: Exchange): boolean {
  return failure !== null && /ERR_ABORTED|NS_BINDING_ABORTED|NS_ERROR_ABORT|cancell?ed/i.test(failure);
}

/** Whether a page that stayed where it was waited for a call no longer; one that leaves ends all its calls. */
export function isGivenUp(exchange: Exchange, { exchanges }: Pick<Evidence, 'exchanges'>): boolean {
  const { startedAt, failedAfter = 0 } = exchange;
  if (!isAborted(exchange) || failedAfter < PATIENCE) return false;
  return !exchanges.some(
    ({ resource, startedAt: at }) => resource === 'document' && Math.abs(at - startedAt - failedAfter) < LEAVING,
  );
}

/** Whether the same call was made again later, and answered as it should be. */
export function isMadeGood({ method, url, startedAt }: Exchange, { exchanges }: Pick<Evidence, 'exchanges'>): boolean {
  return exchanges.some(
    (later) =>
      later.method === method && later.url === url && later.startedAt > startedAt && (later.status ?? 500) < 400,
  );
}
