import type { Evidence } from '../evidence/index.ts';
import type { Run } from '../protocol/index.ts';

/** The thread at which a page with this address stands; null where it names none. */
export function threadAt(address: string): string | null {
  const [, id] = /\/chat\/([^/?#]+)/.exec(address) ?? [];
  return id === undefined ? null : decodeURIComponent(id);
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
