import { get } from './api.ts';
import type { Json } from './json.ts';

/**
 * Reads a list to its end, page by page. An entry that moved to the next page meanwhile is there once.
 * @param size entries of a page
 * @param entriesOf finds the list in an answer
 * @throws Error when an answer holds no list; ApiError when there is no answer
 */
export async function readAll(path: string, size: number, entriesOf: (found: unknown) => unknown): Promise<Json[]> {
  const all = new Map<unknown, Json>();
  for (let offset = 0; ; offset += size) {
    const page: unknown = entriesOf(await get(`${path}?limit=${size}&offset=${offset}`));
    if (!Array.isArray(page)) throw new Error('Invalid response format from server');
    const before = all.size;
    for (const entry of page as Json[]) all.set(entry.id, entry);
    if (page.length < size || all.size === before) return [...all.values()];
  }
}
