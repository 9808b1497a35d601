import { matchesIn, type Span } from './reading.ts';

/** Names under which a credential stands: fields, headers, keys of a storage. */
const NAMES =
  'access_?token|refresh_?token|id_token|auth_?token|jwt_?token|ticket_?id|password|simulation_?key|client_?secret|api_?key|x-api-key|x-e2e-bypass-key|authorization|proxy-authorization|cookie|set-cookie';
/** Parameters of a URL or a form that carry one. */
const PARAMETERS =
  'access_token|refresh_token|id_token|auth_token|token|refresh|jwt|ticket|auth_ticket|ticket_id|code|password|client_secret|simulation_key';
/** Parts of a path after which one stands. */
const PLACES = 'tickets?|tokens?|jwt|refresh|password-reset|reset-password|verify-email|invitations?|magic-link';

/** A shape in which a credential travels: what comes before it is the pattern's first group, the rest is the secret. */
interface Shape {
  pattern: RegExp;
  /** What stands in every text that has the shape: it is quicker to look for. */
  sign?: RegExp;
  /** The part of the match that is the secret, where that is not all of it; null: it is none. */
  secret?: (match: string) => Span | null;
}

const only = (is: (value: string) => boolean) => (value: string) =>
  is(value) ? { start: 0, end: value.length } : null;

/** A value that nobody has typed: long, with digits in it. */
const isRandom = (value: string) => value.length >= 12 && /\d/.test(value) && /[a-z]/i.test(value);

/** Where a JWT begins: `{"`, or `{"alg"` and `{"typ"` in any case of letters, in base64url. */
const JWT = /(?:eyJ|[Ee][Yy][Jj](?:[Hh][Bb][Gg][Cc]|0[Ee][Xx][Aa]))[\w-]{8,}\.[\w-]{8}/;

const jwt: Shape = {
  sign: /eyj|ey0exa/i,
  pattern: /()(?<![\w-])[\w-]{5,}(?:\.[\w-]+)+\.?/g,
  secret: (dotted) => {
    const start = dotted.search(JWT);
    return start < 0 ? null : { start, end: dotted.length };
  },
};

/** Shapes whose end is certain, so that they can be looked for where lines were joined. */
const BOUNDED: readonly Shape[] = [
  // A field of JSON, also in JSON inside of JSON, where quotes carry backslashes.
  {
    pattern: new RegExp(
      `((?<!\\\\)(\\\\*)"(?:${NAMES})\\2"\\s{0,9}:\\s{0,9}\\2")(?:(?!(?<!\\\\)\\2")[^\\r\\n]){1,16384}`,
      'gi',
    ),
  },
  // Headers, parameters and cookies of traces and HARs: a name and a value.
  {
    pattern: new RegExp(
      `((?<!\\\\)(\\\\*)"(?:${NAMES}|${PARAMETERS})\\2"\\s{0,9},\\s{0,9}\\2"value\\2"\\s{0,9}:\\s{0,9}\\2")(?:(?!(?<!\\\\)\\2")[^\\r\\n]){1,16384}`,
      'gi',
    ),
  },
];

const SHAPES: readonly Shape[] = [
  jwt,
  // A JWT wrapped once more in base64 (the subprotocol of the handshake): it begins with the encoding of "eyJ".
  { pattern: /()(?<![A-Za-z0-9+/_-])ZXlK[A-Za-z0-9_+/-]{24,}={0,2}/g },
  ...BOUNDED,
  { pattern: new RegExp(`((?:[?&#;]|^)(?:${PARAMETERS})=)[^&"'\\s\\\\#<>]+`, 'gi') },
  {
    pattern: new RegExp(`(/(?:${PLACES})/)[\\w.~%+=-]{12,}`, 'gi'),
    secret: only(isRandom),
  },
  // An object as a console or an inspector writes it.
  {
    pattern: new RegExp(
      `((?<![\\w-])(?:${NAMES})["']?\\s{0,3}[:=]\\s{0,3}["'\`]?)[^\\s"'\`,;&<>(){}\\[\\]\\\\]{8,}`,
      'gi',
    ),
    secret: only(isRandom),
  },
  // Headers as they are written in a log: a value stands on the line of its name (RFC 9110, section 5.5).
  { pattern: /(\b(?:set-)?cookie:[ \t]{0,9})[^\r\n"\\<]+/gi },
  { pattern: /(\b(?:authorization|x-e2e-bypass-key|x-api-key):[ \t]{0,9})[^\r\n"\\<]+/gi },
  { pattern: /(\bBearer\s+)[A-Za-z0-9._~+/=-]{12,}/gi, secret: only((value) => /\d/.test(value)) },
  {
    pattern: /(\bBasic\s+)[A-Za-z0-9+/]{8,}={0,2}/g,
    secret: only((value) => /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(Buffer.from(value, 'base64').toString('latin1'))),
  },
  { sign: /:\/\//, pattern: /(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/@:"'<>\\]{1,200}:)[^\s/@"'<>\\]{3,500}(?=@)/gi },
];

/** Characters of a signature, by the number in the algorithm's name. */
const SIGNATURES: Readonly<Record<string, number>> = {
  HS256: 43,
  HS384: 64,
  HS512: 86,
  ES256: 86,
  ES384: 128,
  ES512: 176,
};

/** A JWT of which nothing but itself says where it ends: its header names the algorithm. */
const boundedJwt: Shape = {
  ...jwt,
  secret: (dotted) => {
    const start = dotted.search(JWT);
    const [header = '', payload = '', signature = ''] = dotted.slice(start).split('.');
    const { alg } = (start < 0 ? null : jsonIn(header)) ?? {};
    if (typeof alg !== 'string' || !jsonIn(payload)) return null;
    const end = start + header.length + payload.length + 2 + Math.min(signature.length, SIGNATURES[alg] ?? Infinity);
    return { start, end };
  },
};

function jsonIn(part: string): Record<string, unknown> | null {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown> | null;
  } catch {
    return null;
  }
}

/** Values of lists of cookies, as traces, HARs and storage states have them. */
function cookiesIn(text: string): Span[] {
  const found: Span[] = [];
  for (const list of matchesIn(text, /"cookies\\*"\s{0,9}:\s{0,9}\\*\[[^\]]{0,65536}/g)) {
    for (const { 0: whole, 1: name, index } of list[0].matchAll(/("value\\*"\s{0,9}:\s{0,9}\\*")[^"\\]+/g))
      found.push({ start: list.index + index + name!.length, end: list.index + index + whole.length });
  }
  return found;
}

function spansOf(text: string, shapes: readonly Shape[]): Span[] {
  const found: Span[] = [];
  for (const { pattern, sign, secret } of shapes) {
    if (sign && !sign.test(text)) continue;
    for (const match of matchesIn(text, pattern)) {
      const from = match.index + match[1]!.length;
      const value = match[0].slice(match[1]!.length);
      const part = secret ? secret(value) : { start: 0, end: value.length };
      if (part) found.push({ start: from + part.start, end: from + part.end });
    }
  }
  return found;
}

/** Where a text has a credential that is known by its shape. */
export function credentialsIn(text: string): Span[] {
  return [...spansOf(text, SHAPES), ...cookiesIn(text)];
}

/** The same in a text whose lines were joined: only what does not reach into the next line. */
export function boundedCredentialsIn(text: string): Span[] {
  return spansOf(text, [boundedJwt, ...BOUNDED]);
}
