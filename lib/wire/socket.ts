import { decodeJwt } from 'jose/jwt/decode';
import type { Credential, Frame, Socket } from '../evidence/index.ts';

/** A connection while the tap listens to it, with the frames that it has carried so far. */
export interface TappedSocket extends Socket {
  offered: string[];
  origin: string | null;
  errors: string[];
  clock: 'browser' | 'runner';
  frames: Frame[];
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
