import type { Page } from '@playwright/test';
import type { TappedSocket } from './socket.ts';
import type { SourceListener } from './source.ts';

/** Opcodes of RFC 6455, section 5.2. */
const binary = 2;

/**
 * Records a page's sockets over the Chrome DevTools Protocol (domain Network): handshake, chosen subprotocol, frames
 * with the browser's own times. Monotonic times are turned into epoch time by the wall time of each handshake.
 */
export async function openCdpSource(page: Page, number: number, tap: SourceListener): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const urls = new Map<string, string>();
  const open = new Map<string, { socket: TappedSocket; toEpoch: (seconds: number) => number }>();

  session.on('Network.webSocketCreated', ({ requestId, url }) => urls.set(requestId, url));
  session.on('Network.webSocketWillSendHandshakeRequest', ({ requestId, timestamp, wallTime, request }) => {
    const headers = lowerCased(request.headers);
    const toEpoch = (seconds: number) => (wallTime + seconds - timestamp) * 1000;
    const offer = (headers['sec-websocket-protocol'] ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean);
    const socket = tap.opened({
      page: number,
      url: urls.get(requestId) ?? '',
      offer,
      origin: headers['origin'] ?? null,
      time: toEpoch(timestamp),
      clock: 'browser',
    });
    open.set(requestId, { socket, toEpoch });
  });
  session.on('Network.webSocketHandshakeResponseReceived', ({ requestId, timestamp, response }) => {
    const entry = open.get(requestId);
    if (!entry) return;
    entry.socket.status = response.status;
    entry.socket.answeredAt = entry.toEpoch(timestamp);
    entry.socket.chosen =
      lowerCased(response.headers)['sec-websocket-protocol']?.replace(/^(\S+\.)\S{10,}$/, '$1<token>') ?? null;
    tap.changed();
  });
  const heard =
    (direction: 'sent' | 'received') =>
    (event: { requestId: string; timestamp: number; response: { opcode: number; payloadData: string } }) => {
      const entry = open.get(event.requestId);
      if (!entry || event.response.opcode > binary) return;
      tap.frame(entry.socket, {
        direction,
        time: entry.toEpoch(event.timestamp),
        text: event.response.payloadData,
        ...(event.response.opcode === binary ? { binary: true } : {}),
      });
    };
  session.on('Network.webSocketFrameSent', heard('sent'));
  session.on('Network.webSocketFrameReceived', heard('received'));
  session.on('Network.webSocketFrameError', ({ requestId, errorMessage }) => {
    const entry = open.get(requestId);
    if (!entry) return;
    entry.socket.errors.push(errorMessage);
    const refused = /Unexpected response code: (\d{3})/.exec(errorMessage);
    if (refused) entry.socket.status = Number(refused[1]);
    tap.changed();
  });
  session.on('Network.webSocketClosed', ({ requestId, timestamp }) => {
    const entry = open.get(requestId);
    if (!entry) return;
    entry.socket.closedAt = entry.toEpoch(timestamp);
    open.delete(requestId);
    tap.changed();
  });
  // When a document goes away its sockets close, and the protocol does not report it.
  session.on('Page.frameNavigated', ({ frame }) => {
    if (!frame.parentId) leave();
  });
  page.on('close', () => leave());
  const leave = () => {
    for (const { socket } of open.values()) tap.left(socket);
    open.clear();
    tap.changed();
  };
  await Promise.all([
    session.send('Page.enable'),
    session.send('Network.enable', { maxTotalBufferSize: 0, maxResourceBufferSize: 0 }),
  ]);
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
