// @ts-check
import { config } from './config.ts';
import { endSession, renewToken, SignedOutError, usableToken } from './session.ts';
import { createStore } from './store.ts';
import { accessToken } from './tokens.ts';

/**
 * The state of the connection. `closed`: given up after it had been open; `failed`: given up before it was ever open.
 * @typedef {object} Connection
 * @property {'idle' | 'connecting' | 'open' | 'reconnecting' | 'closed' | 'failed'} phase
 */

export const connection = createStore(/** @type {Connection} */ ({ phase: 'idle' }));

const PING_EVERY = 15_000;
const LONGEST_PAUSE = 10_000;
const MOST_ATTEMPTS = 10;
/** A connection that lasted this long was a good one: the next loss starts the pauses anew. */
const STEADY_AFTER = 5000;

/** @type {WebSocket | null} */
let socket = null;
let attempts = 0;
let everOpen = false;
let connectionId = '';
/** @type {ReturnType<typeof setTimeout> | undefined} */
let retry;
/** @type {Set<(text: string) => void>} */
const listeners = new Set();

/** @param {(text: string) => void} listener gets the text of every frame that comes */
export function onFrame(listener) {
  listeners.add(listener);
}

/**
 * @param {object} message
 * @returns {boolean} false when there is no open connection: the message was not sent
 */
export function sendFrame(message) {
  if (socket?.readyState !== WebSocket.OPEN) return false;
  socket.send(JSON.stringify(message));
  return true;
}

/** @param {string} id how the server calls this connection */
export function nameConnection(id) {
  connectionId = id;
}

/** Opens the connection of the signed-in person, from the start. */
export function connect() {
  clearTimeout(retry);
  attempts = 0;
  everOpen = false;
  if (!socket) void open('connecting');
}

/** Tries again now, e.g. because the person asked for it or the network is back. */
export function reconnect() {
  attempts = 0;
  if (socket || connection.get().phase === 'idle') return;
  clearTimeout(retry);
  void open('reconnecting');
}

/** Closes the connection for good. */
export function disconnect() {
  clearTimeout(retry);
  const closing = socket;
  socket = null;
  closing?.close(1000, 'Normal closure');
  connection.set({ phase: 'idle' });
}

/** @param {'connecting' | 'reconnecting'} phase */
async function open(phase) {
  connection.set({ phase });
  const token = await tokenForSocket();
  if (!token || socket || connection.get().phase !== phase) return;
  const opened = new WebSocket(`${config.wsUrl}/ws`, ['jwt-auth', `jwt.${base64url(token)}`]);
  socket = opened;
  let openedAt = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let pings;
  opened.addEventListener('open', () => {
    openedAt = Date.now();
    everOpen = true;
    pings = setInterval(() => sendFrame({ type: 'ping', timestamp: Date.now() }), PING_EVERY);
    connection.set({ phase: 'open' });
  });
  opened.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') for (const listener of listeners) listener(data);
  });
  opened.addEventListener('close', (event) => {
    clearInterval(pings);
    if (socket !== opened) return;
    socket = null;
    if (openedAt && Date.now() - openedAt >= STEADY_AFTER) attempts = 0;
    if (event.code === 1008) void afterRefusal(event.reason, token);
    else tryAgain();
  });
}

/** The first try comes at once, the next ones after 100 ms, 200 ms and so on up to ten seconds. */
function tryAgain() {
  if (attempts === MOST_ATTEMPTS) return connection.set({ phase: everOpen ? 'closed' : 'failed' });
  const pause = attempts === 0 ? 0 : Math.min(100 * 2 ** (attempts - 1), LONGEST_PAUSE);
  attempts += 1;
  connection.set({ phase: 'reconnecting' });
  retry = setTimeout(() => open('reconnecting'), pause);
}

/**
 * @param {string} reason
 * @param {string} token the one that was refused
 */
async function afterRefusal(reason, token) {
  if (!/token (has )?expired|jwt expired/i.test(reason))
    return endSession('Your session was refused. Please sign in again.');
  connection.set({ phase: 'reconnecting' });
  try {
    await renewToken(token);
    tryAgain();
  } catch (error) {
    if (error instanceof SignedOutError) endSession();
    else tryAgain();
  }
}

/** @returns {Promise<string | null>} null when the sign-in is over or cannot be renewed now */
async function tokenForSocket() {
  try {
    return await usableToken();
  } catch (error) {
    if (error instanceof SignedOutError) endSession();
    else tryAgain();
    return null;
  }
}

/** @param {string} text */
function base64url(text) {
  return btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

addEventListener('online', reconnect);
addEventListener('pagehide', () => {
  const connected = sendFrame({ type: 'disconnect', payload: { connectionId, reason: 'page_unload' } });
  if (connected) navigator.sendBeacon(`${config.wsUrl.replace(/^ws/, 'http')}/ws/beacon`);
});
addEventListener('pageshow', (event) => {
  if (event.persisted && accessToken()) reconnect();
});
