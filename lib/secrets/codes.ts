import { type Disguise, one } from './disguise.ts';
import { packed } from './packed.ts';
import { matchesIn, Reading } from './reading.ts';

/**
 * Where decoded bytes hold anything that could be a secret: eight signs of text in a row, in ASCII, UTF-8 or UTF-16.
 * Words that only look encoded decode to bytes without any.
 */
const READABLE = /(?:[\t\n\r\0\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}){8}/;

/** Stands between two decoded runs, so that they are not read as one: three bytes that are no text. */
const BETWEEN = 'AQEB';

/** Base64 and base64url, with and without padding; a run may begin anywhere in what was encoded. */
export const base64: Disguise = {
  name: 'base64 at any offset',
  read: (text) => {
    const runs = [...matchesIn(text, /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{10,}/g)];
    return runs.length === 0 ? [] : [0, 1, 2, 3].flatMap((offset) => one(decodedRuns(runs, offset)));
  },
};

function decodedRuns(runs: readonly RegExpExecArray[], offset: number): Reading | null {
  const whole = runs.map(([run]) => run.slice(offset) + 'AAA'.slice((run.length - offset + 3) % 4));
  const bytes = Buffer.from(whole.join(BETWEEN), 'base64').toString('latin1');
  if (!READABLE.test(bytes)) return null;
  let reading: Reading | null = null;
  let at = 0;
  for (const [index, run] of whole.entries()) {
    const { 0: given, index: begin } = runs[index]!;
    const length = (run.length / 4) * 3;
    const rest = (given.length - offset) % 4;
    const end = at + length - (rest === 0 ? 0 : 3);
    if (READABLE.test(bytes.slice(at, at + length))) {
      reading ??= new Reading();
      reading.add(bytes.slice(at, end), begin + offset, 3, 4);
      reading.add(bytes.slice(end, at + length), begin + given.length - rest, 3, rest);
      reading.add('###', begin + given.length, 3, 0);
    }
    at += length + 3;
  }
  return reading;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 (RFC 4648, 6), as keys of one-time passwords and names that are safe in any case are written. */
const base32: Disguise = {
  name: 'base32 at any offset',
  read: (text) => {
    const runs = [...matchesIn(text, /(?<![A-Za-z0-9])(?:[A-Z2-7]{13,}|[a-z2-7]{13,})(?![A-Za-z0-9])/g)];
    return runs.flatMap((run) => [0, 1, 2, 3, 4, 5, 6, 7].flatMap((offset) => one(inBase32(run, offset))));
  },
};

/** Every eight signs are five bytes. */
function inBase32({ 0: run, index }: RegExpExecArray, offset: number): Reading | null {
  let [bits, length, bytes] = [0, 0, ''];
  for (const sign of run.slice(offset).toUpperCase()) {
    bits = ((bits << 5) | ALPHABET.indexOf(sign)) & 0xfff;
    length += 5;
    if (length < 8) continue;
    length -= 8;
    bytes += String.fromCharCode((bits >> length) & 0xff);
  }
  if (!READABLE.test(bytes)) return null;
  const reading = new Reading();
  const whole = Math.floor(bytes.length / 5) * 5;
  reading.add(bytes.slice(0, whole), index + offset, 5, 8);
  const rest = index + offset + (whole / 5) * 8;
  reading.add(bytes.slice(whole), rest, bytes.length - whole, index + run.length - rest);
  return reading;
}

/** Bytes in hexadecimal: together, or with something between them, as dumps, inspectors and style sheets write them. */
const hex: Disguise = {
  name: 'hexadecimal',
  read: (text) => [
    ...one(
      listed(
        text,
        /(?<![0-9a-f])(?:0x|&H|U\+0{0,4}|\\{1,4})?[0-9a-f]{2}(?:["' :,.;\t\n-]{0,5}(?:0x|&H|U\+0{0,4}|\\{1,4})?[0-9a-f]{2}){7,}/gi,
        /(?:0x|&H|U\+0{0,4}|\\{1,4})?([0-9a-f]{2})/gi,
        inBase(16),
      ),
    ),
    ...one(listed(text, /(?<=(?<![0-9a-f])[0-9a-f])(?:[0-9a-f]{2}){8,}/gi, /([0-9a-f]{2})/gi, inBase(16))),
  ],
};

const NUMBERS =
  /(?<![\d.])(?:"?\d{1,6}"?:\s?)?\d{1,3}(?:(?:[,;]\s{0,40}| {1,3}|\r?\n\s{0,12})(?:"?\d{1,6}"?:\s?)?\d{1,3}){7,}/g;

/** Bytes as numbers: a typed array or a buffer in JSON, a dump in octal or binary digits. */
const numbers: Disguise = {
  name: 'lists of bytes',
  read: (text) => [
    ...one(listed(text, NUMBERS, /(?<!\d)(\d{1,3})(?!\d|"?:)/g, inBase(10))),
    ...one(listed(text, /(?<!\d)[0-3][0-7]{2}(?: {1,3}[0-3][0-7]{2}){7,}/g, /([0-7]{3})/g, inBase(8))),
    ...one(listed(text, /(?<!\d)[01]{8}(?:[ ,\n]{0,2}[01]{8}){7,}/g, /([01]{8})/g, inBase(2))),
  ],
};

/** Characters one by one: an array of them, an object that a text was spread into, or with a blank after each. */
const characters: Disguise = {
  name: 'characters one by one',
  read: (text) => [
    ...one(
      listed(
        text,
        /(?:"\d{1,6}":\s?)?(["'])[^"'\s\\]\1(?:,\s{0,40}(?:"\d{1,6}":\s?)?\1[^"'\s\\]\1){7,}/g,
        /(?:"\d{1,6}":\s?)?["']([^"'\s])["']/g,
        (sign) => sign,
      ),
    ),
    ...one(listed(text, /(?<!\w)[!-~](?: [!-~](?!\w)){7,}/g, /([!-~])/g, (sign) => sign)),
  ],
};

const inBase = (base: number) => (digits: string) => String.fromCharCode(parseInt(digits, base) & 0xff);

/** Reads lists: each item's first group means a character. Items at even distances make one piece. */
function listed(text: string, list: RegExp, item: RegExp, meaning: (item: string) => string): Reading | null {
  let reading: Reading | null = null;
  for (const { 0: found, index: begin } of matchesIn(text, list)) {
    const items = [...found.matchAll(item)];
    const meant = items.map(({ 1: group }) => meaning(group!)).join('');
    if (!READABLE.test(meant)) continue;
    reading ??= new Reading();
    const distance = (place: number) => items[place + 1]!.index - items[place]!.index;
    for (let place = 0; place < items.length;) {
      const from = place;
      while (place + 2 < items.length && distance(place) === distance(from)) place += 1;
      if (place > from) reading.add(meant.slice(from, place), begin + items[from]!.index, 1, distance(from));
      reading.add(meant[place]!, begin + items[place]!.index, 1, items[place]![0].length);
      place += 1;
    }
    reading.add('###', begin + found.length, 3, 0);
  }
  return reading;
}

/** What hides a whole text in other characters, and so may hide any of the disguises as well. */
export const CODES: readonly Disguise[] = [base64, base32, hex, numbers, characters, packed];
