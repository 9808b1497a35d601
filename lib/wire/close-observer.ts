import type { BrowserContext, Page } from '@playwright/test';

/** The close event of a page's own socket object; the only place where the close code and reason can be seen. */
export interface CloseReport {
  /** Full URL, with its secrets: for matching only. */
  url: string;
  /** Epoch milliseconds in the page's clock. */
  constructedAt: number;
  closedAt: number;
  code: number;
  reason: string;
  clean: boolean;
  /** The page itself closed it. */
  byPage: boolean;
}

type Report = (report: CloseReport) => void;

declare global {
  interface Window {
    reportSocketClose?: Report;
  }
}

/**
 * Lets every page of the context report how its sockets closed, and whether it did so itself. The page keeps its own
 * `WebSocket` in every respect; a listener is added to each instance, and its `close` is noted.
 */
export async function observeCloses(
  context: BrowserContext,
  heard: (page: Page, report: CloseReport) => void,
): Promise<void> {
  await context.exposeBinding('reportSocketClose', ({ page }, report: CloseReport) => heard(page, report));
  await context.addInitScript(() => {
    const report = window.reportSocketClose;
    if (!report) return;
    // A test may take over the page's clock later; times are reported in the real one.
    const { timeOrigin } = performance;
    const sinceThen = performance.now.bind(performance);
    const now = () => timeOrigin + sinceThen();
    const closing = new WeakSet<object>();
    window.WebSocket.prototype.close = new Proxy(window.WebSocket.prototype.close, {
      apply(target, socket: WebSocket, args) {
        if (socket.readyState <= WebSocket.OPEN) closing.add(socket);
        return Reflect.apply(target, socket, args) as unknown;
      },
    });
    window.WebSocket = new Proxy(window.WebSocket, {
      construct(target, args, newTarget) {
        const socket = Reflect.construct(target, args, newTarget) as WebSocket;
        const constructedAt = now();
        socket.addEventListener('close', ({ code, reason, wasClean }) => {
          report({
            url: socket.url,
            constructedAt,
            closedAt: now(),
            code,
            reason,
            clean: wasClean,
            byPage: closing.has(socket),
          });
        });
        return socket;
      },
    });
  });
}
