import type { Span } from './reading.ts';

/** Length of the piece by which a secret is found; a shorter value is no secret. */
const GRAM = 8;
/** Of a long secret every fourth piece is kept: enough to find any part of it of eleven characters or more. */
const STRIDE = 4;
/** Shortest part of a secret that is taken out: what is cut off in the middle still gives a lot away. */
const PART = 12;

/**
 * The same for what of a JWT is its claims: they name the person and the time, and so does much else in base64, which
 * then has the same letters.
 */
const PART_OF_CLAIMS = 48;

const BASE = 0x01000193;
const LEAVING = (() => {
  let power = 1;
  for (let n = 0; n < GRAM; n += 1) power = Math.imul(power, BASE);
  return power;
})();

interface Piece {
  secret: string;
  lower: string;
  at: number;
  /** Where the signature of a JWT begins; 0 of any other secret. */
  signature: number;
}

/** Finds secrets by value, in any case of letters, in one pass however many there are; and parts of long ones. */
export class Needles {
  readonly #pieces = new Map<number, Piece[]>();
  readonly #seen = new Uint8Array(1 << 20);

  /** @param secrets of at least 8 characters */
  add(secrets: Iterable<string>): void {
    for (const secret of secrets) {
      const lower = folded(secret);
      const signature = /^ey[\w-]+\.[\w-]+\./.exec(secret)?.[0].length ?? 0;
      for (let at = 0; at + GRAM <= lower.length; at += STRIDE) {
        const hash = hashOf(lower, at);
        const same = this.#pieces.get(hash);
        if (same) same.push({ secret, lower, at, signature });
        else this.#pieces.set(hash, [{ secret, lower, at, signature }]);
        this.#seen[short(hash)] = 1;
        if (secret.length < 2 * PART) break;
      }
    }
  }

  /** Where a secret stands in a text, or a part of one that nothing but the secret looks like. */
  in(text: string): Span[] {
    if (this.#pieces.size === 0 || text.length < GRAM) return [];
    const lower = folded(text);
    const found: Span[] = [];
    let hash = hashOf(lower, 0);
    let end = 0;
    for (let at = 0; ; at += 1) {
      if (this.#seen[short(hash)] === 1) {
        const span = this.#around(lower, at, hash);
        if (span && span.end > end) {
          found.push(span);
          end = span.end;
        }
      }
      const next = at + GRAM;
      if (next >= lower.length) return found;
      hash = (Math.imul(hash, BASE) + lower.charCodeAt(next) - Math.imul(lower.charCodeAt(at), LEAVING)) | 0;
    }
  }

  #around(text: string, at: number, hash: number): Span | null {
    let best: Span | null = null;
    for (const { secret, lower, at: piece, signature } of this.#pieces.get(hash) ?? []) {
      if (!text.startsWith(lower.slice(piece, piece + GRAM), at)) continue;
      let before = 0;
      while (before < piece && before < at && text[at - before - 1] === lower[piece - before - 1]) before += 1;
      let after = GRAM;
      while (piece + after < lower.length && text[at + after] === lower[piece + after]) after += 1;
      const length = before + after;
      const part = secret.slice(piece - before, piece + after);
      const isTold =
        length === lower.length ||
        (piece + after <= signature
          ? length >= PART_OF_CLAIMS
          : isRandom(part) || (isWordless(part) && isRandom(secret)));
      if (isTold && (!best || length > best.end - best.start)) best = { start: at - before, end: at + after };
    }
    return best;
  }
}

/** Whether a part of a secret looks like no word, so that nothing else is damaged where it is taken out. */
function isRandom(part: string): boolean {
  if (part.length < PART || /[a-z]{10}/.test(part)) return false;
  const [digits, switches] = [/\d/g, /[a-z](?=[A-Z])/g].map((sign) => part.match(sign)?.length ?? 0) as [
    number,
    number,
  ];
  return digits >= 4 || (/[a-z]/.test(part) && /[A-Z]/.test(part) && (digits > 0 || switches >= 3));
}

/** Whether a part that may have no digit has no word either. */
function isWordless(part: string): boolean {
  return part.length >= PART && !/[a-z]{6}|[A-Z]{6}/.test(part) && /[a-z]/.test(part) && /[A-Z]/.test(part);
}

/** Small letters, with every character in its place: İ alone would become two. */
function folded(text: string): string {
  return text.replaceAll('İ', 'I').toLowerCase();
}

function hashOf(text: string, at: number): number {
  let hash = 0;
  for (let n = 0; n < GRAM; n += 1) hash = (Math.imul(hash, BASE) + text.charCodeAt(at + n)) | 0;
  return hash;
}

const short = (hash: number) => (hash ^ (hash >>> 12)) & 0xfffff;
