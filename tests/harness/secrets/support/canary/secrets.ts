/**
 * What is planted: one value for each kind of secret. Those of `known` the scrubber is told; the others it must know
 * by their shape.
 */
export interface Planted {
  jwt: string;
  cookie: string;
  ticket: string;
  known: { refresh: string; password: string; bypassKey: string };
}

/** Every way in which a planted value may be written, by the kind of secret. */
export function writings({ jwt, cookie, ticket, known }: Planted): { [kind: string]: string[] } {
  const base64url = Buffer.from(jwt).toString('base64url');
  return {
    jwt: [jwt, jwt.split('.')[2]!, encodeURIComponent(jwt)],
    'jwt wrapped in a subprotocol': [base64url, Buffer.from(jwt).toString('base64')],
    cookie: [cookie],
    ticket: [ticket],
    'refresh token': [known.refresh],
    password: [known.password.slice(-24)],
    'bypass key': [known.bypassKey],
  };
}
