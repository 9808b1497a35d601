import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Site } from '../evidence/index.ts';

/** A trace as W3C Trace Context names it (w3.org/TR/trace-context, 3.2): 32 hexadecimal digits. */
export function newTrace(): string {
  return randomBytes(16).toString('hex');
}

/**
 * Sends a trace as the header `traceparent` with a page's requests to the target's own services, and with nothing
 * else: their logs then name the test. It is added below the browser's CORS check, so that no preflight asks for it:
 * the product's API would refuse that (docs/contract/backend.md 6.3).
 *
 * A socket's handshake carries none. `Fetch` pauses no socket, and `Network.webSocketCreated` comes when the handshake
 * is under way. What is left is `Network.setExtraHTTPHeaders`, which knows no addresses: the header would go to the
 * sockets of others as well, and every call to another origin, the target's API included, would be preceded by a
 * preflight that asks for it, and fail there (measured in Chromium 156).
 */
export async function sendTrace(page: Page, { web, api, auth }: Site, trace: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  session.on('Fetch.requestPaused', ({ requestId, request }) => {
    const traceparent = `00-${trace}-${randomBytes(8).toString('hex')}-01`;
    const headers = Object.entries({ ...request.headers, traceparent }).map(([name, value]) => ({ name, value }));
    // A page that is closed meanwhile has no request to continue.
    session.send('Fetch.continueRequest', { requestId, headers }).catch(() => undefined);
  });
  const services = [...new Set([api, auth])].map((origin) => ({ urlPattern: `${origin}/*` }));
  await session.send('Fetch.enable', { patterns: [...services, { urlPattern: `${web}/*`, resourceType: 'Document' }] });
}
