import { gzipSync } from 'node:zlib';
import type { Frame } from '../../../../lib/evidence/index.ts';

/** What a file may say of each message. */
export interface Shape {
  title: string;
  /** Whether it tells when each message passed. */
  timed: boolean;
  write: (frames: readonly Frame[]) => string | Uint8Array;
}

const parsed = ({ text }: Frame): unknown => JSON.parse(text);
const isSent = ({ direction }: Frame) => direction === 'sent';
const iso = ({ time }: Frame) => new Date(time).toISOString();
const inLines = (write: (frame: Frame) => string) => (frames: readonly Frame[]) => `${frames.map(write).join('\n')}\n`;
const asLines = (write: (frame: Frame) => unknown) => inLines((frame) => JSON.stringify(write(frame)));
const asList = (write: (frame: Frame) => unknown) => (frames: readonly Frame[]) =>
  JSON.stringify(frames.map(write), null, 2);

/** A value as Python's `repr` writes it. */
function repr(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string')
    return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
  if (typeof value !== 'object') return String(value);
  return `{${Object.entries(value)
    .map(([key, inner]) => `${repr(key)}: ${repr(inner)}`)
    .join(', ')}}`;
}

/** A value as Python's `pprint` writes it: an entry a line, a long text in several literals. */
function pprint(value: unknown, indent = ' '): string {
  if (typeof value === 'string' && value.length > 40)
    return `${repr(value.slice(0, 20))}\n${indent}${repr(value.slice(20))}`;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return repr(value);
  const entries = Object.entries(value).map(([key, inner]) => `${repr(key)}: ${pprint(inner, `${indent}  `)}`);
  return `{${entries.join(`,\n${indent}`)}}`;
}

/** A text as Python's `repr` writes its bytes. */
function bytes(text: string): string {
  const signs = [...Buffer.from(text)].map((byte) =>
    byte > 126 ? `\\x${byte.toString(16)}` : String.fromCharCode(byte).replace(/['\\]/, '\\$&'),
  );
  return `b'${signs.join('')}'`;
}

/** `2026-01-05 22:00:00,012`, as Python's logging writes a time, in the zone of the machine. */
function logged(frame: Frame, hours = 0): string {
  return new Date(frame.time + hours * 3_600_000).toISOString().replace('T', ' ').replace('.', ',').replace('Z', '');
}

/** A HAR as the developer tools of Chrome export it. */
export function chromeHar(frames: readonly Frame[], headers: { name: string; value: string }[] = []): object {
  const entry = {
    _resourceType: 'websocket',
    _priority: 'High',
    request: { method: 'GET', url: 'wss://api.example.com/ws', headers, cookies: [] },
    response: {
      status: 101,
      statusText: 'Switching Protocols',
      headers: [],
      content: { size: 0, mimeType: 'x-unknown' },
    },
    startedDateTime: new Date((frames[0]?.time ?? 0) - 20).toISOString(),
    time: 2_000,
    _webSocketMessages: frames.map((frame) => ({
      type: isSent(frame) ? 'send' : 'receive',
      time: frame.time / 1000,
      opcode: 1,
      data: frame.text,
    })),
  };
  return { log: { version: '1.2', creator: { name: 'WebInspector', version: '537.36' }, pages: [], entries: [entry] } };
}

/** A value as `console.log` of Node writes it: keys without quotes, over several lines. */
function inspected(value: unknown, indent = '  '): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return repr(value).replace('None', 'null');
  const entries = Object.entries(value).map(([key, inner]) => `${key}: ${inspected(inner, `${indent}  `)}`);
  return entries.length === 0 ? '{}' : `{\n${indent}${entries.join(`,\n${indent}`)}\n${indent.slice(2)}}`;
}

/** A cell of a table (RFC 4180). */
const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** The same messages, as tools, tests and logs write them down. */
export const SHAPES: readonly Shape[] = [
  {
    title: 'lines of a recorder in camel case, which says with true or false what was sent',
    timed: true,
    write: asLines((frame) => ({ isSent: isSent(frame), timeMs: frame.time, rawMessage: frame.text })),
  },
  { title: 'a HAR of Chrome', timed: true, write: (frames) => JSON.stringify(chromeHar(frames), null, 2) },
  { title: 'frames of this suite', timed: true, write: asLines((frame) => frame) },
  { title: 'a list of messages', timed: false, write: asList(parsed) },
  { title: 'a list of texts', timed: false, write: asList(({ text }) => text) },
  { title: 'a message a line', timed: false, write: inLines(({ text }) => text) },
  {
    title: 'messages over several lines',
    timed: false,
    write: inLines((frame) => JSON.stringify(parsed(frame), null, 2)),
  },
  {
    title: 'direction, data and timestamp',
    timed: true,
    write: asLines((frame) => ({ direction: frame.direction, data: parsed(frame), timestamp: frame.time / 1000 })),
  },
  {
    title: 'dir, raw and ts',
    timed: true,
    write: asLines((frame) => ({ dir: isSent(frame) ? 'out' : 'in', raw: frame.text, ts: frame.time })),
  },
  {
    title: 'from, message and time',
    timed: true,
    write: asLines((frame) => ({
      from: isSent(frame) ? 'client' : 'server',
      message: parsed(frame),
      time: iso(frame),
    })),
  },
  {
    title: 'a list within other facts',
    timed: true,
    write: (frames) =>
      JSON.stringify({
        test: 'test_chat',
        passed: false,
        messages: frames.map((frame) => ({
          event: isSent(frame) ? 'send' : 'recv',
          frame: frame.text,
          at: frame.time,
        })),
      }),
  },
  {
    title: 'a list of what was sent and one of what was received',
    timed: true,
    write: (frames) => {
      const of = (sent: boolean) =>
        frames.filter((frame) => isSent(frame) === sent).map((frame) => ({ ts: frame.time, message: parsed(frame) }));
      return JSON.stringify({ received: of(false), sent: of(true) });
    },
  },
  {
    title: 'tuples',
    timed: true,
    write: asList((frame) => [frame.time / 1000, isSent(frame) ? 'send' : 'recv', parsed(frame)]),
  },
  {
    title: "a log of Python's logging",
    timed: true,
    write: inLines(
      (frame) => `${logged(frame)} INFO  tests.e2e:test_ws.py:57 ${isSent(frame) ? 'Sent' : 'Received'}: ${frame.text}`,
    ),
  },
  {
    title: 'a log of a machine in another time zone',
    timed: true,
    write: inLines((frame) => `${logged(frame, 2)} [INFO] ${isSent(frame) ? '>>>' : '<<<'} ${frame.text}`),
  },
  {
    title: "Python's repr, after the time of day",
    timed: true,
    write: inLines((frame) => `${iso(frame).slice(11, 23)} ${isSent(frame) ? 'send' : 'recv'} ${repr(parsed(frame))}`),
  },
  {
    title: "Python's repr of moments, UUIDs and members of an enumeration",
    timed: true,
    write: inLines((frame) => {
      const more = "'kind': <Kind.AGENT: 'agent'>, 'trace': UUID('7d444840-9dc0-11d1-b245-5ffdce74fad2'), ";
      const made = `'made': datetime.datetime(2026, 1, 5, 22, 0, tzinfo=datetime.timezone.utc), 'owner': <Run 7>`;
      const message = repr(parsed(frame)).replace(/\}$/, `, ${more}${made}}`);
      return `${iso(frame)} ${isSent(frame) ? 'send' : 'recv'} ${message}`;
    }),
  },
  {
    title: "Python's pprint over several lines",
    timed: true,
    write: inLines((frame) => `${iso(frame)} ${isSent(frame) ? 'send' : 'recv'} ${pprint(parsed(frame))}`),
  },
  {
    title: 'a list as Python prints it',
    timed: false,
    write: (frames) => `collected 3 items\nEvents: ${repr(frames.map(parsed))}\n`,
  },
  {
    title: "Python's repr of bytes",
    timed: true,
    write: inLines((frame) => `${iso(frame)} DEBUG ${isSent(frame) ? '>' : '<'} ${bytes(frame.text)}`),
  },
  {
    title: 'a log in the colours of a terminal',
    timed: true,
    write: inLines(
      (frame) =>
        `\x1b[32m${iso(frame)}\x1b[0m [\x1b[1minfo\x1b[0m] ${isSent(frame) ? 'sent' : 'received'} ${frame.text}`,
    ),
  },
  {
    title: 'the debug log of the package websockets',
    timed: false,
    write: inLines(
      ({ text, direction }) =>
        `DEBUG:websockets.client:${direction === 'sent' ? '>' : '<'} TEXT ${repr(text)} [${text.length} bytes]`,
    ),
  },
  {
    title: 'a log of the server, which sends what the page receives',
    timed: true,
    write: inLines((frame) => `${iso(frame)} INFO app.ws ${isSent(frame) ? 'received' : 'sending'} ${frame.text}`),
  },
  {
    title: 'ASGI messages',
    timed: true,
    write: asLines((frame) => ({
      type: isSent(frame) ? 'websocket.receive' : 'websocket.send',
      text: frame.text,
      time: frame.time,
    })),
  },
  {
    title: 'events of the DevTools protocol',
    timed: true,
    write: asLines((frame) => ({
      method: `Network.webSocketFrame${isSent(frame) ? 'Sent' : 'Received'}`,
      params: {
        requestId: '7',
        timestamp: frame.time / 1000 - 1_700_000_000,
        response: { opcode: 1, payloadData: frame.text },
      },
    })),
  },
  {
    title: 'a structured log that holds lines of a log',
    timed: true,
    write: asLines((frame) => ({
      log: `INFO ${isSent(frame) ? 'sent to server' : 'got from server'} ${frame.text}\n`,
      stream: 'stdout',
      time: iso(frame),
    })),
  },
  {
    title: 'an export of a search in logs, from the newest to the oldest',
    timed: true,
    write: (frames) =>
      asList((frame) => ({ timestamp: iso(frame), direction: frame.direction, message: frame.text }))(
        frames.toReversed(),
      ),
  },
  {
    title: 'a table of a spreadsheet',
    timed: true,
    write: (frames) =>
      `time,direction,message\r\n${frames.map((frame) => `${iso(frame)},${frame.direction},${cell(frame.text)}`).join('\r\n')}\r\n`,
  },
  {
    title: 'objects as console.log of Node prints them',
    timed: true,
    write: inLines((frame) => `${iso(frame)} ${isSent(frame) ? 'sent' : 'received'} ${inspected(parsed(frame))}`),
  },
  {
    title: 'messages under names of their own',
    timed: true,
    write: asLines((frame) => ({
      ts: frame.time,
      ws: { way: frame.direction, direction: frame.direction, chat_event: parsed(frame) },
    })),
  },
  {
    title: 'the question in a line and the answer in a list',
    timed: false,
    write: (frames) =>
      `Sent: ${frames
        .filter(isSent)
        .map(({ text }) => text)
        .join('\n')}\nGot: ${JSON.stringify(frames.filter((frame) => !isSent(frame)).map(parsed))}\n`,
  },
  {
    title: 'a list of tests with their messages',
    timed: true,
    write: (frames) =>
      JSON.stringify([
        { test: 'test_chat', frames: frames.map(({ direction, time, text }) => ({ direction, time, text })) },
      ]),
  },
  {
    title: 'a HAR with fields of its own, packed by gzip',
    timed: true,
    write: (frames) => {
      const { log } = chromeHar(frames) as { log: object };
      return gzipSync(JSON.stringify({ log: { _exported: 1, ...log } }));
    },
  },
  {
    title: 'UTF-16, with the other end first',
    timed: true,
    write: (frames) => Buffer.from(`\ufeff${JSON.stringify(chromeHar(frames))}`, 'utf16le').swap16(),
  },
  {
    title: 'UTF-16, as a Windows shell writes it',
    timed: false,
    write: (frames) => Buffer.from(`\ufeff${frames.map(({ text }) => text).join('\r\n')}\r\n`, 'utf16le'),
  },
];
