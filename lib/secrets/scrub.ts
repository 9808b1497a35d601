/** What stands where a secret stood. */
const mark = '<scrubbed>';

/** Names under which a credential stands in JSON, also in JSON inside of JSON, where quotes carry backslashes. */
const fields = 'access_token|refresh_token|refreshToken|ticket_id|password|simulation_key|x-e2e-bypass-key';
/** Parameters of a URL that carry one. */
const parameters = 'access_token|refresh_token|token|refresh|jwt|ticket|auth_ticket|ticket_id|code';

/** Every shape in which a credential of this product travels, besides the secrets that are known by value. */
const shapes: [RegExp, string | ((found: string) => string)][] = [
  // A JWT, with or without its signature.
  [/eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?/g, mark],
  // A JWT wrapped once more in base64 (the subprotocol of the handshake): it begins with the encoding of "eyJ".
  [/ZXlK[A-Za-z0-9_+/-]{24,}={0,2}/g, mark],
  [new RegExp(`((?:[?&#]|\\\\u0026)(?:${parameters})=)[^&"'\\s\\\\#]+`, 'g'), `$1${mark}`],
  [new RegExp(`("(?:${fields})\\\\*"\\s*:\\s*\\\\*")[^"\\\\]+`, 'gi'), `$1${mark}`],
  // Headers and parameters of traces and HARs: a name and a value.
  [
    new RegExp(
      `("(?:authorization|cookie|set-cookie|x-e2e-bypass-key|${parameters})\\\\*"\\s*,\\s*\\\\*"value\\\\*"\\s*:\\s*\\\\*")[^"\\\\]+`,
      'gi',
    ),
    `$1${mark}`,
  ],
  // Lists of cookies of traces, HARs and storage states: every value.
  [/"cookies\\*"\s*:\s*\\*\[[^\]]*\]/g, (cookies) => cookies.replace(/("value\\*"\s*:\s*\\*")[^"\\]+/g, `$1${mark}`)],
  // Headers as they are written in a log.
  [/(\b(?:set-)?cookie:\s*)[^\r\n"\\<]+/gi, `$1${mark}`],
  [/(\bBearer\s+)[A-Za-z0-9._~+/=-]{12,}/g, `$1${mark}`],
];

/** JSON inside of JSON: a message on a socket, in an error that quotes it, in a trace, in an archive's index. */
const depth = 5;

const writings = new Map<string, Set<string>>();

/**
 * How a secret may be written: as it is, in a URL, in JSON as deep as it goes, each also in bytes that are read as
 * Latin-1.
 */
function writingsOf(secret: string): Set<string> {
  const before = writings.get(secret);
  if (before) return before;
  const written = [encodeURIComponent(secret), secret];
  for (let level = 0; level < depth; level += 1) written.push(JSON.stringify(written.at(-1)).slice(1, -1));
  const all = new Set(written.flatMap((one) => [one, Buffer.from(one).toString('latin1')]));
  writings.set(secret, all);
  return all;
}

/**
 * Takes every secret out of a text: JWTs (also base64url-wrapped), tokens and tickets in URLs and JSON, authorisation
 * and cookie headers of traces and HARs, and the values in `known`, however they are written.
 */
export function scrubText(text: string, known: readonly string[]): string {
  let clean = text;
  for (const secret of known) {
    for (const writing of writingsOf(secret)) clean = clean.replaceAll(writing, mark);
  }
  for (const [shape, replacement] of shapes) clean = clean.replace(shape, replacement as string);
  return clean;
}

/** The same for any JSON-like value, in place: strings inside of objects and arrays are replaced. */
export function scrubValue<T>(value: T, known: readonly string[]): T {
  if (typeof value === 'string') return scrubText(value, known) as T;
  if (Buffer.isBuffer(value) || value === null || typeof value !== 'object') return value;
  for (const [key, inner] of Object.entries(value)) (value as Record<string, unknown>)[key] = scrubValue(inner, known);
  return value;
}
