import type { Evidence, Exchange } from '../evidence/index.ts';
import { isAborted } from '../protocol/index.ts';

/** Milliseconds from which on a page that ends a call can be said to have waited for it. */
const PATIENCE = 1_000;
/** Milliseconds between the end of a page's calls and the request of the next page, on a busy machine. */
const LEAVING = 1_500;

/** Whether a page that stayed where it was waited for a call no longer; one that leaves ends all its calls. */
export function isGivenUp(exchange: Exchange, { exchanges }: Pick<Evidence, 'exchanges'>): boolean {
  const { startedAt, failedAfter = 0 } = exchange;
  if (!isAborted(exchange) || failedAfter < PATIENCE) return false;
  return !exchanges.some(
    ({ resource, startedAt: at }) => resource === 'document' && Math.abs(at - startedAt - failedAfter) < LEAVING,
  );
}
