import { LARGEST_TEXT, LARGEST_VALUE, MOST_LINES, Unreadable } from './unreadable.ts';

/** Characters that are looked at to see what a file is. */
const HEAD = 64 * 1024;

/**
 * Decodes a file piece by piece: UTF-8, or UTF-16 where it begins with that byte order mark.
 * @param file as sentences name it
 * @throws Unreadable at the first byte that is no text, and where it is larger than any recording
 */
export async function* decoded(bytes: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let offset = 0;
  for await (const piece of bytes) {
    decoder ??= new TextDecoder(encodingOf(piece), { fatal: true });
    const text = decode(decoder, piece, file, offset);
    if (text.includes('\0')) throw noText(file, offset + Buffer.byteLength(text.slice(0, text.indexOf('\0'))));
    offset += piece.length;
    if (offset > LARGEST_TEXT)
      throw new Unreadable(
        `${file} is larger than ${LARGEST_TEXT / 1024 / 1024} MB: cut it to the conversation in question.`,
      );
    if (text !== '') yield text;
  }
  if (decoder) decode(decoder, undefined, file, offset);
}

/** The encoding that the byte order mark names. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

function decode(decoder: TextDecoder, piece: Uint8Array | undefined, file: string, offset: number): string {
  try {
    return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
  } catch {
    throw piece
      ? noText(file, offset + firstBad(piece))
      : new Unreadable(`${file} is cut off within a character, at byte ${offset}.`);
  }
}

/** The place of the first byte that is no UTF-8, by halves. */
function firstBad(piece: Uint8Array): number {
  let [good, bad] = [0, piece.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isText(piece.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

/** Whether these bytes are text, but perhaps for a last character that is not whole. */
function isText(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function noText(file: string, byte: number): Unreadable {
  return new Unreadable(
    `${file} is neither a recording nor text: byte ${byte} is not UTF-8. A log of another encoding can be judged once it is saved as UTF-8.`,
  );
}

/** @returns the beginning of a text, and the whole text still to be read */
export async function withHead(text: AsyncGenerator<string>): Promise<{ head: string; all: AsyncIterable<string> }> {
  const pieces: string[] = [];
  let length = 0;
  while (length < HEAD) {
    const { value, done } = await text.next();
    if (done) break;
    pieces.push(value);
    length += value.length;
  }
  async function* all() {
    yield* pieces;
    yield* text;
  }
  return { head: pieces.join(''), all: all() };
}

export interface NumberedLine {
  text: string;
  /** From 1. */
  number: number;
}

/** @throws Unreadable at a line that is too long to be one, and after too many */
export async function* linesOf(text: AsyncIterable<string>, file: string): AsyncGenerator<NumberedLine> {
  let number = 1;
  let rest: string[] = [];
  let length = 0;
  for await (const piece of text) {
    const [first = '', ...others] = piece.split('\n');
    rest.push(first);
    length += first.length;
    if (length > LARGEST_VALUE)
      throw new Unreadable(`${file}:${number}: this line is longer than ${LARGEST_VALUE / 1024 / 1024} MB.`);
    for (const other of others) {
      yield { text: rest.join(''), number };
      number += 1;
      if (number > MOST_LINES)
        throw new Unreadable(`${file} has more than ${MOST_LINES} lines: cut it to the conversation in question.`);
      rest = [other];
      length = other.length;
    }
  }
  if (length > 0) yield { text: rest.join(''), number };
}
