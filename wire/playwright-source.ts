import type { Page, WebSocket } from '@playwright/test';
import type { Tap } from './tap.ts';

/**
 * Hears a page's sockets through Playwright's own events, in every browser. Where the tap has a better source it only counts,
 * so that a frame that the better source lost is noticed; elsewhere it is the source, with the runner's clock and without handshakes.
 */
export function openPlaywrightSource(page: Page, number: number, tap: Tap, onlyCount: boolean): void {
  page.on('websocket', (heard: WebSocket) => {
    const announced = { page: number, frames: 0 };
    tap.announced.push(announced);
    const count = () => { announced.frames += 1; };
    if (onlyCount) {
      heard.on('framesent', count);
      heard.on('framereceived', count);
      return;
    }
    const socket = tap.opened({ page: number, url: heard.url(), offer: [], origin: null, time: Date.now(), clock: 'runner' });
    const record = (direction: 'sent' | 'received') => ({ payload }: { payload: string | Buffer }) => {
      count();
      const binary = typeof payload !== 'string';
      tap.frame(socket, { direction, time: Date.now(), text: binary ? payload.toString('base64') : payload, ...(binary ? { binary } : {}) });
    };
    heard.on('framesent', record('sent'));
    heard.on('framereceived', record('received'));
    heard.on('socketerror', (error) => { socket.errors.push(error); tap.changed(); });
    heard.on('close', () => { socket.closedAt = Date.now(); tap.changed(); });
  });
}
