import { deflateSync, gzipSync } from 'node:zlib';
import { CODES, base64 } from '../../../../lib/secrets/codes.ts';
import type { Disguise } from '../../../../lib/secrets/disguise.ts';
import { ESCAPES } from '../../../../lib/secrets/escapes.ts';
import { LAYOUTS } from '../../../../lib/secrets/layouts.ts';

/** A way in which a secret may be written, and the part of the scrubber that sees through it. */
export interface Form {
  name: string;
  write(secret: string): string;
  /** Absent: nothing is needed but a search by value or shape. */
  seenBy?: Disguise;
}

const named = (all: readonly Disguise[], word: string): Disguise => all.find(({ name }) => name.includes(word))!;
const [json, percent, entities, invisible, utf16, compatibility] = [
  'JSON',
  'percent',
  'entities',
  'colours',
  'UTF-16',
  'compatibility',
].map((word) => named(ESCAPES, word));
const lines = named(LAYOUTS, 'lines');
const quotedPrintable = named(LAYOUTS, 'quoted');
const base32 = named(CODES, 'base32');
const hex = named(CODES, 'hexadecimal');
const numbers = named(CODES, 'bytes');
const characters = named(CODES, 'one by one');
const packed = named(CODES, 'compressed');
const seams = named(LAYOUTS, 'seams');

/** Without quotes, blanks and backslashes, which would be escaped. */
const plainSigns = (secret: string) => secret.replace(/["'\\ ]/g, '-');
const nested = (text: string, write: (text: string) => string) => Array.from({ length: 5 }).reduce<string>(write, text);
const numbered = (secret: string) =>
  broken(secret, 6)
    .split('\n')
    .map((line, index) => `  ${index + 9} | ${line}`)
    .join('\n');
/** As `od -tx1` prints it. */
const dumped = (secret: string) =>
  Buffer.from(secret)
    .toString('hex')
    .match(/.{1,32}/g)!
    .map((row, index) => `${(index * 16).toString(8).padStart(7, '0')} ${row.match(/../g)!.join(' ')}`)
    .join('\n');

const bytesOf = (text: string) => [...Buffer.from(text)];
const in64 = (text: string) => Buffer.from(text).toString('base64');
const twoDigits = (byte: number) => byte.toString(16).padStart(2, '0');
const in32 = (text: string) =>
  bytesOf(text)
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
    .match(/.{1,5}/g)!
    .map((bits) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[parseInt(bits.padEnd(5, '0'), 2)])
    .join('');
const eachByte = (text: string, write: (digits: string) => string) =>
  bytesOf(text)
    .map((byte) => write(twoDigits(byte)))
    .join('');
const each = (text: string, write: (sign: string, index: number) => string) => [...text].map(write).join('');
const broken = (text: string, column: number, by = '\n') => text.match(new RegExp(`[^]{1,${column}}`, 'g'))!.join(by);

/** Letters and digits of a row of Unicode in which they follow each other as in ASCII. */
const inRow = (text: string, capital: number, small: number, zero: number) =>
  each(text, (sign) => {
    const [first = 0, row = 0] = /[A-Z]/.test(sign) ? [65, capital] : /[a-z]/.test(sign) ? [97, small] : [48, zero];
    return /[A-Za-z0-9]/.test(sign) && row > 0 ? String.fromCodePoint(sign.charCodeAt(0) - first + row) : sign;
  });

/** Every form in which a secret has been seen in a log, a trace or a report, and their kin. */
export const FORMS: readonly Form[] = [
  { name: 'as it is', write: (secret) => secret },
  { name: 'in capital letters', write: (secret) => secret.toUpperCase() },
  { name: 'in small letters', write: (secret) => secret.toLowerCase() },
  ...[0, 1, 2].map((offset) => ({
    name: `base64 at offset ${offset}`,
    write: (secret: string) => in64(`${'ab'.slice(0, offset)}${secret} and more`),
    seenBy: base64,
  })),
  { name: 'base64url', write: (secret) => Buffer.from(`a?>${secret}?>`).toString('base64url'), seenBy: base64 },
  { name: 'btoa of JSON', write: (secret) => in64(JSON.stringify({ user: 'ada', token: secret })), seenBy: base64 },
  { name: 'a user and a password in base64', write: (secret) => in64(`ada:${secret}`), seenBy: base64 },
  {
    name: 'base64 of which the beginning is lost',
    write: (secret) => in64(`hello ${secret}`).slice(3),
    seenBy: base64,
  },
  { name: 'base64 five times', write: (secret) => nested(`a${secret}`, in64), seenBy: base64 },
  { name: 'base32', write: (secret) => `${in32(`ab${secret}`)}====`, seenBy: base32 },
  { name: 'base32 in small letters', write: (secret) => in32(`${secret} and more`).toLowerCase(), seenBy: base32 },
  {
    name: 'base32 of which the beginning is lost',
    write: (secret) => in32(`hello ${secret}`).slice(5),
    seenBy: base32,
  },
  { name: 'accents apart from their letters', write: (secret) => secret.normalize('NFD') },
  { name: 'a cell of a table', write: (secret) => `"${secret.replaceAll('"', '""')}"` },
  { name: 'base64 of base64', write: (secret) => in64(`x${in64(`yz${secret}`)}`), seenBy: base64 },
  { name: 'percent-encoding in full', write: (secret) => eachByte(secret, (digits) => `%${digits}`), seenBy: percent },
  {
    name: 'percent-encoding in part',
    write: (secret) =>
      each(secret, (sign, index) => (index % 5 === 2 ? eachByte(sign, (digits) => `%${digits.toUpperCase()}`) : sign)),
    seenBy: percent,
  },
  {
    name: 'percent-encoding twice',
    write: (secret) => encodeURIComponent(eachByte(secret, (digits) => `%${digits}`)),
    seenBy: percent,
  },
  { name: 'hexadecimal', write: (secret) => eachByte(secret, (digits) => digits), seenBy: hex },
  {
    name: 'hexadecimal in capitals',
    write: (secret) => eachByte(secret, (digits) => digits.toUpperCase()),
    seenBy: hex,
  },
  {
    name: 'hexadecimal with spaces',
    write: (secret) => eachByte(secret, (digits) => `${digits} `).trim(),
    seenBy: hex,
  },
  {
    name: 'hexadecimal numbers',
    write: (secret) =>
      bytesOf(secret)
        .map((byte) => `0x${twoDigits(byte)}`)
        .join(', '),
    seenBy: hex,
  },
  { name: 'a buffer in JSON', write: (secret) => JSON.stringify(Buffer.from(secret)), seenBy: numbers },
  {
    name: 'a typed array in JSON',
    write: (secret) => JSON.stringify(Uint8Array.from(bytesOf(secret))),
    seenBy: numbers,
  },
  {
    name: 'unicode escapes',
    write: (secret) => each(secret, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`),
    seenBy: json,
  },
  {
    name: 'JSON in JSON with unicode escapes',
    write: (secret) =>
      JSON.stringify(
        JSON.stringify({
          said: each(secret, (sign, index) =>
            index % 3 === 1 ? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}` : sign,
          ),
        }),
      ),
    seenBy: json,
  },
  { name: 'escapes of JavaScript', write: (secret) => eachByte(secret, (digits) => `\\x${digits}`), seenBy: json },
  { name: 'lines of 76 columns', write: (secret) => broken(`${'-'.repeat(72)} ${secret}`, 76), seenBy: lines },
  { name: 'lines of 7 columns, indented', write: (secret) => broken(secret, 7, '\r\n    '), seenBy: lines },
  { name: 'a quoted letter', write: (secret) => `> ${broken(secret, 6, '\n> ')}`, seenBy: lines },
  {
    name: 'base64 in lines of 76 columns',
    write: (secret) => broken(in64(`${'a'.repeat(52)}${secret}`), 76),
    seenBy: lines,
  },
  {
    name: 'decimal entities',
    write: (secret) => each(secret, (sign) => `&#${sign.codePointAt(0)};`),
    seenBy: entities,
  },
  {
    name: 'hexadecimal entities',
    write: (secret) => each(secret, (sign) => `&#x${sign.codePointAt(0)!.toString(16)};`),
    seenBy: entities,
  },
  {
    name: 'UTF-16, little end first',
    write: (secret) => Buffer.from(secret, 'utf16le').toString('latin1'),
    seenBy: utf16,
  },
  {
    name: 'UTF-16, big end first',
    write: (secret) => Buffer.from(secret, 'utf16le').swap16().toString('latin1'),
    seenBy: utf16,
  },
  {
    name: 'quoted-printable',
    write: (secret) =>
      broken(
        eachByte(secret, (digits) => `=${digits.toUpperCase()}`),
        75,
        '=\r\n',
      ),
    seenBy: quotedPrintable,
  },
  {
    name: 'a difference in colours',
    write: (secret) => each(secret, (sign, index) => (index % 6 === 4 ? `\u001b[7m${sign}\u001b[27m` : sign)),
    seenBy: invisible,
  },
  {
    name: 'soft hyphens',
    write: (secret) => each(secret, (sign, index) => (index % 5 === 4 ? `\u00ad${sign}` : sign)),
    seenBy: invisible,
  },
  { name: 'base64 in a form', write: (secret) => encodeURIComponent(in64(`a:${secret}??>>`)), seenBy: base64 },
  { name: 'base64 in hexadecimal', write: (secret) => Buffer.from(in64(`ab${secret}`)).toString('hex'), seenBy: hex },
  {
    name: 'percent-encoding six times',
    write: (secret) =>
      nested(
        eachByte(secret, (digits) => `%${digits}`),
        encodeURIComponent,
      ),
    seenBy: percent,
  },
  {
    name: 'entities whose ampersands are entities',
    write: (secret) =>
      nested(
        each(secret, (sign) => `&#${sign.codePointAt(0)};`),
        (text) => text.replaceAll('&', '&amp;'),
      ),
    seenBy: entities,
  },
  {
    name: 'entities with zeros',
    write: (secret) => each(secret, (sign) => `&#x00000000${sign.codePointAt(0)!.toString(16)};`),
    seenBy: entities,
  },
  {
    name: 'escapes of Python',
    write: (secret) => each(secret, (sign) => `\\U${sign.codePointAt(0)!.toString(16).padStart(8, '0')}`),
    seenBy: json,
  },
  { name: 'escapes of Markdown', write: (secret) => secret.replace(/[\\`*_{}[\]()#+.!~|-]/g, '\\$&'), seenBy: json },
  { name: 'links of a terminal', write: (secret) => broken(secret, 5, '\u001b]8;;\u0007'), seenBy: invisible },
  {
    name: 'colours as a report shows them',
    write: (secret) => broken(secret, 5, '[U+001B][38:2::9:0:0m'),
    seenBy: invisible,
  },
  { name: 'colours without their first sign', write: (secret) => broken(secret, 5, '[31m'), seenBy: invisible },
  { name: 'variation selectors', write: (secret) => broken(secret, 5, '\ufe0f'), seenBy: invisible },
  { name: 'lines that a backslash continues', write: (secret) => broken(secret, 6, '\\\n  '), seenBy: lines },
  { name: 'lines of a comment', write: (secret) => `// ${broken(secret, 6, '\n// ')}`, seenBy: lines },
  { name: 'an excerpt with numbers of lines', write: numbered, seenBy: lines },
  { name: 'chunks of HTTP', write: (secret) => broken(secret, 6, '\r\n6\r\n'), seenBy: lines },
  { name: 'a dump', write: dumped, seenBy: hex },
  { name: 'tags between', write: (secret) => broken(secret, 6, '</span><span class="mark">'), seenBy: seams },
  { name: 'strings put together', write: (secret) => broken(secret.replaceAll('"', "'"), 6, '" + "'), seenBy: seams },
  { name: 'bytes as Go prints them', write: (secret) => `[${bytesOf(secret).join(' ')}]`, seenBy: numbers },
  {
    name: 'bytes in octal digits',
    write: (secret) =>
      bytesOf(secret)
        .map((byte) => byte.toString(8).padStart(3, '0'))
        .join(' '),
    seenBy: numbers,
  },
  {
    name: 'bytes in binary digits',
    write: (secret) =>
      bytesOf(secret)
        .map((byte) => byte.toString(2).padStart(8, '0'))
        .join(' '),
    seenBy: numbers,
  },
  {
    name: 'hexadecimal numbers in quotes',
    write: (secret) => JSON.stringify(bytesOf(secret).map(twoDigits)),
    seenBy: hex,
  },
  { name: 'an array of characters', write: (secret) => JSON.stringify([...plainSigns(secret)]), seenBy: characters },
  {
    name: 'a text spread into an object',
    write: (secret) => JSON.stringify({ ...[...plainSigns(secret)] }),
    seenBy: characters,
  },
  { name: 'base64 of gzip', write: (secret) => gzipSync(`${secret} and more`).toString('base64'), seenBy: packed },
  {
    name: 'base64url of zlib',
    write: (secret) => deflateSync(`${secret} and more`).toString('base64url'),
    seenBy: packed,
  },
  {
    name: 'full-width letters',
    write: (secret) =>
      each(secret, (sign) => (/[!-~]/.test(sign) ? String.fromCharCode(sign.charCodeAt(0) + 0xfee0) : sign)),
    seenBy: compatibility,
  },
  { name: 'mathematical letters', write: (secret) => inRow(secret, 0x1d670, 0x1d68a, 0x1d7f6), seenBy: compatibility },
  { name: 'circled letters', write: (secret) => inRow(secret, 0x24b6, 0x24d0, 0), seenBy: compatibility },
  {
    name: 'full-width letters in a URL',
    write: (secret) => encodeURIComponent(inRow(secret, 0xff21, 0xff41, 0xff10)),
    seenBy: compatibility,
  },
  { name: 'a buffer of gzip in JSON', write: (secret) => JSON.stringify(gzipSync(secret)), seenBy: packed },
];
