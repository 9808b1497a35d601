import { base64, type Disguise, ESCAPES, LAYOUTS, CODES } from '../../../../lib/secrets/disguises.ts';

/** A way in which a secret may be written, and the part of the scrubber that sees through it. */
export interface Form {
  name: string;
  write(secret: string): string;
  /** Absent: nothing is needed but a search by value or shape. */
  seenBy?: Disguise;
}

const named = (all: readonly Disguise[], word: string): Disguise => all.find(({ name }) => name.includes(word))!;
const [json, percent, entities, invisible, utf16] = ['JSON', 'percent', 'entities', 'colours', 'UTF-16'].map((word) =>
  named(ESCAPES, word),
);
const lines = named(LAYOUTS, 'lines');
const quotedPrintable = named(LAYOUTS, 'quoted');
const hex = named(CODES, 'hexadecimal');
const numbers = named(CODES, 'bytes');

const bytesOf = (text: string) => [...Buffer.from(text)];
const in64 = (text: string) => Buffer.from(text).toString('base64');
const twoDigits = (byte: number) => byte.toString(16).padStart(2, '0');
const eachByte = (text: string, write: (digits: string) => string) =>
  bytesOf(text)
    .map((byte) => write(twoDigits(byte)))
    .join('');
const each = (text: string, write: (sign: string, index: number) => string) => [...text].map(write).join('');
const broken = (text: string, column: number, by = '\n') => text.match(new RegExp(`[^]{1,${column}}`, 'g'))!.join(by);

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
];
