import { SCRUBBED } from '../basics/scrubbed-mark.ts';
import { CODES, base64 } from './codes.ts';
import type { Disguise } from './disguise.ts';
import { ESCAPES } from './escapes.ts';
import { LAYOUTS } from './layouts.ts';
import { Needles } from './needles.ts';
import type { Span } from './reading.ts';
import { boundedCredentialsIn, credentialsIn } from './shapes.ts';

/** How deep escapes are escaped, and codes encoded, one in the other. */
const DEPTH = 4;
const CODE_DEPTH = 8;

/** How far from a place where lines were joined a credential may begin or end, in characters. */
const REACH = 8_192;

/** A secret in a text. One inside of base64 is replaced by base64, so that what decodes the rest still can. */
interface Hit extends Span {
  inBase64?: boolean;
}

/** A text as somebody could read it, and where its parts stand in the text that was given. */
interface View {
  text: string;
  origin(span: Span): Span;
}

/** Sees through every disguise but those that are left out. */
class Search {
  readonly #needles = new Needles();
  readonly #escapes: readonly Disguise[];
  readonly #layouts: readonly Disguise[];
  readonly #codes: readonly Disguise[];

  constructor(known: readonly string[], without: readonly Disguise[]) {
    const [escapes, layouts, codes] = [ESCAPES, LAYOUTS, CODES].map((all) =>
      all.filter((one) => !without.includes(one)),
    );
    this.#escapes = escapes!;
    this.#layouts = layouts!;
    this.#codes = codes!;
    this.learn(known);
  }

  /** Looks for these secrets as well. */
  learn(secrets: readonly string[]): void {
    this.#needles.add(secrets.flatMap((secret) => this.#writingsOf(secret)));
  }

  hitsIn(text: string, depth = CODE_DEPTH): Hit[] {
    let hits: Hit[] = this.#plain(text);
    const whole = this.#resolved({ text, origin: (span) => span });
    if (whole.text !== text) hits = hits.concat(this.#plain(whole.text).map(whole.origin));
    const { joined, around } = this.#laidOut(whole);
    for (const view of [...joined, ...around]) hits = hits.concat(this.#joined(view.text).map(view.origin));
    if (depth === 0) return hits;
    for (const view of [whole, ...around]) {
      for (const code of this.#codes) {
        for (const decoded of code.read(view.text)) {
          for (const span of this.hitsIn(decoded.text, depth - 1))
            hits.push({ ...view.origin(decoded.origin(span)), inBase64: code === base64 });
        }
      }
    }
    return hits;
  }

  /** What is near the places that a layout joined, in each layout; and what is encoded there, without escapes. */
  #laidOut(whole: View): { joined: View[]; around: View[] } {
    const laidOut = [whole];
    const joined: View[] = [];
    const around: View[] = [];
    for (const layout of this.#layouts) {
      for (const before of [...laidOut]) {
        for (const reading of layout.read(before.text)) {
          const view = through(before, reading);
          laidOut.push(view);
          joined.push(through(view, reading.nearJoints(REACH)));
          around.push(this.#resolved(through(view, reading.aroundJoints())));
        }
      }
    }
    return { joined, around };
  }

  /** The values of credentials in a text that are long and random: wherever else they stand, they are secrets. */
  valuesIn(text: string): string[] {
    const view = this.#resolved({ text, origin: (span) => span });
    return credentialsIn(view.text)
      .map(({ start, end }) => view.text.slice(start, end))
      .filter((value) => /^[\w.~+/=-]{16,2048}$/.test(value) && /\d/.test(value) && /[a-z]/i.test(value));
  }

  #plain(text: string): Span[] {
    return [...this.#needles.in(text), ...credentialsIn(text)];
  }

  #joined(text: string): Span[] {
    return [...this.#needles.in(text), ...boundedCredentialsIn(text)];
  }

  /** The text without escapes: resolved until none is left, since they may be escaped themselves. */
  #resolved(view: View): View {
    let resolved = view;
    for (let round = 0; round < DEPTH; round += 1) {
      const before = resolved.text;
      for (const escape of this.#escapes) {
        for (const reading of escape.read(resolved.text)) resolved = through(resolved, reading);
      }
      if (resolved.text === before) break;
    }
    return resolved;
  }

  /**
   * How a secret may stand in a text that is read: as it is, with its letters and accents composed or apart, its quotes
   * doubled or quoted for a shell, in a form, its own escapes resolved, UTF-8 as Latin-1.
   */
  #writingsOf(secret: string): string[] {
    const quoted = [
      ['"', '""'],
      ["'", "''"],
      ["'", `'\\''`],
      ["'", `'"'"'`],
    ] as const;
    const written = [
      ...(['NFC', 'NFD', 'NFKC', 'NFKD'] as const).map((form) => secret.normalize(form)),
      ...quoted.map(([quote, twice]) => secret.replaceAll(quote, twice)),
      secret.replaceAll(' ', '+'),
      secret,
    ].flatMap((one) => [one, this.#resolved({ text: one, origin: (span) => span }).text]);
    return [...new Set(written.flatMap((one) => [one, Buffer.from(one).toString('latin1')]))];
  }
}

function through(view: View, reading: View): View {
  return { text: reading.text, origin: (span) => view.origin(reading.origin(span)) };
}

const forShapesOnly = new Search([], []);

/** The search for the secrets of this run, whose list grows with every sign-in. */
let grown: { known: readonly string[]; search: Search } = { known: [], search: new Search([], []) };

function searchFor(known: readonly string[]): Search {
  if (known.length === 0) return forShapesOnly;
  if (known === grown.known) return grown.search;
  const isLonger = grown.known.every((secret, place) => known[place] === secret);
  const search = isLonger ? grown.search : new Search([], []);
  search.learn(known.slice(isLonger ? grown.known.length : 0));
  grown = { known, search };
  return search;
}

/**
 * Takes every secret out of a text: the values in `known` (of at least 8 characters), in any case of letters, and what
 * has the shape of a credential (JWTs, tokens and tickets in URLs, paths and JSON, headers, cookies), however they are
 * disguised.
 * @param without disguises that are not seen through: so a spec shows that each is needed
 */
export function scrubText(text: string, known: readonly string[], without: readonly Disguise[] = []): string {
  const search = without.length > 0 ? new Search(known, without) : searchFor(known);
  const hits = search.hitsIn(text).sort((one, other) => one.start - other.start);
  const parts: string[] = [];
  let done = 0;
  for (let index = 0; index < hits.length;) {
    const { start } = hits[index]!;
    let { end, inBase64 = false } = hits[index]!;
    for (index += 1; index < hits.length && hits[index]!.start < end; index += 1) {
      end = Math.max(end, hits[index]!.end);
      inBase64 &&= hits[index]!.inBase64 ?? false;
    }
    parts.push(text.slice(done, start), inBase64 ? markInBase64(end - start) : SCRUBBED);
    done = end;
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(done);
}

/** Base64 of as many characters, as far as whole groups of four go. */
function markInBase64(length: number): string {
  const bytes = Math.max(Math.floor(length / 4), 1) * 3;
  return Buffer.from(SCRUBBED.repeat(Math.ceil(bytes / SCRUBBED.length)).slice(0, bytes)).toString('base64');
}

/** The same for any JSON-like value, in place: strings inside of objects and arrays are replaced. */
export function scrubValue<T>(value: T, known: readonly string[]): T {
  if (typeof value === 'string') return scrubText(value, known) as T;
  if (Buffer.isBuffer(value) || value === null || typeof value !== 'object') return value;
  for (const [key, inner] of Object.entries(value)) (value as Record<string, unknown>)[key] = scrubValue(inner, known);
  return value;
}

/** Long, random values that a text names as credentials: they are secrets in whatever follows, too. */
export function credentialValuesIn(text: string): string[] {
  return searchFor([]).valuesIn(text);
}
