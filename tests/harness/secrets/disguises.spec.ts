import { randomBytes } from 'node:crypto';
import {
  brotliCompressSync,
  brotliDecompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gunzipSync,
  gzipSync,
  inflateRawSync,
  inflateSync,
} from 'node:zlib';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { unzipSync, zipSync } from 'fflate';
import { CODES, base64 } from '../../../lib/secrets/codes.ts';
import { compatibility } from '../../../lib/secrets/compatibility.ts';
import { ESCAPES } from '../../../lib/secrets/escapes.ts';
import { LAYOUTS } from '../../../lib/secrets/layouts.ts';
import { scrubBytes } from '../../../lib/secrets/scrub-bytes.ts';
import { scrubText } from '../../../lib/secrets/scrub.ts';
import { FORMS } from './support/forms.ts';
import { secretsOfEveryKind } from './support/kinds.ts';

/** Around a form: what may follow or precede it in a log, a field and a page. */
const AROUND: readonly ((form: string) => string)[] = [
  (form) => form,
  (form) => `before ${form} after`,
  (form) => `{"text":"${form}"}`,
  (form) => `<p>${form}</p>`,
];

const kinds = secretsOfEveryKind();
const others = { ...secretsOfEveryKind(), short: 'word-pass' };

for (const { name, write, seenBy } of FORMS) {
  test(`a known secret in this form is scrubbed: ${name}`, () => {
    for (const [kind, secret] of Object.entries(kinds)) {
      for (const around of AROUND) {
        const text = around(write(secret));
        const clean = scrubText(text, [secret]);
        expect(clean, kind).not.toBe(text);
        expect(remainsOf(write, kind, clean), `${kind} in ${clean}`).toEqual([]);
      }
    }
  });

  test(`a JWT that was not registered as a secret is scrubbed in this form: ${name}`, () => {
    for (const around of AROUND) {
      expect(remainsOf(write, 'jwt', scrubText(around(write(kinds.jwt)), []))).toEqual([]);
    }
  });

  test(`a secret in this form stays without its part of the scrubber: ${name}`, () => {
    const text = write(kinds.short);
    expect(scrubText(text, seenBy ? [kinds.short] : [], seenBy ? [seenBy] : [])).toBe(text);
  });
}

/** Pieces of what was written that another secret of the kind would not have, and that are still there. */
function remainsOf(write: (secret: string) => string, kind: string, clean: string): string[] {
  const written = write(kinds[kind as keyof typeof kinds]);
  const other = write(others[kind as keyof typeof kinds]);
  const kept: string[] = [];
  for (let at = 0; at + 16 <= written.length; at += 4) {
    const piece = written.slice(at, at + 16);
    if (!other.includes(piece) && clean.includes(piece)) kept.push(piece);
  }
  return kept;
}

test('every disguise is needed by a form', () => {
  const used = new Set(FORMS.flatMap(({ seenBy }) => (seenBy ? [seenBy.name] : [])));
  expect([...ESCAPES, ...LAYOUTS, ...CODES].map(({ name }) => name).filter((name) => !used.has(name))).toEqual([]);
});

const INNER = FORMS.filter(({ name }) =>
  /^(?:base64 at offset 1|percent-encoding in full|unicode escapes)$/.test(name),
);

test('every compatibility form of a letter, a digit or a sign is read as it, in characters and in bytes', () => {
  const missed: string[] = [];
  for (let code = 0x80; code < 0x20000; code += 1) {
    const form = String.fromCodePoint(code);
    // An ellipsis stands where a secret was cut off.
    if (!/^[ -~]+$/.test(form.normalize('NFKC')) || form.normalize('NFKC').startsWith('..')) continue;
    for (const written of [form, Buffer.from(form).toString('latin1')])
      if (compatibility.read(`a${written}`)[0]?.text !== `a${form.normalize('NFKC')}`) missed.push(code.toString(16));
  }
  expect(missed).toEqual([]);
});

test('one form inside of another is seen through', () => {
  // Characters one by one are written without backslashes.
  const forms = FORMS.filter(({ seenBy }) => seenBy && !/one by one/.test(seenBy.name));
  for (const outer of forms) {
    for (const inner of INNER.filter(({ seenBy }) => seenBy !== outer.seenBy || seenBy === base64)) {
      const text = outer.write(inner.write(kinds.ticket));
      expect(scrubText(text, [kinds.ticket]), `${inner.name} in ${outer.name}`).not.toBe(text);
    }
  }
});

test('a secret in a dump that shows its text beside its bytes is scrubbed in both', () => {
  const rows = Buffer.from(`"ticket": "${kinds.ticket}" or so`)
    .toString('hex')
    .match(/.{1,32}/g)!;
  for (const [colon, gap, bar] of [
    ['', '  ', '|'],
    [':', ' ', ''],
  ] as const) {
    const text = rows
      .map((row, index) => {
        const bytes = row.match(gap === ' ' ? /.{1,4}/g : /../g)!.join(' ');
        const beside = Buffer.from(row, 'hex').toString('latin1');
        return `${(index * 16).toString(16).padStart(8, '0')}${colon}${gap}${bytes}  ${bar}${beside}${bar}`;
      })
      .join('\n');
    const clean = scrubText(text, [kinds.ticket]);
    for (let at = 0; at + 6 <= kinds.ticket.length; at += 1) {
      const piece = kinds.ticket.slice(at, at + 6);
      expect(clean).not.toContain(piece);
      expect(clean.replaceAll(' ', '')).not.toContain(Buffer.from(piece).toString('hex'));
    }
  }
});

test('the end of a secret that is cut off is scrubbed as well', () => {
  const { ticket } = kinds;
  expect(scrubText(`the ticket ${ticket.slice(0, 20)}… is old`, [ticket])).toBe('the ticket <scrubbed>… is old');
  expect(scrubText(`…${ticket.slice(8)}`, [ticket])).toBe('…<scrubbed>');
});

test('a secret with quotes is scrubbed as a shell, SQL and a table write it', () => {
  const secret = `open'sesame"now'please`;
  for (const written of [
    `open'\\''sesame"now'\\''please`,
    `open'"'"'sesame"now'"'"'please`,
    `open''sesame"now''please`,
    `open'sesame""now'please`,
  ])
    expect(scrubText(`--data '${written}' --next`, [secret])).toBe(`--data '<scrubbed>' --next`);
});

test('words in capitals and ids that only look like base32 are left as they are', () => {
  for (const text of [
    'INTERNATIONALIZATION of CONFIGURATIONMANAGEMENT',
    'counterrevolutionaries and electroencephalographs',
    'mfrggzdfmztwq2lknnwg23tpobyxe43u',
  ])
    expect(scrubText(text, ['golden-path-password', kinds.ticket])).toBe(text);
});

test('a secret in a path, a form, a header or an object is known by its place', () => {
  const value = randomBytes(18).toString('hex');
  for (const text of [
    `GET http://127.0.0.1:80/api/websocket/ticket/${value}/validate`,
    `"url":"https://host/websocket/tickets/${value}"`,
    `ticket=${value}&ttl=30`,
    `wss://host/ws?a=1&auth_ticket=${value}#top`,
    `{\\"ticket_id\\":\\"${value}\\"}`,
    `{ ticket_id: '${value}', ttl_seconds: 30 }`,
    `{ticket_id: ${value}, ttl_seconds: 30}`,
    `"headers":{"cookie":"a=${value}; b=2"}`,
    `{"name":"Authorization","value":"Bearer ${value}"}`,
    `Authorization: Bearer ${value}`,
    `cookie: session=${value}`,
    `https://ada:${value}@host/path`,
    `"cookies":[{"name":"a","value":"${value}"}]`,
    `{"password":"with \\"quotes\\" ${value}"}`,
  ])
    expect(scrubText(text, []), text).not.toContain(value);
});

test('text that only looks like a secret is left as it is', () => {
  for (const text of [
    'GET /auth/token/refresh answered 401, and /api/websocket/ticket/{id}/validate 404',
    'the password: it must have at least 8 characters',
    'Basic authentication is not what this host asks for; a Bearer token would be needed',
    'error_code=404&message=not%20found',
    'The target is open to a good token in a cookie:\n  ✗ socket /ws: was welcomed',
    '1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144',
    'sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '127.0.0.1:45123 \u001b[31mred\u001b[39m C:\\\\new\\\\table <br> &amp;',
  ])
    expect(scrubText(text, ['golden-path-password', kinds.ticket])).toBe(text);
});

test('base64 that tells of a person what a known token tells, too, is left as it is', () => {
  const claims = { sub: 'e2e-ada', email: 'ada@example.com', name: 'Ada Lovelace', iat: 1_795_916_291, type: 'access' };
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.${randomBytes(32).toString('base64url')}`;
  for (const offset of [0, 1, 2]) {
    const evidence = `${' '.repeat(offset)}${JSON.stringify({ account: claims.email, takenAt: claims.iat * 1000 + 77 })}`;
    const encoded = JSON.stringify({ base64: Buffer.from(evidence).toString('base64') });
    expect(scrubText(encoded, [token])).toBe(encoded);
  }
  const cut = token.slice(30, -20);
  expect(scrubText(`…${cut}…`, [token])).toBe('…<scrubbed>…');
});

test('what is no secret is left as it is, to the letter', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(scrubText(text, [kinds.ticket, kinds.password])).toBe(text);
    }),
    { numRuns: 500 },
  );
});

test('a secret is scrubbed wherever it stands in any text', () => {
  const around = fc.string({ unit: 'binary', maxLength: 100 });
  fc.assert(
    fc.property(around, around, fc.constantFrom(...FORMS), (before, after, { write }) => {
      const written = write(kinds.ticket);
      expect(scrubText(`${before} ${written} ${after}`, [kinds.ticket])).not.toContain(written);
    }),
    { numRuns: 300 },
  );
});

const secretText = `one line\n{"access":"${kinds.ticket}"}\n`;
const zipped = (content: Uint8Array, name = 'a.txt') => zipSync({ [name]: content });
const firstEntry = (archive: Uint8Array) => Object.values(unzipSync(archive))[0]!;
const in64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const from64 = (bytes: Uint8Array) => Buffer.from(/base64,([^"]*)/.exec(Buffer.from(bytes).toString())![1]!, 'base64');
const bytesOf = (text: string) => Buffer.from(text);

for (const [how, pack, open] of [
  ['gzip', gzipSync, gunzipSync],
  ['deflate', deflateSync, inflateSync],
  ['raw deflate', deflateRawSync, inflateRawSync],
  [
    'a message of permessage-deflate',
    (bytes) => deflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4),
    (bytes) => inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }),
  ],
  ['Brotli', brotliCompressSync, brotliDecompressSync],
  ['gzip in gzip', (bytes) => gzipSync(gzipSync(bytes)), (bytes) => gunzipSync(gunzipSync(bytes))],
  ['a ZIP archive', (bytes) => zipped(bytes), firstEntry],
  ['gzip in a ZIP archive', (bytes) => zipped(gzipSync(bytes)), (bytes) => gunzipSync(firstEntry(bytes))],
  ['a ZIP archive in another one', (bytes) => zipped(zipped(bytes)), (bytes) => firstEntry(firstEntry(bytes))],
  [
    'a ZIP archive in a page',
    (bytes) => bytesOf(`<script>"data:application/zip;base64,${in64(zipped(bytes))}"</script>`),
    (bytes) => firstEntry(from64(bytes)),
  ],
  [
    'gzip in JSON',
    (bytes) => bytesOf(`{"body":"base64,${in64(gzipSync(bytes))}"}`),
    (bytes) => gunzipSync(from64(bytes)),
  ],
] as [string, (bytes: Uint8Array) => Uint8Array, (bytes: Uint8Array) => Uint8Array][]) {
  test(`a secret in ${how} is scrubbed, and the rest is still there`, () => {
    const clean = open(scrubBytes(pack(bytesOf(secretText)), [kinds.ticket]));
    expect(Buffer.from(clean).toString()).toBe(secretText.replace(kinds.ticket, '<scrubbed>'));
  });
}

test('an archive without a secret, and a picture, stay the bytes that they were', () => {
  const archive = zipSync({ 'a.txt': Buffer.from('nothing') });
  expect(scrubBytes(archive, [kinds.ticket])).toBe(archive);
  const picture = Buffer.from('89504e470d0a1a0a0000', 'hex');
  expect(scrubBytes(picture, [kinds.ticket])).toBe(picture);
});

/** One megabyte of what would cost a careless search its time, and what it usually is. */
const LONG: Readonly<Record<string, string>> = {
  prose: 'The quick brown fox jumps over the lazy dog. ',
  'a trace': `${JSON.stringify({ text: JSON.stringify({ a: 'one\ntwo', url: 'http://h/x?a=1&b=%20' }), html: '<p class="a">&amp;</p>' })}\n`,
  'the beginnings of JWTs': 'eyJ',
  'dots of JWTs': 'eyJabcdefgh.',
  backslashes: '\\',
  'escaped quotes': '\\"',
  'fields without an end': '\\"password\\":\\"',
  'lists of cookies without an end': '"cookies":[',
  blanks: ' ',
  'line breaks': '\n',
  'one letter': 'a',
  percents: '%25',
  entities: '&#65;',
  'hexadecimal numbers': '41 ',
  numbers: '101,121,',
  'equals signs': '=',
};

test('a megabyte of any text is searched for 200 secrets within 20 s of processor time', () => {
  const known = Array.from({ length: 200 }, () => randomBytes(150).toString('base64url'));
  const text = {
    ...LONG,
    base64: randomBytes(786_432).toString('base64'),
    bytes: randomBytes(1_048_576).toString('latin1'),
  };
  scrubText('warm', known);
  for (const [what, piece] of Object.entries(text)) {
    const long = piece.repeat(Math.ceil(1_048_576 / piece.length));
    const begin = process.cpuUsage();
    scrubText(long, known);
    const { user, system } = process.cpuUsage(begin);
    expect((user + system) / 1000, what).toBeLessThan(20_000);
  }
});
