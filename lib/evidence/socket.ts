/** How a socket's handshake identified the person. */
export interface Credential {
  by: 'subprotocol' | 'ticket' | 'query' | 'none';
  /** Subject and e-mail of the token, where one travelled and could be read. */
  sub?: string;
  email?: string;
}

/** One WebSocket connection, from the attempt to its close. Nothing in here is a token or a ticket. */
export interface Socket {
  id: number;
  /** Number of the page that opened it, from 1. */
  page: number;
  url: string;
  /** Subprotocols that the page offered; tokens among them read `jwt.<token>`. */
  offered: readonly string[];
  /** Subprotocol that the server chose; null before the answer, and where it chose none. */
  chosen: string | null;
  /** HTTP status of the upgrade: 101 when it succeeded; null before the answer, and where none came. */
  status: number | null;
  /** `Origin` header of the handshake; null where the browser does not report it. */
  origin?: string | null;
  credential: Credential;
  /** When the page asked for it, in epoch milliseconds. */
  openedAt: number;
  /**
   * When the upgrade was answered, in epoch milliseconds; null before that, and where the browser does not report it.
   */
  answeredAt: number | null;
  closedAt: number | null;
  /** Of a replay: the same moments as they were recorded, of a socket that the server closed. */
  recorded?: { openedAt: number; answeredAt: number | null; closedAt: number };
  /** The close event in the page; null while open, and when the page went away first. `byPage`: the page closed it. */
  close: { code: number; reason: string; clean?: boolean; byPage?: true } | null;
  /** Errors that the browser reported, e.g. a refused handshake. */
  errors: readonly string[];
  /**
   * `browser`: times were taken in the browser. `runner`: they were taken when the news reached this process, up to a
   * quarter of a second late.
   */
  clock?: 'browser' | 'runner';
}

/** For how many milliseconds a socket lived; of a replay as it was recorded, since a busy machine cuts it later. */
export interface Life {
  /** From the attempt to its close, or to now. */
  age: number;
  /** The same without the handshake. */
  openFor: number;
}

/** How long a socket lived. @param now epoch milliseconds, for one that is open */
export function lifeOf(socket: Socket, now: number): Life {
  const { openedAt, answeredAt, closedAt } = socket.recorded ?? socket;
  const end = closedAt ?? now;
  return { age: end - openedAt, openFor: end - (answeredAt ?? openedAt) };
}
