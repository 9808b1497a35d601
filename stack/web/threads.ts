import { get, write } from './api.ts';
import { momentOf, objectOf } from './json.ts';
import { readAll } from './listing.ts';
import { createStore } from './store.ts';

export interface Thread {
  id: string;
  title: string;
  /** Epoch milliseconds. */
  updatedAt: number;
}

/** The list of the sidebar, the thread last written to first. */
export interface Threads {
  phase: 'loading' | 'ready' | 'failed';
  items: Thread[];
  /** Why the list could not be loaded. */
  problem: string;
}

export const threads = createStore<Threads>({ phase: 'loading', items: [], problem: '' });

export const UNTITLED = 'New conversation';

/** Loads the list. A thread that was added meanwhile stays in it. */
export async function loadThreads(): Promise<void> {
  const before = new Set(threads.get().items);
  threads.set({ phase: threads.get().items.length > 0 ? 'ready' : 'loading' });
  try {
    const listed = (await readAll('/api/threads', 20, (found) => found)).map(readThread);
    const added = threads.get().items.filter((item) => !before.has(item) && !listed.some(({ id }) => id === item.id));
    threads.set({ phase: 'ready', items: inOrder([...added, ...listed]) });
  } catch (error) {
    threads.set({ phase: 'failed', problem: (error as Error).message });
  }
}

/** Creates a thread and lists it. */
export async function createThread(about: { title?: string }): Promise<Thread> {
  const thread = readThread(await write('POST', '/api/threads', about));
  if (!thread.id) throw new Error('The server created a thread without an id.');
  updateThread(thread.id, { ...thread, title: about.title ?? thread.title });
  return thread;
}

/** The address of a thread on the API. */
export const threadAddress = (id: string): string => `/api/threads/${encodeURIComponent(id)}`;

export async function fetchThread(id: string): Promise<Thread> {
  return readThread(await get(threadAddress(id)));
}

/** Gives a thread its title, after its first message. */
export async function renameThread(id: string, title: string): Promise<void> {
  updateThread(id, { title });
  await write('PUT', threadAddress(id), {
    title,
    metadata: { auto_renamed: true, renamed_at: Math.floor(Date.now() / 1000) },
  });
}

/** Changes what the list shows of a thread; a thread that is not listed yet is added. */
export function updateThread(id: string, change: Partial<Thread>): void {
  const { items } = threads.get();
  const known = items.find((item) => item.id === id) ?? { id, title: UNTITLED, updatedAt: Date.now() };
  threads.set({ items: inOrder([{ ...known, ...change }, ...items.filter((item) => item.id !== id)]) });
}

/** The first 50 characters of a text, none of them cut in two. */
export function beginningOf(text: string): string {
  return [...text].slice(0, 50).join('');
}

/** The title of a thread that begins with this message: its first line, cut at a word when it is long. */
export function titleFor(message: string): string {
  const line = message.trim().split('\n', 1)[0]!;
  const beginning = beginningOf(line);
  return beginning === line ? line : `${beginning.replace(/\s+\S*$/, '')}…`;
}

/** @param told a thread as the server tells it */
function readThread(told: unknown): Thread {
  const { id, title, name, metadata, created_at, updated_at } = objectOf(told);
  return {
    id: String(id ?? ''),
    title: String(title || name || objectOf(metadata).title || UNTITLED),
    updatedAt: momentOf(updated_at ?? created_at),
  };
}

function inOrder(items: Thread[]): Thread[] {
  return items.sort((a, b) => b.updatedAt - a.updatedAt);
}
