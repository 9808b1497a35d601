// @ts-check

/**
 * @typedef {object} Route
 * @property {'home' | 'login' | 'chat' | 'callback' | 'auth-error' | 'logout' | 'unknown'} name
 * @property {string | null} threadId the thread of `/chat/<id>`
 * @property {URLSearchParams} query
 */

/** @type {Record<string, Route['name']>} */
const NAMES = {
  '/': 'home',
  '/login': 'login',
  '/chat': 'chat',
  '/auth/callback': 'callback',
  '/auth/error': 'auth-error',
  '/auth/logout': 'logout',
};

/** @type {Set<(route: Route) => void>} */
const watchers = new Set();

/** @returns {Route} what the address bar says now */
export function currentRoute() {
  const path = location.pathname.replace(/(.)\/$/, '$1');
  const query = new URLSearchParams(location.search);
  const threadId = threadIn(path);
  return { name: threadId ? 'chat' : (NAMES[path] ?? 'unknown'), threadId, query };
}

/**
 * @param {string} path
 * @returns {string | null} the thread of `/chat/<id>`; null for any other path, and when the id is not encoded rightly
 */
function threadIn(path) {
  const id = /^\/chat\/([^/]+)$/.exec(path)?.[1];
  try {
    return id ? decodeURIComponent(id) : null;
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/**
 * Changes the address without loading the page again, and tells the watchers.
 * @param {string} path
 * @param {{ replace?: boolean }} [how] replace: the present entry of the history is overwritten
 */
export function go(path, { replace = false } = {}) {
  setAddress(path, { replace });
  announce();
}

/**
 * Changes the address only: what is on the screen stays as it is.
 * @param {string} path
 * @param {{ replace?: boolean }} [how]
 */
export function setAddress(path, { replace = false } = {}) {
  if (path === location.pathname + location.search) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', path);
}

/** @param {(route: Route) => void} watcher called after each change of the route */
export function watchRoute(watcher) {
  watchers.add(watcher);
}

/** @param {string} threadId */
export function threadPath(threadId) {
  return `/chat/${encodeURIComponent(threadId)}`;
}

function announce() {
  const route = currentRoute();
  for (const watcher of watchers) watcher(route);
}

addEventListener('popstate', announce);
