import { expect, test, type TestInfo } from '@playwright/test';
import { exampleSteps, sendFrame, START, toFrames } from '../protocol/support/scenes.ts';
import { judgedFile, written } from './support/file.ts';
import { chromeHar } from './support/shapes.ts';

const TOKEN = 'jwt.ZXlKaGJHY2lPaUpJVXpJMU5pSjkuZXlKemRXSWlPaUoxYzJWeUluMC5jMmxu';
const FRAMES = [sendFrame('thread_1', 0, 1), ...toFrames(exampleSteps(), 'payload', 2)];
const MESSAGES = FRAMES.map(({ direction, time, text: data }) => ({
  type: direction === 'sent' ? 'send' : 'receive',
  time: time / 1000,
  opcode: 1,
  data,
}));
const WSS = 'wss://api.example.com/ws';
const OFFER = `jwt-auth, ${TOKEN}`;

interface Differently {
  url?: string;
  offer?: string;
  response?: object;
  entry?: object;
}

const header = (name: string, value: string) => ({ name, value });

function entryOf(url: string, headers: object[], response: object, more: object = {}) {
  return {
    startedDateTime: new Date(START).toISOString().replace('Z', '+00:00'),
    request: { bodySize: 0, method: 'GET', url, httpVersion: 'HTTP/1.1', headers, cookies: [], queryString: [] },
    response: { statusText: '', httpVersion: 'HTTP/1.1', cookies: [], redirectURL: '', ...response },
    cache: {},
    timings: { blocked: 0, dns: 0, connect: 1, ssl: 0, send: 0, wait: 4, receive: 0 },
    time: 5,
    _securityState: 'secure',
    _priority: 'Normal',
    serverIPAddress: '127.0.0.1',
    connection: '443',
    pageref: 'page_1',
    ...more,
  };
}

/** A handshake as Firefox 153 writes it: an entry like any other, without a type of resource and without messages. */
function handshake({ url = WSS, offer = OFFER, response = {}, entry = {} }: Differently = {}) {
  const headers = [
    header('Host', 'api.example.com'),
    header('Sec-WebSocket-Version', '13'),
    header('Origin', 'https://app.example.com'),
    header('Sec-WebSocket-Protocol', offer),
    header('Sec-WebSocket-Extensions', 'permessage-deflate'),
    header('Connection', 'keep-alive, Upgrade'),
    header('Upgrade', 'websocket'),
  ];
  const answer = {
    status: 101,
    statusText: 'Switching Protocols',
    headers: [header('Upgrade', 'websocket'), header('Sec-WebSocket-Protocol', 'jwt-auth')],
    content: { mimeType: 'text/plain', size: 0, text: '' },
    bodySize: 163,
  };
  return entryOf(url, headers, { ...answer, ...response }, entry);
}

/** A call as Firefox 153 writes it where the page is left within some 50 ms after the answer. */
function callWithoutStatus() {
  const content = { size: 16, text: '{"message":"no"}' };
  const headers = [header('Content-Type', 'application/json')];
  return entryOf('https://api.example.com/api/threads?limit=20', [], { status: 0, headers, content, bodySize: -1 });
}

function firefoxHar(...entries: object[]): string {
  const browser = { name: 'Firefox', version: '153.8.0' };
  const startedDateTime = new Date(START).toISOString().replace('Z', '+00:00');
  const page = { id: 'page_1', pageTimings: { onContentLoad: 80, onLoad: 120 }, startedDateTime, title: 'https://app' };
  return JSON.stringify({ log: { version: '1.2', creator: browser, browser, pages: [page], entries } });
}

async function judged(testInfo: TestInfo, har: string) {
  const { diagnosis, ...rest } = await judgedFile(written(testInfo, har));
  return { ...rest, causes: diagnosis?.causes.map(({ id, confidence }) => `${id} ${confidence}`) };
}

test.describe('HAR of Firefox', () => {
  for (const url of [WSS, 'https://api.example.com/ws']) {
    test(`a HAR of Firefox is read, and told that it has no messages (${new URL(url).protocol})`, async ({}, testInfo) => {
      const { recorded, verdict, notes } = await judged(testInfo, firefoxHar(handshake({ url })));
      expect(recorded.kind).toBe('HAR of Firefox 153.8.0, Firefox 153.8.0');
      expect(recorded.sockets).toMatchObject([
        { offered: ['jwt-auth', 'jwt.<token>'], chosen: 'jwt-auth', status: 101 },
      ]);
      expect(recorded.exchanges).toEqual([]);
      expect(verdict).toBe('undecided');
      expect(notes).toEqual([
        'Firefox writes no WebSocket messages into a HAR, so that only its HTTP calls and handshakes can be judged: for the run, export a HAR from Chrome or Edge, or record with Playwright.',
      ]);
    });
  }

  test('messages in a HAR of Firefox would be judged', async ({}, testInfo) => {
    const _webSocketMessages = MESSAGES.slice(0, 6);
    const { verdict, notes } = await judged(testInfo, firefoxHar(handshake({ entry: { _webSocketMessages } })));
    expect(verdict).toBe('broken');
    expect(notes.join('\n')).not.toContain('Firefox');
  });

  test('a handshake that chose what was not offered is the cause, without any message', async ({}, testInfo) => {
    const response = { headers: [header('Sec-WebSocket-Protocol', 'agent_chat')] };
    const { verdict, causes } = await judged(testInfo, firefoxHar(handshake({ response })));
    expect(causes).toEqual(['F02 certain']);
    expect(verdict).toBe('broken');
  });

  test('an offer that was blacked out in a HAR is no wrong choice of the server', async ({}, testInfo) => {
    const { verdict, causes } = await judged(testInfo, firefoxHar(handshake({ offer: '[redacted]' })));
    expect(causes).toBeUndefined();
    expect(verdict).toBe('undecided');
  });

  test('an upgrade that was refused is broken in a HAR without any message', async ({}, testInfo) => {
    const response = { status: 500, headers: [], content: { mimeType: 'text/plain', size: 0, text: '' } };
    const { verdict, causes, notes } = await judged(testInfo, firefoxHar(handshake({ response })));
    expect(causes).toEqual(['F61 certain']);
    expect(verdict).toBe('broken');
    expect(notes).toEqual([]);
  });

  test('calls whose answer lost its status as the page was left are named as not judged', async ({}, testInfo) => {
    const call = callWithoutStatus();
    const preflight = { ...call, request: { ...call.request, method: 'OPTIONS' } };
    const { verdict, notes } = await judged(testInfo, firefoxHar(call, preflight, call));
    expect(verdict).toBe('undecided');
    expect(notes).toEqual([
      'Whether these calls were refused is not judged, because their answers have no status (Firefox may lose it when the page is left at once): GET https://api.example.com/api/threads?limit=20.',
    ]);
  });

  test('a HAR without any WebSocket says what may have kept it out', async ({}, testInfo) => {
    const { notJudged } = await judged(testInfo, firefoxHar(callWithoutStatus()));
    expect(notJudged).toEqual([
      'any run: there is no WebSocket; the page opened none, or did so before the recording began, or whoever recorded it left it out',
    ]);
  });
});

test.describe('WebSocket over HTTP/2 in a HAR', () => {
  const response = { status: 200, statusText: '', httpVersion: 'HTTP/2' };

  test('an upgrade that HTTP/2 answers with 200 is open in a HAR of Firefox', async ({}, testInfo) => {
    const { verdict, recorded, faults } = await judged(testInfo, firefoxHar(handshake({ response })));
    expect(recorded.sockets).toMatchObject([{ status: 101, chosen: 'jwt-auth' }]);
    expect(faults).toEqual([]);
    expect(verdict).toBe('undecided');
  });

  test('an upgrade that HTTP/1.1 answers with 200 is refused', async ({}, testInfo) => {
    const har = firefoxHar(handshake({ response: { ...response, httpVersion: 'HTTP/1.1' } }));
    const { verdict, faults } = await judged(testInfo, har);
    expect(faults).toEqual(['No WebSocket opened: socket 1 was answered with 200.']);
    expect(verdict).toBe('broken');
  });

  test('a socket that carried messages is open, though Chrome calls its 200 HTTP/1.1', async ({}, testInfo) => {
    const { log } = chromeHar(FRAMES) as { log: { entries: { response: object }[] } };
    const entries = log.entries.map((entry) => ({ ...entry, response: { ...entry.response, status: 200 } }));
    const { verdict, recorded } = await judged(testInfo, JSON.stringify({ log: { ...log, entries } }));
    expect(recorded.sockets).toMatchObject([{ status: 101 }]);
    expect(recorded.told.probes).toBeUndefined();
    expect(verdict).toBe('holds');
  });
});
