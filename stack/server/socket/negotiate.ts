/** How a browser puts a token in the list of subprotocols (docs/contract/backend.md 3.2). */
const carriers = ['jwt.', 'jwt-auth.', 'bearer.', 'staging-auth.'];
const negotiable = ['jwt-auth', 'jwt', 'bearer', 'e2e-testing', 'staging-auth', 'agent_chat'];
const shortest = 10;

export interface Offer {
  /** What the server answers; `undefined`: the client offered nothing. */
  chosen: string | undefined;
  token?: string;
}

/** Names in a `Sec-WebSocket-Protocol` header. */
function offered(header: string): string[] {
  return header
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** The token in an offer: a JWT as it is, or the whole JWT in base64url once more. */
function unwrap(value: string): string {
  return value.includes('.') ? value : Buffer.from(value, 'base64url').toString('utf8');
}

/**
 * Chooses a subprotocol and takes the token out of the offer. The token is never sent back, so an offer of nothing but
 * a token cannot be answered (RFC 6455 4.1: the answer must be one of the names offered).
 * @returns nothing when names were offered but none can be answered.
 */
export function negotiate(header: string): Offer | undefined {
  const names = offered(header);
  if (names.length === 0) return { chosen: undefined };
  const chosen = negotiable.find((name) => names.includes(name));
  if (chosen === undefined) return undefined;
  for (const name of names) {
    const carrier = carriers.find((prefix) => name.startsWith(prefix) && name.length >= prefix.length + shortest);
    if (carrier !== undefined) return { chosen, token: unwrap(name.slice(carrier.length)) };
  }
  return { chosen };
}
