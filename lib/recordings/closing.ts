import type { Fields } from './json.ts';
import { objectOf, textOf } from './json.ts';
import { SOCKETS, TIMES } from './message.ts';
import { type Moment, momentIn, momentOf } from './moment.ts';

/** The end of a socket, as a file notes it. */
export interface Closing {
  code: number;
  reason: string;
  /** Whether the side that recorded it closed the socket; null where the file does not say it. */
  own: boolean | null;
  time: Moment | null;
  /** Whatever the file calls the socket. */
  socket?: string;
  /** How many messages stand before it in the file. */
  after: number;
}

/** Lines that may tell the end of a socket. */
export const TELLS_END = /clos(?:e|ing)|disconnect|\b(?:received|sent) [1-4]\d{3} \(/i;

const NAMES = ['type', 'event', 'kind', 'action', 'op', 'name', 'message', 'msg'];
const CODES = ['code', 'close_code', 'closeCode'];
const REASONS = ['reason', 'close_reason', 'closeReason'];
const WORD = /(^|[^a-z])(web)?(socket)?[._ ]?(close[ds]?|closing|disconnect(ed)?)([^a-z]|$)/i;

/** Frames and exceptions of the Python package websockets, then what most others print. */
const IN_LINES = [
  /(?<sign>[<>]) CLOSE (?<code>[1-4]\d{3}) \([^)]*\)(?: (?<reason>(?!\[\d+ bytes\]).*?))?(?: \[\d+ bytes\])?\s*$/,
  /\b(?<verb>received|sent) (?<code>[1-4]\d{3}) \([^)]*\)(?: (?<reason>[^;]*))?(?:;|$)/,
  /\bclos(?:e|ed|ing)\b.*?\bcode["']?\s*[=:]?\s*(?<code>[1-4]\d{3})\b(?:.*?\breason["']?\s*[=:]\s*["']?(?<reason>[^"']*?)["']?[)}\]\s]*$)?/i,
];

/** @returns the end of a socket that a value tells; null where it tells none */
export function closingOf(value: unknown, after: number): Closing | null {
  const fields = objectOf(value);
  if (!fields) return null;
  const inner = objectOf(fields.close);
  const code = numberAt(inner ?? fields);
  const isNamed = inner !== null || NAMES.some((name) => WORD.test(textOf(fields[name])));
  if (code === null || !isNamed) return null;
  const time = TIMES.find((name) => momentOf(fields[name], name) !== null);
  const socket = SOCKETS.map((name) => fields[name]).find((one) => typeof one === 'string' || typeof one === 'number');
  return {
    code,
    reason: REASONS.map((name) => textOf((inner ?? fields)[name])).find((reason) => reason !== '') ?? '',
    own: ownIn(textOf(fields.direction ?? fields.by ?? fields.side)),
    time: time === undefined ? null : momentOf(fields[time], time),
    ...(socket === undefined ? {} : { socket: String(socket) }),
    after,
  };
}

function ownIn(side: string): boolean | null {
  if (/^(sent|send|out)/i.test(side)) return true;
  return /^(recei|recv|in)/i.test(side) ? false : null;
}

function numberAt(fields: Fields): number | null {
  const code = CODES.map((name) => Number(fields[name] ?? NaN)).find((one) => one >= 1000 && one < 5000);
  return code ?? null;
}

/** Characters of a line that may tell the end of a socket: in longer ones a search for it would take too long. */
const LONGEST_LINE = 2_000;

/** @returns the end of a socket that a line of a log tells; null where it tells none */
export function closingIn(line: string, after: number): Closing | null {
  if (line.length > LONGEST_LINE) return null;
  for (const pattern of IN_LINES) {
    const found = pattern.exec(line);
    if (!found?.groups) continue;
    const { code, reason = '', sign, verb } = found.groups;
    const own = sign || verb ? sign === '>' || verb === 'sent' : null;
    return { code: Number(code), reason: reason.trim(), own, time: momentIn(line.slice(0, found.index)), after };
  }
  return null;
}
