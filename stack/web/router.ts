export interface Route {
  name: 'home' | 'login' | 'chat' | 'callback' | 'logout' | 'unknown';
  /** The thread of `/chat/<id>`. */
  threadId: string | null;
  query: URLSearchParams;
}

/** `replace`: the present entry of the history is overwritten. */
type Change = { replace?: boolean };

const NAMES: Record<string, Route['name']> = {
  '/': 'home',
  '/login': 'login',
  '/chat': 'chat',
  '/auth/callback': 'callback',
  '/auth/error': 'callback',
  '/auth/logout': 'logout',
};

const watchers = new Set<() => void>();

/** @returns what the address bar says now */
export function currentRoute(): Route {
  const path = location.pathname.replace(/(.)\/$/, '$1');
  const query = new URLSearchParams(location.search);
  const threadId = threadIn(path);
  return { name: threadId ? 'chat' : (NAMES[path] ?? 'unknown'), threadId, query };
}

/** @returns the thread of `/chat/<id>`; null for any other path, and when the id is not encoded rightly */
function threadIn(path: string): string | null {
  const id = /^\/chat\/([^/]+)$/.exec(path)?.[1];
  try {
    return id ? decodeURIComponent(id) : null;
  } catch {
    return null;
  }
}

/** Changes the address without loading the page again, and tells the watchers. */
export function go(path: string, { replace = false }: Change = {}): void {
  setAddress(path, { replace });
  announce();
}

/** Changes the address only: what is on the screen stays as it is. */
export function setAddress(path: string, { replace = false }: Change = {}): void {
  if (path === location.pathname + location.search) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', path);
}

/** @param watcher called after each change of the route */
export function watchRoute(watcher: () => void): void {
  watchers.add(watcher);
}

export function threadPath(threadId: string): string {
  return `/chat/${encodeURIComponent(threadId)}`;
}

function announce(): void {
  for (const watcher of watchers) watcher();
}

addEventListener('popstate', announce);
