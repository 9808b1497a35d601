import { expect, test } from '@playwright/test';
import { exampleSteps, sendFrame, START, toFrames } from '../protocol/support/scenes.ts';
import { judgedFile, written } from './support/file.ts';

const TOKEN = 'jwt.ZXlKaGJHY2lPaUpJVXpJMU5pSjkuZXlKemRXSWlPaUoxYzJWeUluMC5jMmxu';

/**
 * A HAR as Firefox's network monitor writes it (devtools/client/netmonitor/src/har/har-builder.js in its source): the
 * handshake is an entry like any other, without a type of resource, and the messages are not in it.
 * @param url of the handshake: `ws://` today, `http://` in older releases
 */
function firefoxHar(url: string, more: object = {}): string {
  const startedDateTime = new Date(START).toISOString().replace('Z', '+00:00');
  const browser = { name: 'Firefox', version: '140.0' };
  const header = (name: string, value: string) => ({ name, value });
  const handshake = {
    startedDateTime,
    request: {
      bodySize: 0,
      method: 'GET',
      url,
      httpVersion: 'HTTP/1.1',
      headers: [
        header('Host', 'api.example.com'),
        header('Sec-WebSocket-Version', '13'),
        header('Origin', 'https://app.example.com'),
        header('Sec-WebSocket-Protocol', `jwt-auth, ${TOKEN}`),
        header('Sec-WebSocket-Extensions', 'permessage-deflate'),
        header('Connection', 'keep-alive, Upgrade'),
        header('Upgrade', 'websocket'),
      ],
      cookies: [],
      queryString: [],
      headersSize: 612,
    },
    response: {
      status: 101,
      statusText: 'Switching Protocols',
      httpVersion: 'HTTP/1.1',
      headers: [header('Upgrade', 'websocket'), header('Sec-WebSocket-Protocol', 'jwt-auth')],
      cookies: [],
      content: { mimeType: 'text/plain', size: 0, text: '' },
      redirectURL: '',
      headersSize: 160,
      bodySize: 160,
    },
    cache: {},
    timings: { blocked: 0, dns: 0, connect: 1, ssl: 0, send: 0, wait: 4, receive: 0 },
    time: 5,
    _securityState: 'insecure',
    serverIPAddress: '127.0.0.1',
    connection: '443',
    pageref: 'page_1',
    ...more,
  };
  const page = { id: 'page_1', pageTimings: { onContentLoad: 80, onLoad: 120 }, startedDateTime, title: 'https://app' };
  return JSON.stringify({ log: { version: '1.2', creator: browser, browser, pages: [page], entries: [handshake] } });
}

for (const url of ['wss://api.example.com/ws', 'https://api.example.com/ws']) {
  test(`a HAR of Firefox is read, and told that it has no messages (${new URL(url).protocol})`, async ({}, testInfo) => {
    const { recorded, verdict, notes } = await judgedFile(written(testInfo, firefoxHar(url)));
    expect(recorded.kind).toBe('HAR of Firefox 140.0, Firefox 140.0');
    expect(recorded.sockets).toMatchObject([{ offered: ['jwt-auth', 'jwt.<token>'], chosen: 'jwt-auth', status: 101 }]);
    expect(recorded.exchanges).toEqual([]);
    expect(verdict).toBe('undecided');
    expect(notes.join('\n')).toContain('Firefox may leave them out of a HAR.');
  });
}

test('messages in a HAR of Firefox would be judged', async ({}, testInfo) => {
  const frames = [sendFrame('thread_1', 0, 1), ...toFrames(exampleSteps().slice(0, 5), 'payload', 2)];
  const messages = frames.map(({ direction, time, text: data }) => ({
    type: direction === 'sent' ? 'send' : 'receive',
    time: time / 1000,
    opcode: 1,
    data,
  }));
  const har = firefoxHar('wss://api.example.com/ws', { _webSocketMessages: messages });
  const { verdict, notes } = await judgedFile(written(testInfo, har));
  expect(verdict).toBe('broken');
  expect(notes.join('\n')).not.toContain('Firefox');
});
