import type { Evidence } from '../evidence/index.ts';
import type { Run } from '../protocol/index.ts';

/** The thread at which a page with this address stands; null where it names none, or is not encoded rightly. */
export function threadAt(address: string): string | null {
  const [, id] = /\/chat\/([^/?#]+)/.exec(address) ?? [];
  try {
    return id === undefined ? null : decodeURIComponent(id);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/**
 * When the page left the thread of a run for another one, or for a new one: what it shows from then on is none of it.
 * @param from epoch milliseconds at which it was asked
 * @returns epoch milliseconds; Infinity where it stayed
 */
export function leftAt({ thread }: Run, screen: Evidence['screen'], from: number): number {
  const since = screen.flatMap(({ time, path }) =>
    time >= from && path !== undefined ? [{ time, isThere: threadAt(path) === thread }] : [],
  );
  const came = since.findIndex(({ isThere }) => isThere);
  if (thread === null || came === -1) return Infinity;
  return since.slice(came).find(({ isThere }) => !isThere)?.time ?? Infinity;
}
