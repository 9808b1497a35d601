import { FORMS } from '../forms.ts';

/**
 * What is planted: one value for each kind of secret. Those of `known` the scrubber is told; the others it must know
 * by their shape.
 */
export interface Planted {
  jwt: string;
  cookie: string;
  ticket: string;
  known: { refresh: string; password: string; bypassKey: string };
  /** A secret for each form of `FORMS`, in their order; the scrubber is told of it. */
  disguised: string[];
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

const inJson = (text: string) => JSON.stringify(text).slice(1, -1);

/** Without half a surrogate pair at an end, where a piece was cut from a text. */
const withoutHalves = (piece: string) => piece.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');

/**
 * Pieces of each disguised secret that nothing else has, as a file may hold them. Each is more than half of it: what a
 * name that is cut keeps of less than twelve characters is no secret (`lib/secrets/needles.ts`).
 */
export function disguisedWritings({ disguised }: Planted): { [form: string]: string[] } {
  return Object.fromEntries(
    FORMS.map(({ name, write }, index) => {
      const written = write(disguised[index]!);
      const other = write([...disguised[index]!].reverse().join(''));
      const size = Math.max(16, Math.ceil(written.length * 0.6));
      const own = Array.from({ length: written.length - size + 1 }, (_, at) => written.slice(at, at + size)).filter(
        (piece) => !other.includes(piece),
      );
      const pieces = [own[0]!, own[own.length >> 1]!, own.at(-1)!].map(withoutHalves);
      const forms = pieces.flatMap((piece) => [
        piece,
        inJson(piece),
        inJson(inJson(piece)),
        encodeURIComponent(piece),
        piece.replaceAll('&', '&amp;'),
        piece.replaceAll('&', '&#38;'),
        Buffer.from(piece).toString('latin1'),
      ]);
      return [name, [...new Set(forms)]];
    }),
  );
}
