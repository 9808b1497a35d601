import type { Page } from '@playwright/test';

/** A HAR as the developer tools of Chrome export it: from the events of the DevTools protocol, times in seconds. */
export class DevtoolsHar {
  readonly #entries = new Map<string, Record<string, unknown> & { _webSocketMessages: object[] }>();
  readonly #toWall = new Map<string, number>();

  /** Records the sockets of a page from now on. */
  static async on(page: Page): Promise<DevtoolsHar> {
    const har = new DevtoolsHar();
    const session = await page.context().newCDPSession(page);
    session.on('Network.webSocketWillSendHandshakeRequest', ({ requestId, timestamp, wallTime, request }) => {
      har.#toWall.set(requestId, wallTime - timestamp);
      har.#entries.set(requestId, {
        _resourceType: 'websocket',
        startedDateTime: new Date(wallTime * 1000).toISOString(),
        time: 0,
        request: { method: 'GET', url: har.#urls.get(requestId), headers: listed(request.headers), cookies: [] },
        response: { status: 0, headers: [], content: { size: 0, mimeType: 'x-unknown' } },
        _webSocketMessages: [],
      });
    });
    session.on('Network.webSocketCreated', ({ requestId, url }) => har.#urls.set(requestId, url));
    session.on('Network.webSocketHandshakeResponseReceived', ({ requestId, response }) => {
      const entry = har.#entries.get(requestId);
      if (entry) entry.response = { status: response.status, headers: listed(response.headers), content: { size: 0 } };
    });
    const note =
      (type: 'send' | 'receive') =>
      (event: { requestId: string; timestamp: number; response: { opcode: number; payloadData: string } }) => {
        const { opcode, payloadData: data } = event.response;
        const time = event.timestamp + (har.#toWall.get(event.requestId) ?? 0);
        har.#entries.get(event.requestId)?._webSocketMessages.push({ type, time, opcode, data });
      };
    session.on('Network.webSocketFrameSent', note('send'));
    session.on('Network.webSocketFrameReceived', note('receive'));
    await session.send('Network.enable');
    return har;
  }

  readonly #urls = new Map<string, string>();

  /** The HAR so far, as text. */
  exported(): string {
    const creator = { name: 'WebInspector', version: '537.36' };
    return JSON.stringify(
      { log: { version: '1.2', creator, pages: [], entries: [...this.#entries.values()] } },
      null,
      2,
    );
  }
}

function listed(headers: Record<string, string>): object[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}
