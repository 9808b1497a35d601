import type { Page, WebSocket } from '@playwright/test';
import type { AnnouncedSocket, SourceListener } from './source.ts';

/** By so many characters of its first frame a socket is recognised. */
export const FIRST = 200;

interface Heard {
  payload: string | Buffer;
}

/**
 * Records a page's sockets through Playwright's own events, in every browser. Where the tap has a better source it only
 * counts, so that a frame lost by the better source is noticed; elsewhere it is the source, with the runner's clock and
 * without handshakes.
 */
export function openPlaywrightSource(page: Page, number: number, tap: SourceListener, onlyCount: boolean): void {
  page.on('websocket', (heard: WebSocket) => {
    const announced: AnnouncedSocket = { page: number, first: null, frames: 0 };
    tap.announced.push(announced);
    const count = ({ payload }: Heard) => {
      announced.first ??= textOf(payload).slice(0, FIRST);
      announced.frames += 1;
    };
    heard.on('framesent', count);
    heard.on('framereceived', count);
    if (onlyCount) return;
    const socket = tap.opened({
      page: number,
      url: heard.url(),
      offer: [],
      origin: null,
      time: Date.now(),
      clock: 'runner',
    });
    const record =
      (direction: 'sent' | 'received') =>
      ({ payload }: Heard) => {
        tap.frame(socket, {
          direction,
          time: Date.now(),
          text: textOf(payload),
          ...(typeof payload === 'string' ? {} : { binary: true }),
        });
      };
    heard.on('framesent', record('sent'));
    heard.on('framereceived', record('received'));
    heard.on('socketerror', (error) => {
      socket.errors.push(error);
      tap.changed();
    });
    heard.on('close', () => {
      socket.closedAt = Date.now();
      tap.changed();
    });
  });
}

/** A frame's text as the tap keeps it. */
function textOf(payload: string | Buffer): string {
  return typeof payload === 'string' ? payload : payload.toString('base64');
}
