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
