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
}

type Report = (report: CloseReport) => void;

declare global {
  interface Window {
    reportSocketClose?: Report;
  }
}

/**
 * Lets every page of the context report how its sockets closed. The page keeps its own `WebSocket` in every respect; a
 * listener is added to each instance.
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
    window.WebSocket = new Proxy(window.WebSocket, {
      construct(target, args, newTarget) {
        const socket = Reflect.construct(target, args, newTarget) as WebSocket;
        const constructedAt = now();
        socket.addEventListener('close', ({ code, reason, wasClean }) => {
          report({ url: socket.url, constructedAt, closedAt: now(), code, reason, clean: wasClean });
        });
        return socket;
      },
    });
  });
}
