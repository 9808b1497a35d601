import { isJson } from '../basics/json.ts';
import type { Exchange } from '../evidence/index.ts';

/**
 * Whether the body of an answer was not kept although it is JSON: a page that leaves takes it along. What such an
 * answer said is not known, and that is not the same as that it said nothing.
 */
export function isUnread({ status, received, server, malformed }: Exchange): boolean {
  return status !== null && received === null && malformed === undefined && isJson(server['content-type']);
}
