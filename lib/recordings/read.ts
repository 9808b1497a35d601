import { createReadStream, openSync, readSync, closeSync, statSync } from 'node:fs';
import { pipeline } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { createGunzip } from 'node:zlib';
import { parseJson } from '../basics/json.ts';
import { plural } from '../basics/plain-text.ts';
import { scrubText, scrubValue } from '../secrets/scrub.ts';
import { readArchive } from './archive.ts';
import { type Closing, closingIn, closingOf, TELLS_END } from './closing.ts';
import { framesOf } from './frames.ts';
import { HarEntries } from './har.ts';
import { jsonValues } from './json-values.ts';
import { objectOf, textOf } from './json.ts';
import { Brackets, valueAt, valuesIn } from './line.ts';
import { isMessage, type Message, messageOf } from './message.ts';
import { piped } from './pipe.ts';
import { nothingRecorded, type Recorded } from './recorded.ts';
import { evidenceIn, messagesInLists, takeEvidence } from './suite.ts';
import { decoded, linesOf, type NumberedLine, withHead } from './text.ts';
import { LARGEST_VALUE, Room, Unreadable } from './unreadable.ts';

/** The beginning of a zip file, and of what gzip packed. */
const ZIP = Buffer.from('PK\x03\x04');
const GZIP = Buffer.from([0x1f, 0x8b]);
const HAR =
  /^\s*\{\s*("[^"]*"\s*:\s*"[^"]*"\s*,\s*)*"log"\s*:\s*\{\s*"(version|creator|browser|pages|entries|comment|_\w+)"/;
/** The beginning of a JSON text, and not of a line such as `[INFO] connected`, nor of a value as Python writes it. */
const JSON_TEXT = /^\s*(\{(?!\s*')|\[\s*([{["\]](?!\s*')|$))/;
/** What a message looks like, for whoever wrote one down in another way. */
const LIKE_THIS = ', such as {"type": "agent_started", "run_id": "r1", "agent_name": "a"}';

/** Where a value begins that may go on in the next lines, which are then indented or close it. */
const BEGINNING = /[{[](?=\s*([{[]\s*)?(["']|$))/;
const GOES_ON = /^[\s}\]]/;
/** Several messages in one value. */
const LIST = /\[\s*[{[]/;
/** A line with a message, or with a part of this suite's evidence: no other is looked into. */
const NAMES_ONE = /type|dir|method|sockets|^\{/;

/**
 * Reads a recording by its content, whatever its name: a HAR, a Playwright trace, evidence and frames of this suite,
 * messages as JSON, as JSON lines, or in the lines of a log. Nothing of it is judged, and secrets are taken out.
 * @throws Unreadable with one sentence that names the place
 */
export async function readRecording(file: string): Promise<Recorded> {
  try {
    return await readAny(file);
  } catch (error) {
    if (error instanceof Unreadable || !(error instanceof Error) || !('code' in error)) throw error;
    throw new Unreadable(`${file} cannot be read: ${error.message}.`);
  }
}

async function readAny(file: string): Promise<Recorded> {
  const room = new Room(file);
  const beginning = beginningOf(file);
  if (beginning.equals(ZIP)) return readArchive(file, room);
  const bytes = statSync(file).isFIFO() ? piped(file) : createReadStream(file, { highWaterMark: 256 * 1024 });
  const unpacked = beginning.subarray(0, GZIP.length).equals(GZIP) ? pipeline(bytes, createGunzip(), () => {}) : bytes;
  const { head, all } = await withHead(decoded(unpacked, file));
  if (head.trim() === '') throw new Unreadable(`${file} is empty.`);
  if (HAR.test(head)) return readHar(file, all, room);
  const [first = '', ...others] = head.trim().split('\n');
  const isLine = others.length > 0 && valueAt(first, first.search(/[{[]/)) !== null;
  return JSON_TEXT.test(head) && !isLine ? readJson(file, all, room, first) : readLines(file, all, room);
}

/** The first bytes of a file; none of what is no file, such as a pipe. */
function beginningOf(file: string): Buffer {
  const place = statSync(file, { throwIfNoEntry: false });
  if (!place) throw new Unreadable(`${file} is not there.`);
  if (place.isDirectory()) throw new Unreadable(`${file} is a folder: name the files in it that are to be judged.`);
  if (place.isCharacterDevice())
    throw new Unreadable(
      `${file} is a terminal or another device: save what is to be judged to a file, and name that.`,
    );
  const beginning = Buffer.alloc(ZIP.length);
  if (!place.isFile()) return beginning;
  const handle = openSync(file, 'r');
  readSync(handle, beginning);
  closeSync(handle);
  return beginning;
}

async function readHar(file: string, text: AsyncIterable<string>, room: Room): Promise<Recorded> {
  const recorded = nothingRecorded(file, 'HAR');
  const entries = new HarEntries(recorded, room);
  const values = jsonValues(text, file, ['$.log.creator', '$.log.browser', '$.log.entries.*']);
  const makers: string[] = [];
  for await (const { value, key } of values) {
    if (typeof key === 'number') await entries.add(value, `, entry ${key}`);
    else {
      const { name, version } = objectOf(value) ?? {};
      makers.push(scrubText(`${textOf(name)} ${textOf(version)}`.trim(), []));
    }
  }
  if (makers.length > 0) recorded.kind = `HAR of ${makers.join(', ')}`;
  entries.finish();
  return recorded;
}

/** One JSON text, or several one after the other. */
async function readJson(file: string, text: AsyncIterable<string>, room: Room, first: string): Promise<Recorded> {
  const recorded = nothingRecorded(file, 'JSON');
  const isList = first.startsWith('[');
  const messages: Message[] = [];
  const closings: Closing[] = [];
  for await (const { value, key } of jsonValues(text, file, [isList ? '$.*' : '$'])) {
    const place = `, value ${key ?? messages.length}`;
    const evidence = isList ? null : evidenceIn(value);
    const listed = isList || isMessage(value) ? [] : messagesInLists(value, recorded, room, '');
    const message = evidence || listed.length > 0 ? null : messageAt(value, `${file}${place}`);
    const closing = message ? null : closingOf(value, messages.length);
    if (closing) closings.push(closing);
    else if (evidence) takeEvidence(scrubValue(evidence, []), recorded);
    else if (message) messages.push(scrubbed(message, room, place));
    else messages.push(...(isList ? messagesInLists(value, recorded, room, place) : listed));
  }
  if (messages.length > 0) framesOf(messages, recorded, closings);
  if (recorded.frames.length + recorded.sockets.length + recorded.exchanges.length === 0)
    throw new Unreadable(`${file} is JSON, but there is no message of a WebSocket in it${LIKE_THIS}.`);
  return recorded;
}

async function readLines(file: string, text: AsyncIterable<string>, room: Room): Promise<Recorded> {
  const recorded = nothingRecorded(file, 'lines of text');
  const messages: Message[] = [];
  const closings: Closing[] = [];
  let [read, passed] = [0, 0];
  for await (const { text: line, number } of valuesOf(linesOf(text, file), file)) {
    if (line.trim() === '') continue;
    read += 1;
    const closing = TELLS_END.test(line) ? closingAt(line, messages.length) : null;
    if (closing || !NAMES_ONE.test(line)) {
      if (closing) closings.push(closing);
      else passed += 1;
      continue;
    }
    const place = `:${number}`;
    const evidence = line.startsWith('{') && line.includes('"sockets"') ? evidenceIn(parseJson(line)) : null;
    const message = evidence ? null : messageAt(line, `${file}${place}`);
    const listed = evidence || message || !LIST.test(line) ? [] : listedIn(line, recorded, room, place);
    if (evidence) takeEvidence(scrubValue(evidence, []), recorded);
    else if (message) messages.push(scrubbed(message, room, place));
    else if (listed.length > 0) messages.push(...listed);
    else if (isBroken(line))
      throw new Unreadable(
        `${file}${place}: the message in this line is not whole, or not JSON; take the line out to judge the others.`,
      );
    else passed += 1;
  }
  if (messages.length > 0) framesOf(messages, recorded, closings);
  if (recorded.frames.length + recorded.sockets.length === 0)
    throw new Unreadable(
      `${file} is none of the recordings that are read: there is no message of a WebSocket in it${LIKE_THIS}.`,
    );
  if (passed > 0)
    recorded.notes.push(
      `${plural(passed, 'line')} of ${read} held no message and ${passed === 1 ? 'was' : 'were'} passed over.`,
    );
  return recorded;
}

/** The end of a socket that a line tells, in words or in an object; no message of the product tells one. */
function closingAt(line: string, after: number): Closing | null {
  const values = [...valuesIn(line)].map(({ value }) => value);
  if (values.length === 0) return closingIn(line, after);
  if (values.some((value) => messageOf(value) !== null)) return null;
  return values.map((value) => closingOf(value, after)).find((one) => one !== null) ?? null;
}

function listedIn(line: string, recorded: Recorded, room: Room, place: string): Message[] {
  return [...valuesIn(line)].flatMap(({ value }) => messagesInLists(value, recorded, room, place));
}

/** @throws Unreadable for a value that is nested deeper than anything is that a person or a program would write */
function messageAt(value: unknown, place: string): Message | null {
  try {
    return messageOf(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Unreadable(`${place}: what stands here is nested too deep to be a message.`);
  }
}

function scrubbed(message: Message, room: Room, place: string): Message {
  const text = scrubText(message.text, []);
  room.take(text, place);
  return { ...message, text };
}

/** Whether a line begins a message that does not end in it. */
function isBroken(line: string): boolean {
  const isMessage = line.startsWith('{') || /\{\s*(?:\\*["']type\\*["']|type)\s*:/.test(line);
  return isMessage && valuesIn(line).next().done === true;
}

/** The lines of a log, without colours, and those that one pretty-printed value takes as one. */
async function* valuesOf(lines: AsyncIterable<NumberedLine>, file: string): AsyncGenerator<NumberedLine> {
  let begun: { text: string[]; number: number; brackets: Brackets; length: number } | null = null;
  const whole = ({ text, number }: NonNullable<typeof begun>) => ({ text: text.join('\n'), number });
  for await (const { text: coloured, number } of lines) {
    const text = coloured.includes('\u001b') ? stripVTControlCharacters(coloured) : coloured;
    if (begun && !GOES_ON.test(text)) {
      yield whole(begun);
      begun = null;
    }
    const from: number = begun ? 0 : text.search(BEGINNING);
    const brackets: Brackets = begun?.brackets ?? new Brackets();
    const isOpen = from !== -1 && brackets.closeIn(text, from) === null;
    if (!begun && !isOpen) {
      yield { text, number };
      continue;
    }
    begun ??= { text: [], number, brackets, length: 0 };
    begun.text.push(text);
    begun.length += text.length;
    if (begun.length > LARGEST_VALUE)
      throw new Unreadable(`${file}:${begun.number}: what begins in this line is too large to be a message.`);
    if (isOpen) continue;
    yield whole(begun);
    begun = null;
  }
  if (begun) yield whole(begun);
}
