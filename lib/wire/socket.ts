import { decodeJwt } from 'jose/jwt/decode';

/** One message on a socket. */
export interface Frame {
  /** Place among all frames of the test, from 1. */
  seq: number;
  /** Id of its socket. */
  socket: number;
  /** Number of the page that holds the socket, from 1. */
  page: number;
  direction: 'sent' | 'received';
  /** Epoch milliseconds, in the clock that the socket's `clock` names. */
  time: number;
  /** The message as it travelled; of a binary one, base64. */
  text: string;
  binary?: true;
}

/** How a socket's handshake said who is there. */
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
  offered: string[];
  /** Subprotocol that the server chose; null before the answer, and where it chose none. */
  chosen: string | null;
  /** HTTP status of the upgrade: 101 when it succeeded; null before the answer, and where none came. */
  status: number | null;
  /** `Origin` header of the handshake; null where the browser does not tell it. */
  origin: string | null;
  credential: Credential;
  /** When the page asked for it, in epoch milliseconds. */
  openedAt: number;
  /** When the upgrade was answered, in epoch milliseconds; null before that, and where the browser does not tell. */
  answeredAt: number | null;
  closedAt: number | null;
  /** What the page was told at the close; null while open, and when the page went away first. */
  close: { code: number; reason: string; clean: boolean } | null;
  /** What the browser said went wrong, e.g. a refused handshake. */
  errors: string[];
  frames: Frame[];
  /**
   * `browser`: times were taken in the browser. `runner`: they were taken when the news reached this process, up to a
   * quarter of a second late.
   */
  clock: 'browser' | 'runner';
}

const tokenPrefixes = ['jwt.', 'jwt-auth.', 'bearer.', 'staging-auth.'];
const secretParameters = ['token', 'jwt', 'auth_token', 'access_token', 'ticket', 'auth_ticket', 'ticket_id'];

/** The offered subprotocols of a handshake header or constructor argument, with tokens replaced. */
export function describeOffer(offer: string[]): string[] {
  return offer.map((name) => {
    const prefix = tokenPrefixes.find((one) => name.startsWith(one) && name.length > one.length + 9);
    return prefix ? `${prefix}<token>` : name;
  });
}

/** The URL of a socket with the values of its secret parameters replaced. */
export function describeUrl(url: string): string {
  return url.replace(/([?&])([^=&]+)=[^&]*/g, (whole, mark: string, name: string) =>
    secretParameters.includes(name) ? `${mark}${name}=<secret>` : whole,
  );
}

/** Who a handshake claims to be (docs/contract/backend.md 3.2): read from the token, not verified. */
export function credentialOf(url: string, offer: string[]): Credential {
  for (const name of offer) {
    const prefix = tokenPrefixes.find((one) => name.startsWith(one) && name.length > one.length + 9);
    if (prefix) return { by: 'subprotocol', ...identityOf(name.slice(prefix.length)) };
  }
  const query = new URL(url).searchParams;
  for (const parameter of secretParameters) {
    const value = query.get(parameter);
    if (value !== null) return parameter.includes('ticket') ? { by: 'ticket' } : { by: 'query', ...identityOf(value) };
  }
  return { by: 'none' };
}

/** Reads a token as it is, or wrapped once more in base64url as browsers of this product send it. */
function identityOf(token: string): { sub?: string; email?: string } {
  const jwt = token.includes('.') ? token : Buffer.from(token, 'base64url').toString('utf8');
  try {
    const { sub, email } = decodeJwt<{ email?: string }>(jwt);
    return { ...(sub ? { sub } : {}), ...(email ? { email } : {}) };
  } catch {
    return {};
  }
}
