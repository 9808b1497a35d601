import type { Frame, Socket } from '../evidence/index.ts';
import { plural } from '../basics/plain-text.ts';
import { normalise, VOCABULARY } from '../protocol/index.ts';
import { scrubText } from '../secrets/scrub.ts';
import type { Closing } from './closing.ts';
import type { Message } from './message.ts';
import type { Moment } from './moment.ts';
import { type Recorded, unseenSocket } from './recorded.ts';

/** Clocks without a time zone are apart from UTC by a whole number of these, in milliseconds. */
const QUARTER = 15 * 60_000;

/** Makes frames of messages: with sides, times, numbers and sockets with their ends, as far as the file tells them. */
export function framesOf(read: readonly Message[], recorded: Recorded, closings: readonly Closing[] = []): void {
  // Where all others stand in what tells of their journey, a bare object of an unknown type is another line of the log.
  const isStray = ({ unknown, wrapped }: Message) => unknown === true && wrapped !== true;
  const hasStrays = read.some(isStray) && read.every((one) => isStray(one) || one.wrapped);
  const strays = hasStrays && !read.every(isStray) ? read.filter(isStray) : [];
  if (strays.length > 0) {
    recorded.notes.push(
      `${plural(strays.length, 'object')} of an unknown type stood between its messages, and ${strays.length === 1 ? 'was' : 'were'} passed over.`,
    );
    const before = (after: number) => read.slice(0, after).filter((one) => !isStray(one)).length;
    const ends = closings.map((closing) => ({ ...closing, after: before(closing.after) }));
    return framesOf(
      read.filter((one) => !isStray(one)),
      recorded,
      ends,
    );
  }
  writtenFrames(read, recorded, closings);
}

function writtenFrames(written: readonly Message[], recorded: Recorded, closings: readonly Closing[]): void {
  const isBackwards = newestFirst(written);
  const messages = isBackwards ? written.toReversed() : written;
  if (isBackwards) recorded.notes.push('It is written from the newest message to the oldest, and read the other way.');
  const [typedAs] = messages.flatMap((message) => message.typedAs ?? []);
  if (typedAs !== undefined)
    recorded.notes.push(`The type of its messages stands under "${typedAs}", and the page reads "type".`);
  const found = messages.map(({ direction, text, binary }, index): Frame => {
    const frame = { seq: index + 1, socket: 1, time: 0, direction: direction ?? 'received', text };
    return binary ? { ...frame, binary } : frame;
  });
  const read = found.map((frame) => {
    const { rawType, timestamp } = normalise(frame.binary ? { ...frame, binary: false } : frame);
    return { side: sideOf(rawType), stamp: timestamp };
  });
  const isTurned = turned(messages, read);
  recorded.directed = messages.every(({ direction }) => direction !== null);
  if (isTurned)
    recorded.notes.push('It is written from the side of the server: what the server sent counts as received.');
  const times = timesOf(
    messages.map(({ time }) => time),
    read.map(({ stamp }) => stamp),
    recorded,
  );
  const frames = found.map((frame, index): Frame => {
    const told = messages[index]?.direction ?? null;
    const direction = (told && isTurned ? OTHER[told] : told) ?? read[index]?.side ?? 'received';
    const time = times[index] ?? 0;
    // What was read of a frame holds for its side alone.
    if (direction !== frame.direction) return { ...frame, direction, time };
    frame.time = time;
    return frame;
  });
  const ids = connect(frames, messages, recorded);
  if (recorded.timed && messages.every(({ page }) => page === undefined)) tabsOf(recorded.sockets, frames);
  for (const closing of closings) {
    const at = isBackwards ? written.length - closing.after : closing.after;
    const before = frames[at - 1];
    const named = closing.socket === undefined ? undefined : ids.get(` ${closing.socket}`);
    const moved = (times[0] ?? 0) - (messages[0]?.time?.at ?? 0);
    const told = recorded.timed && closing.time ? closing.time.at + moved : null;
    // A log of the server has the closes of both sides; a page hears of the server's alone.
    const byServer = isTurned ? closing.own === true : closing.own !== true;
    end(recorded, { ...closing, byServer }, named ?? before?.socket ?? 1, told ?? (before?.time ?? 0) + 1);
  }
  const numbers = messages.map(({ seq }) => seq);
  if (numbers.every((one) => one !== undefined) && new Set(numbers).size === numbers.length)
    frames.forEach((frame, index) => (frame.seq = numbers[index] ?? frame.seq));
  for (const frame of frames) recorded.frames.push(frame);
}

/** Whether every message passed before the one above it, as exports of a search in logs have them. */
function newestFirst(messages: readonly Message[]): boolean {
  const times = messages.map(({ time }) => (time?.clock === 'relative' ? NaN : (time?.at ?? NaN)));
  return (
    times.length > 1 && times[0]! > times.at(-1)! && times.every((at, index) => index === 0 || at <= times[index - 1]!)
  );
}

const OTHER = { sent: 'received', received: 'sent' } as const;

/** Whoever alone sends messages of this type, the page or the server; null where both do, or nobody. */
function sideOf(type: string): Frame['direction'] | null {
  const [fromServer, fromPage] = [VOCABULARY.events, VOCABULARY.messages].map((known) => Object.hasOwn(known, type));
  if (fromServer === fromPage) return null;
  return fromPage ? 'sent' : 'received';
}

/** Whether the file was written by the server, which sends what the page receives. */
function turned(messages: readonly Message[], read: readonly { side: Frame['direction'] | null }[]): boolean {
  let [right, wrong] = [0, 0];
  messages.forEach(({ direction }, index) => {
    const side = read[index]?.side ?? null;
    if (direction === null || side === null) return;
    if (direction === side) right += 1;
    else wrong += 1;
  });
  return wrong > right;
}

/** The time of each message; that of its own timestamp, where the file does not tell when it passed. */
function timesOf(
  moments: readonly (Moment | null)[],
  stamps: readonly (number | null)[],
  recorded: Recorded,
): number[] {
  recorded.timed = moments.every((one) => one !== null);
  if (!recorded.timed) {
    let last = stamps.find((stamp) => stamp !== null) ?? 0;
    return stamps.map((stamp) => (last = stamp ?? last));
  }
  const told = moments.filter((one) => one !== null);
  const shift = shiftOf(told, stamps);
  if (told.some(({ clock }) => clock === 'relative'))
    recorded.notes.push('Its times are relative: the first timestamp of a message says when they began.');
  else if (shift !== 0)
    recorded.notes.push(`Its clock has no time zone and is taken to be ${-shift / 60_000} min ahead of UTC.`);
  return told.map(({ at }) => at + shift);
}

/** Milliseconds by which the file's clock is behind that of the timestamps in the messages. */
function shiftOf(moments: readonly Moment[], stamps: readonly (number | null)[]): number {
  const first = stamps.findIndex((stamp) => stamp !== null);
  const { clock, at } = moments[first] ?? { clock: 'epoch', at: 0 };
  if (first === -1 || clock === 'epoch') return 0;
  const apart = (stamps[first] ?? at) - at;
  return clock === 'relative' ? apart : Math.round(apart / QUARTER) * QUARTER;
}

/** A socket for each name by which the file calls one. */
function connect(frames: Frame[], messages: readonly Message[], { sockets }: Recorded): ReadonlyMap<string, number> {
  const ids = new Map<string, number>();
  frames.forEach((frame, index) => {
    const { socket = '1', page } = messages[index] ?? {};
    const name = `${page ?? ''} ${socket}`;
    const id = ids.get(name) ?? ids.size + 1;
    if (!ids.has(name)) sockets.push(unseenSocket(id, page ?? 1, frame.time));
    ids.set(name, id);
    frame.socket = id;
    frame.page = page ?? 1;
  });
  return ids;
}

/** Ends a socket, once: the answer to a close frame is another one. */
function end(
  recorded: Recorded,
  { code, reason, byServer }: Closing & { byServer: boolean },
  id: number,
  at: number,
): void {
  const { sockets, notes } = recorded;
  const index = sockets.findIndex((socket) => socket.id === id);
  const socket = sockets[index];
  if (!socket || socket.closedAt !== null) return;
  sockets[index] = { ...socket, closedAt: at, close: byServer ? { code, reason: scrubText(reason, []) } : null };
  recorded.endedAt = Math.max(recorded.endedAt ?? 0, at);
  if (!byServer) notes.push(`Socket ${id} was closed with ${code}, as far as the file tells not by the server.`);
}

/** Gives sockets that were open at the same time pages of their own: one page has one after the other. */
function tabsOf(sockets: Socket[], frames: readonly Frame[]): void {
  const spans = new Map(sockets.map(({ id }) => [id, { from: Infinity, to: -Infinity }]));
  for (const { socket, time } of frames) {
    const span = spans.get(socket)!;
    span.from = Math.min(span.from, time);
    span.to = Math.max(span.to, time);
  }
  const ends: number[] = [];
  const pages = new Map<number, number>();
  for (const [id, { from, to }] of [...spans].sort(([, one], [, other]) => one.from - other.from)) {
    const free = ends.findIndex((end) => end <= from);
    const page = (free === -1 ? ends.length : free) + 1;
    ends[page - 1] = to;
    pages.set(id, page);
  }
  sockets.forEach((socket, index) => (sockets[index] = { ...socket, page: pages.get(socket.id) ?? 1 }));
  for (const frame of frames) frame.page = pages.get(frame.socket) ?? 1;
}
