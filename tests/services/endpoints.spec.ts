import { expect, source, test } from '../../fixtures/index.ts';

const text = expect.stringMatching(/\S/);
const place = { port: expect.any(Number), url: expect.stringMatching(/^https?:/) };

/** The required fields of each endpoint. */
const endpoints = {
  '/health': { status: 'healthy', service: text, version: text, timestamp: expect.any(Number) },
  '/api/health': {
    status: text,
    uptime_seconds: expect.any(Number),
    checks: expect.any(Object),
    version: text,
    environment: text,
  },
  '/api/discovery/services': {
    services: { backend: { ...place, ws_url: expect.stringMatching(/^wss?:/) }, frontend: place, auth: place },
  },
  '/api/mcp/config': {
    http: { endpoint: expect.stringMatching(/^https?:/), transport: 'http' },
    websocket: { endpoint: expect.stringMatching(/^wss?:/), transport: 'websocket' },
  },
  '/api/mcp/servers': {
    status: 'success',
    data: expect.arrayContaining([expect.objectContaining({ name: text, status: text })]),
  },
};

for (const [path, shape] of Object.entries(endpoints)) {
  test(
    `${path} answers 200 with the required fields`,
    {
      tag: ['@read-only', '@critical-path', '@CP-002', '@websocket-events', '@WS-003', '@message-flow', '@MF-001'],
    },
    async ({ services }) => {
      const answer = await services.get(path);
      expect(answer.status()).toBe(200);
      expect(await answer.json()).toMatchObject(shape);
    },
  );
}

test(
  'a monitor that asks for the head of a health answer gets its status and its length, and no body',
  { tag: '@read-only', annotation: [source('docs/contract/backend.md 3.1'), source('RFC 9110, 8.6')] },
  async ({ request, target }) => {
    const url = `${target.site.api}/ws/health`;
    const answer = await request.head(url);
    expect(answer.status()).toBe(200);
    expect(await answer.text()).toBe('');
    // A figure in the answer may get longer from one call to the next, and either may leave its length out.
    const agree = async () => {
      const both = [await request.head(url), await request.get(url)].map((one) => one.headers()['content-length']);
      return new Set(both.filter((length) => length !== undefined)).size <= 1;
    };
    await expect.poll(agree, { message: 'the head tells the length of the answer' }).toBe(true);
  },
);

test(
  'an address of 8,000 characters is answered by each server',
  { tag: ['@read-only', '@advice'], annotation: source('RFC 9112, 3') },
  async ({ request, target: { site } }) => {
    for (const address of [`${site.api}/health`, `${site.auth}/health`, `${site.web}/login`]) {
      const answer = await request.get(`${address}?asked=${'x'.repeat(8_000 - address.length)}`);
      expect.soft(answer.status(), address).toBe(200);
    }
  },
);

test(
  'the page connects to the WebSocket URL from service discovery',
  { tag: ['@read-only', '@advice'], annotation: source('docs/contract/backend.md 6') },
  async ({ discovery, chatPage, wire }) => {
    const announced = await discovery.discoveredSocket();
    await chatPage.goto();
    expect((await wire.socket()).socket.url).toBe(announced);
  },
);

test(
  'the auth service configuration says how a person signs in',
  { tag: '@read-only', annotation: source('docs/contract/backend.md 2') },
  async ({ services }) => {
    const answer = await services.get('/auth/config', 'auth');
    expect(answer.status()).toBe(200);
    expect(await answer.json()).toMatchObject({
      google_client_id: expect.any(String),
      development_mode: expect.any(Boolean),
      oauth_enabled: expect.any(Boolean),
      endpoints: { login: text, logout: text, callback: text, user: text },
    });
  },
);
