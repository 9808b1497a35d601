import { constants, gunzipSync, inflateSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import type { Disguise } from './disguise.ts';
import { matchesIn, Reading } from './reading.ts';

/** Most that compressed content may grow to, in bytes, where it stands in a text. */
const MOST = 16 * 1024 * 1024;

/** How gzip (RFC 1952), zlib (RFC 1950) and ZIP begin, as each code writes it; and the bytes that such a text means. */
const CODED: readonly { pattern: RegExp; bytes(text: string): Buffer }[] = [
  {
    pattern: /(?<![A-Za-z0-9+_-])(?:H4sI|UEsDB|eA[E-H]|eF[4-7]|eJ[w-z]|eN[o-r])[A-Za-z0-9+/_-]{16,}/g,
    bytes: (text) => Buffer.from(text, 'base64'),
  },
  {
    pattern: /(?<![0-9a-f])(?:1f8b08|504b0304|7801|785e|789c|78da)(?:[0-9a-f]{2}){8,}/gi,
    bytes: (text) => Buffer.from(text, 'hex'),
  },
  {
    pattern: /(?<![\d.])(?:31,\s{0,40}139|80,\s{0,40}75|120,\s{0,40}(?:1|94|156|218))(?:,\s{0,40}\d{1,3}){8,}/g,
    bytes: (text) => Buffer.from(text.split(',').map(Number)),
  },
];

/** Compressed content and archives that are written as text: what is in one stands for all of it. */
export const packed: Disguise = {
  name: 'compressed content in a code',
  read: (text) => {
    const readings: Reading[] = [];
    for (const { pattern, bytes } of CODED) {
      for (const { 0: found, index } of matchesIn(text, pattern)) {
        const content = unpacked(bytes(found));
        if (content === '') continue;
        const reading = new Reading();
        reading.add(content, index, content.length, found.length);
        readings.push(reading);
      }
    }
    return readings;
  },
};

/** What is in it, as Latin-1; empty when it does not open. */
function unpacked(bytes: Buffer): string {
  try {
    if (bytes[0] === 0x50)
      return Object.entries(unzipSync(bytes))
        .map(([name, content]) => `${name}\n${Buffer.from(content).toString('latin1')}\n`)
        .join('');
    const open = bytes[0] === 0x1f ? gunzipSync : inflateSync;
    return open(bytes, { maxOutputLength: MOST, finishFlush: constants.Z_SYNC_FLUSH }).toString('latin1');
  } catch {
    return '';
  }
}
