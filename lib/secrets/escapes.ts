import { compatibility } from './compatibility.ts';
import { type Disguise, one } from './disguise.ts';
import { replaced } from './reading.ts';

const LETTERS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', 0: '\0' };

/**
 * Escapes of JSON, JavaScript and their kin (Python, Markdown), as deep as JSON stands in JSON: all backslashes
 * before a sign are one escape.
 */
const backslashes: Disguise = {
  name: 'escapes of JSON, as deep as they go',
  read: (text) =>
    one(
      text.includes('\\')
        ? replaced(
            text,
            /(?<!\\)\\+(?:[ux]\{0{0,8}([\da-fA-F]{1,6})\}|U00([\da-fA-F]{6})|u([\da-fA-F]{4})|x([\da-fA-F]{2})|([0-3][0-7]{2})|([bfnrtv0!-$'-/:-@[-`{-~]))/g,
            ([, point, long, unit, byte, octal, sign = '']) => {
              if (octal !== undefined) return characterOf(parseInt(octal, 8));
              const digits = point ?? long ?? unit ?? byte;
              return digits === undefined ? (LETTERS[sign] ?? sign) : characterOf(parseInt(digits, 16));
            },
          )
        : null,
    ),
};

/** Percent-encoding of a URL or a form, whole or in part and however often, and that of JavaScript's `escape`. */
const percent: Disguise = {
  name: 'percent-encoding, whole or in part',
  read: (text) =>
    one(
      text.includes('%')
        ? replaced(text, /%(?:25)*(?:u([0-9a-f]{4})|([0-9a-f]{2}))/gi, ([, unit, byte]) =>
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
  UnderBar: '_',
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
  lsqb: '[',
  rsqb: ']',
  lcub: '{',
  rcub: '}',
  ast: '*',
  Hat: '^',
  grave: '`',
  vert: '|',
  Tab: '\t',
  NewLine: '\n',
  shy: '',
  zwj: '',
  zwnj: '',
  lrm: '',
  rlm: '',
  ZeroWidthSpace: '',
  NoBreak: '',
};

/** Entities of HTML and XML, however often their ampersand is one; a break of a line as well. */
const entities: Disguise = {
  name: 'entities of HTML and XML',
  read: (text) =>
    one(
      /[&<]/.test(text)
        ? replaced(
            text,
            /&((?:amp;)*)(?:#x0{0,32}([0-9a-f]{1,6})|#0{0,32}(\d{1,7})|([a-z]{2,14}));?|<w?br(?:\s[^<>]{0,80})?\/?>/gi,
            ([whole, again = '', hex, decimal, name]) => {
              if (name !== undefined)
                return (
                  ENTITIES[name] ?? ENTITIES[name.toLowerCase()] ?? (again ? `&${whole.slice(1 + again.length)}` : null)
                );
              if (hex === undefined && decimal === undefined) return '\n';
              return characterOf(hex === undefined ? Number(decimal) : parseInt(hex, 16));
            },
          )
        : null,
    ),
};

/** How the sign ESC is written: as it is, and as reports, pagers and pictures of it show it. */
const ESC = `(?:${String.fromCharCode(27)}|\\[U\\+001B\\]|\\^\\[|\\u241b|\\u00e2\\u0090\\u009b)`;

/** Orders to a terminal (ECMA-48): colours and the like, titles and links, sets of characters; colours without ESC. */
const ORDERS = [
  `(?:${ESC}\\[|\\u009b)[0-?]{0,40}[ -/]{0,4}[@-~]`,
  `${ESC}\\][^\\u0007\\u001b\\n]{0,256}(?:\\u0007|${ESC}\\\\?)`,
  `${ESC}[ -/]{0,4}[0-~]`,
  '(?<!u001[bB]|x1[bB]|%1[bB]|033|\\\\e)\\[\\d{1,3}(?:;\\d{1,3}){0,4}m',
];

/** Signs that nobody sees (Unicode: default ignorable), in UTF-8 that is read as Latin-1 too, and named by reports. */
const UNSEEN = [
  '\\u034f|[\\ufe00-\\ufe0f]|[\\u180b-\\u180f]|[\\u00ad\\u061c\\u115f\\u1160\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0]',
  '\\udb40[\\udc00-\\udfff]',
  '\\u00c2\\u00ad|\\u00cd\\u008f|\\u00d8\\u009c|\\u00e1(?:\\u0085[\\u009f\\u00a0]|\\u00a0[\\u008b-\\u008f])',
  '\\u00e2(?:\\u0080[\\u008b-\\u008f\\u00aa-\\u00ae]|\\u0081[\\u00a0-\\u00af])|\\u00e3\\u0085\\u00a4',
  '\\u00ef(?:\\u00b8[\\u0080-\\u008f]|\\u00bb\\u00bf|\\u00be\\u00a0)|\\u00f3\\u00a0[\\u0080-\\u0087][\\u0080-\\u00bf]',
  '\\[U\\+[0-9A-F]{4,6}\\]',
  // By this dot a difference marks a space at the end of a line.
  '\\u00c2?\\u00b7(?=[\\r\\n])',
  '[\\u0001-\\u0007\\u000e-\\u001f\\u007f](?<=[!-~]{4}.)(?=[!-~]{4})',
];

/** What each of them begins with: it is looked for first, since most texts have little of it. */
const BEGIN = '(?=[\\u0001-\\u001f\\u007f-\\uffff[^])';

const INVISIBLE = new RegExp(`${BEGIN}(?:${[...ORDERS, ...UNSEEN].join('|')})`, 'g');

/** The same and colours of a terminal: a difference is marked in the middle of a word. */
const invisible: Disguise = {
  name: 'colours and invisible signs between its characters',
  read: (text) => one(replaced(text, INVISIBLE, () => '')),
};

/** UTF-16 and UTF-32 that are read byte by byte. */
const wide: Disguise = {
  name: 'UTF-16',
  read: (text) => one(text.includes('\0') ? replaced(text, /\0+/g, () => '') : null),
};

/** Escapes that mean the same wherever they stand: they are resolved together and until none is left. */
export const ESCAPES: readonly Disguise[] = [compatibility, invisible, backslashes, percent, entities, wide];

function characterOf(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}
