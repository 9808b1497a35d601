// @ts-check
import { get, write } from './api.ts';
import { readAll } from './listing.ts';
import { createStore } from './store.ts';

/**
 * @typedef {{ id: string, title: string, updatedAt: number, messageCount: number }} Thread  updatedAt: epoch
 * milliseconds
 */

/**
 * The list of the sidebar, the thread last written to first.
 * @typedef {object} Threads
 * @property {'loading' | 'ready' | 'failed'} phase
 * @property {Thread[]} items
 * @property {string} problem why the list could not be loaded
 */

export const threads = createStore(/** @type {Threads} */ ({ phase: 'loading', items: [], problem: '' }));

export const UNTITLED = 'New conversation';

/** Loads the list. A thread that was added meanwhile stays in it. */
export async function loadThreads() {
  const before = new Set(threads.get().items);
  threads.set({ phase: threads.get().items.length > 0 ? 'ready' : 'loading', problem: '' });
  try {
    const listed = (await readAll('/api/threads', 20, (found) => found)).map(readThread);
    const added = threads.get().items.filter((item) => !before.has(item) && !listed.some(({ id }) => id === item.id));
    threads.set({ phase: 'ready', items: inOrder([...added, ...listed]) });
  } catch (error) {
    threads.set({ phase: 'failed', problem: error instanceof Error ? error.message : String(error) });
  }
}

/**
 * Creates a thread and lists it.
 * @param {{ title?: string }} about
 * @returns {Promise<Thread>}
 */
export async function createThread(about) {
  const thread = readThread(await write('POST', '/api/threads', about));
  if (!thread.id) throw new Error('The server created a thread without an id.');
  updateThread(thread.id, { ...thread, title: about.title ?? thread.title });
  return thread;
}

/**
 * @param {string} id
 * @returns {Promise<Thread>}
 */
export async function fetchThread(id) {
  return readThread(await get(`/api/threads/${encodeURIComponent(id)}`));
}

/**
 * Gives a thread its title, after its first message.
 * @param {string} id
 * @param {string} title
 */
export async function renameThread(id, title) {
  updateThread(id, { title });
  await write('PUT', `/api/threads/${encodeURIComponent(id)}`, {
    title,
    metadata: { auto_renamed: true, renamed_at: Math.floor(Date.now() / 1000) },
  });
}

/**
 * Changes what the list shows of a thread; a thread that is not listed yet is added.
 * @param {string} id
 * @param {Partial<Thread>} change
 */
export function updateThread(id, change) {
  const { items } = threads.get();
  const known = items.find((item) => item.id === id) ?? { id, title: UNTITLED, updatedAt: Date.now(), messageCount: 0 };
  threads.set({ items: inOrder([{ ...known, ...change }, ...items.filter((item) => item.id !== id)]) });
}

/** @param {string} id */
export function unlistThread(id) {
  threads.set({ items: threads.get().items.filter((item) => item.id !== id) });
}

/**
 * The title of a thread that begins with this message: its first line, cut at a word when it is long.
 * @param {string} message
 */
export function titleFor(message) {
  const line = message.trim().split('\n', 1)[0] ?? '';
  if (line.length <= 50) return line;
  return `${line.slice(0, 50).replace(/\s+\S*$/, '')}…`;
}

/** @param {any} found a thread as the server tells it */
function readThread(found) {
  const time = found.updated_at ?? found.created_at;
  return {
    id: String(found.id ?? ''),
    title: String(found.title || found.name || found.metadata?.title || UNTITLED),
    updatedAt: (typeof time === 'number' ? time * 1000 : Date.parse(time)) || Date.now(),
    messageCount: Number(found.message_count ?? 0),
  };
}

/** @param {Thread[]} items */
function inOrder(items) {
  return items.sort((a, b) => b.updatedAt - a.updatedAt);
}
