// @ts-check
import { get } from './api.ts';

/**
 * Reads a list to its end, page by page. An entry that moved to the next page meanwhile is there once.
 * @param {string} path
 * @param {number} size entries of a page
 * @param {(found: any) => unknown} entriesOf finds the list in an answer
 * @returns {Promise<any[]>}
 * @throws {Error} when an answer holds no list; ApiError when there is no answer
 */
export async function readAll(path, size, entriesOf) {
  /** @type {Map<unknown, any>} */
  const all = new Map();
  for (let offset = 0; ; offset += size) {
    const page = entriesOf(await get(`${path}?limit=${size}&offset=${offset}`));
    if (!Array.isArray(page)) throw new Error('Invalid response format from server');
    const before = all.size;
    for (const entry of page) all.set(entry.id, entry);
    if (page.length < size || all.size === before) return [...all.values()];
  }
}
