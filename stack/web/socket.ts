import { config } from './config.ts';
import { endSession, renewToken, SignedOutError, usableToken } from './session.ts';
import { createStore } from './store.ts';

/** `idle`: nobody is signed in; `closed`: given up after the last attempt. */
export interface Connection {
  phase: 'idle' | 'connecting' | 'open' | 'reconnecting' | 'closed';
}

export const connection = createStore<Connection>({ phase: 'idle' });

const PING_EVERY = 15_000;
const LONGEST_PAUSE = 10_000;
const MOST_ATTEMPTS = 10;
/** A connection that lasted this long was a good one: the next loss restarts the pauses. */
const STEADY_AFTER = 5000;

let socket: WebSocket | null = null;
let attempts = 0;
let connectionId = '';
let retry: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<(text: string) => void>();

/** @param listener gets the text of every frame that comes */
export function onFrame(listener: (text: string) => void): void {
  listeners.add(listener);
}

/** @returns false when there is no open connection: the message was not sent */
export function sendFrame(message: object): boolean {
  if (socket?.readyState !== WebSocket.OPEN) return false;
  socket.send(JSON.stringify(message));
  return true;
}

/** @param id how the server calls this connection */
export function nameConnection(id: string): void {
  connectionId = id;
}

/** Opens the connection of the signed-in person. */
export function connect(): void {
  void open('connecting');
}

/** Tries again now, e.g. because the person asked for it or the network is back. */
export function reconnect(): void {
  attempts = 0;
  if (socket || connection.get().phase === 'idle') return;
  clearTimeout(retry);
  void open('reconnecting');
}

/** Closes the connection for good. */
export function disconnect(): void {
  clearTimeout(retry);
  const closing = socket;
  socket = null;
  closing?.close(1000, 'Normal closure');
  connection.set({ phase: 'idle' });
}

async function open(phase: 'connecting' | 'reconnecting'): Promise<void> {
  connection.set({ phase });
  const token = await tokenForSocket();
  if (!token || socket || connection.get().phase !== phase) return;
  const opened = new WebSocket(`${config.wsUrl}/ws`, ['jwt-auth', `jwt.${base64url(token)}`]);
  socket = opened;
  let openedAt = 0;
  let pings: ReturnType<typeof setInterval> | undefined;
  opened.addEventListener('open', () => {
    openedAt = Date.now();
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
function tryAgain(): void {
  if (attempts === MOST_ATTEMPTS) return connection.set({ phase: 'closed' });
  const pause = attempts === 0 ? 0 : Math.min(100 * 2 ** (attempts - 1), LONGEST_PAUSE);
  attempts += 1;
  connection.set({ phase: 'reconnecting' });
  retry = setTimeout(() => open('reconnecting'), pause);
}

/** @param token the one that was refused */
async function afterRefusal(reason: string, token: string): Promise<void> {
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

/** @returns null when the sign-in is over or cannot be renewed now */
async function tokenForSocket(): Promise<string | null> {
  try {
    return await usableToken();
  } catch (error) {
    if (error instanceof SignedOutError) endSession();
    else tryAgain();
    return null;
  }
}

function base64url(text: string): string {
  return btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

addEventListener('online', reconnect);
addEventListener('pagehide', () => {
  const connected = sendFrame({ type: 'disconnect', payload: { connectionId, reason: 'page_unload' } });
  if (connected) navigator.sendBeacon(`${config.wsUrl.replace(/^ws/, 'http')}/ws/beacon`);
});
addEventListener('pageshow', (event) => {
  if (event.persisted) reconnect();
});
