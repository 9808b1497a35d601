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
import { unzipSync, zipSync } from 'fflate';
import { scrubText } from './scrub.ts';

/** How files begin that hold a picture or a font: they are left as they are. */
const PICTURES = [
  '\x89PNG',
  '\xff\xd8\xff',
  'GIF8',
  'RIFF',
  'wOFF',
  'wOF2',
  '\x00\x01\x00\x00',
  '\x00\x00\x01\x00',
  '\x1aE\xdf\xa3',
];

/** Most that compressed content may grow to, in bytes: more cannot be looked through. */
const MOST = 512 * 1024 * 1024;

/** Ways in which content is compressed: whether bytes can be of this kind, and both directions. */
const COMPRESSIONS = [
  { is: (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b, open: gunzipSync, close: gzipSync },
  {
    is: (bytes: Uint8Array) => (bytes[0]! & 0x0f) === 8 && (bytes[0]! * 256 + bytes[1]!) % 31 === 0,
    open: inflateSync,
    close: deflateSync,
  },
  { is: isNoText, open: brotliDecompressSync, close: brotliCompressSync },
  // A message of permessage-deflate (RFC 7692) lacks its end.
  {
    is: isNoText,
    open: (bytes: Uint8Array) => inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST }),
    close: deflateRawSync,
  },
] as const;

/** Longest text that is searched, in bytes: it takes some twenty seconds. */
const LONGEST = 16 * 1024 * 1024;

/** What stands in the place of content that cannot be looked through. */
const NOTHING = new Uint8Array();
const TOO_LONG = Buffer.from(`<scrubbed: more than ${LONGEST / 1024 / 1024} MiB>`);

/**
 * Takes every secret out of the content of a file: of text; of what is compressed (gzip, deflate, Brotli), which is
 * compressed again; of every entry of a ZIP archive, archives inside of it too. Pictures are left as they are. An
 * archive that does not open, because its writer was ended, becomes empty; a text that is too long to be searched is
 * taken out whole.
 * @returns the same object when there is nothing to take out
 */
export function scrubBytes(bytes: Uint8Array, known: readonly string[]): Uint8Array {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
  if (PICTURES.some((picture) => start.startsWith(picture))) return bytes;
  if (start === 'PK\x03\x04' || start === 'PK\x05\x06') return scrubArchive(bytes, known) ?? NOTHING;
  for (const { is, open, close } of COMPRESSIONS) {
    const content = is(bytes) ? opened(bytes, open) : null;
    if (!content) continue;
    const clean = scrubBytes(content, known);
    if (clean !== content) return close(clean);
  }
  if (bytes.length > LONGEST) return TOO_LONG;
  // Latin-1 keeps every byte, whatever the content is.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const clean = scrubText(withCleanArchives(text, known), known);
  return clean === text ? bytes : Buffer.from(clean, 'latin1');
}

/** Archives and compressed content in base64, as a page or a HAR carries them, are scrubbed and written again. */
function withCleanArchives(text: string, known: readonly string[]): string {
  return text.replace(/(?<![A-Za-z0-9+])(?:UEsDB|H4sI)[A-Za-z0-9+/]{24,}={0,2}/g, (encoded) => {
    const bytes = Buffer.from(encoded, 'base64');
    const clean = scrubBytes(bytes, known);
    return clean === bytes ? encoded : Buffer.from(clean).toString('base64');
  });
}

function opened(
  bytes: Uint8Array,
  open: (bytes: Uint8Array, options: { maxOutputLength: number }) => Buffer,
): Buffer | null {
  try {
    const content = open(bytes, { maxOutputLength: MOST });
    return content.length > 0 ? content : null;
  } catch {
    return null;
  }
}

/** Compressed bytes have control characters almost at once; text has none. */
function isNoText(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 256).some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27));
}

/** An archive without secrets, which still opens; undefined when it does not open now. */
function scrubArchive(archive: Uint8Array, known: readonly string[]): Uint8Array | undefined {
  const entries = entriesOf(archive);
  if (!entries) return undefined;
  let changed = false;
  for (const [name, content] of Object.entries(entries)) {
    const clean = { name: scrubText(name, known), content: scrubBytes(content, known) };
    if (clean.name === name && clean.content === content) continue;
    changed = true;
    delete entries[name];
    entries[clean.name] = clean.content;
  }
  return changed ? zipSync(entries, { level: 1 }) : archive;
}

function entriesOf(archive: Uint8Array): Record<string, Uint8Array> | undefined {
  try {
    return unzipSync(archive);
  } catch {
    return undefined;
  }
}
