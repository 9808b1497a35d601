import { Reading, replaced } from './reading.ts';

/**
 * The ways in which a text may hide another one from a plain search. Each reads a text; null when there is nothing of
 * its kind in it. Bytes are read as Latin-1, so that none is lost.
 */
export interface Disguise {
  name: string;
  read(text: string): Reading[];
}

const one = (reading: Reading | null): Reading[] => (reading ? [reading] : []);

const LETTERS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', 0: '\0' };

/** Escapes of JSON and JavaScript, as deep as JSON stands in JSON: all backslashes before a sign are one escape. */
const backslashes: Disguise = {
  name: 'escapes of JSON, as deep as they go',
  read: (text) =>
    one(
      text.includes('\\')
        ? replaced(
            text,
            /(?<!\\)\\+(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([0-3][0-7]{2})|(["'`\\/bfnrtv0$]))/gi,
            ([, point, unit, byte, octal, sign = '']) => {
              if (octal !== undefined) return characterOf(parseInt(octal, 8));
              const digits = point ?? unit ?? byte;
              return digits === undefined ? (LETTERS[sign] ?? sign) : characterOf(parseInt(digits, 16));
            },
          )
        : null,
    ),
};

/** Percent-encoding of a URL or a form, whole or in part, and that of JavaScript's `escape`. */
const percent: Disguise = {
  name: 'percent-encoding, whole or in part',
  read: (text) =>
    one(
      text.includes('%')
        ? replaced(text, /%(?:u([0-9a-f]{4})|([0-9a-f]{2}))/gi, ([, unit, byte]) =>
            String.fromCharCode(parseInt((unit ?? byte)!, 16)),
          )
        : null,
    ),
};

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  sol: '/',
  bsol: '\\',
  period: '.',
  comma: ',',
  colon: ':',
  semi: ';',
  equals: '=',
  plus: '+',
  lowbar: '_',
  hyphen: '-',
  dash: '-',
  percnt: '%',
  quest: '?',
  excl: '!',
  num: '#',
  dollar: '$',
  commat: '@',
  lpar: '(',
  rpar: ')',
  ast: '*',
  Tab: '\t',
  NewLine: '\n',
  shy: '',
};

/** Entities of HTML and XML; a break of a line as well. */
const entities: Disguise = {
  name: 'entities of HTML and XML',
  read: (text) =>
    one(
      /[&<]/.test(text)
        ? replaced(
            text,
            /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,7}));?|<w?br\s?\/?>/gi,
            ([, hex, decimal, name]) => {
              if (name !== undefined) return ENTITIES[name] ?? ENTITIES[name.toLowerCase()] ?? null;
              if (hex === undefined && decimal === undefined) return '\n';
              return characterOf(hex === undefined ? Number(decimal) : parseInt(hex, 16));
            },
          )
        : null,
    ),
};

const ESCAPE = String.fromCharCode(27);

/**
 * Signs that nobody sees, also in UTF-8 that is read as Latin-1: soft hyphens, zero-width and direction marks; and the
 * dot by which a difference marks a space at the end of a line.
 */
const UNSEEN =
  '\\u00c2?\\u00ad|\\u00c2?\\u00b7(?=[\\r\\n])|[\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff]|\\u00e2\\u0080[\\u008b-\\u008f\\u00aa-\\u00ae]|\\u00e2\\u0081[\\u00a0-\\u00a9]|\\u00ef\\u00bb\\u00bf';

/** The same and colours of a terminal: a difference is marked in the middle of a word. */
const invisible: Disguise = {
  name: 'colours and invisible signs between its characters',
  read: (text) =>
    one(replaced(text, new RegExp(`(?:${ESCAPE}|\\u009b)\\[?[0-9;]{0,20}[A-Za-z]|${UNSEEN}`, 'g'), () => '')),
};

/** UTF-16 and UTF-32 that are read byte by byte. */
const wide: Disguise = {
  name: 'UTF-16',
  read: (text) => one(text.includes('\0') ? replaced(text, /\0+/g, () => '') : null),
};

/** Escapes that mean the same wherever they stand: they are resolved together and until none is left. */
export const ESCAPES: readonly Disguise[] = [backslashes, percent, entities, invisible, wide];

/** What may stand before the rest of a broken line: an indentation, the mark of a quotation, that of a difference. */
const CONTINUED = ['[ \\t]*', '[ \\t]*[>|│#*][ \\t>|│#*"\']*', '[ \\t]*[+-][ \\t"\']*'];

/** Lines that were broken at any column, and continued in one of these ways. */
const lines: Disguise = {
  name: 'broken lines',
  read: (text) =>
    /[\n\r]/.test(text)
      ? CONTINUED.flatMap((begin) => {
          const end = begin === CONTINUED[0] ? '(?<![ \\t])[ \\t]*' : '(?<![ \\t=\\\\|│"\'+])[ \\t=\\\\|│"\'+]*';
          return one(replaced(text, new RegExp(`${end}(?:\\r\\n?|\\n)${begin}`, 'g'), () => ''));
        })
      : [],
};

const QUOTED = /=(?:\r?\n|([0-9A-F]{2}))/g;

/** Quoted-printable: a few signs at least; one alone is an equals sign before a number. */
const quotedPrintable: Disguise = {
  name: 'quoted-printable',
  read: (text) =>
    (text.match(QUOTED)?.length ?? 0) > 2
      ? one(replaced(text, QUOTED, ([, byte]) => (byte === undefined ? '' : String.fromCharCode(parseInt(byte, 16)))))
      : [],
};

/** What changes where a text goes on: tried beside the text itself, one after the other. */
export const LAYOUTS: readonly Disguise[] = [lines, quotedPrintable];

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
    const runs = [...text.matchAll(/[A-Za-z0-9+/_-]{10,}/g)];
    return runs.length === 0 ? [] : [0, 1, 2, 3].flatMap((offset) => one(decodedRuns(runs, offset)));
  },
};

function decodedRuns(runs: readonly RegExpExecArray[], offset: number): Reading | null {
  const whole = runs.map(([run]) => run.slice(offset) + 'A'.repeat((4 - ((run.length - offset) % 4)) % 4));
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

/** Bytes in hexadecimal: together, or with something between them, as dumps and inspectors write them. */
const hex: Disguise = {
  name: 'hexadecimal',
  read: (text) => [
    ...one(
      listed(
        text,
        /(?<![0-9a-f])(?:0x)?[0-9a-f]{2}(?:[ :,.\n-]{0,3}(?:0x)?[0-9a-f]{2}){7,}/gi,
        /(?:0x)?([0-9a-f]{2})/gi,
        16,
      ),
    ),
    ...one(listed(text, /(?<=(?<![0-9a-f])[0-9a-f])(?:[0-9a-f]{2}){8,}/gi, /([0-9a-f]{2})/gi, 16)),
  ],
};

/** Bytes as decimal numbers: a typed array or a buffer in JSON. */
const numbers: Disguise = {
  name: 'lists of bytes',
  read: (text) =>
    one(
      listed(
        text,
        /(?<![\d.])(?:"?\d{1,6}"?:\s?)?\d{1,3}(?:,\s{0,40}(?:"?\d{1,6}"?:\s?)?\d{1,3}){7,}/g,
        /(?<!\d)(\d{1,3})(?!\d|"?:)/g,
        10,
      ),
    ),
};

/** Reads lists of bytes: each item's first group is the number. */
function listed(text: string, list: RegExp, item: RegExp, base: number): Reading | null {
  let reading: Reading | null = null;
  for (const { 0: found, index: begin } of text.matchAll(list)) {
    const items = [...found.matchAll(item)];
    const bytes = items.map(({ 1: digits }) => String.fromCharCode(parseInt(digits!, base) & 0xff));
    if (!READABLE.test(bytes.join(''))) continue;
    reading ??= new Reading();
    for (const [place, { 0: whole, index }] of items.entries())
      reading.add(bytes[place]!, begin + index, 1, whole.length);
    reading.add('###', begin + found.length, 3, 0);
  }
  return reading;
}

/** What hides a whole text in other characters, and so may hide any of the disguises as well. */
export const CODES: readonly Disguise[] = [base64, hex, numbers];

function characterOf(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}
