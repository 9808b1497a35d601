import { expect, test } from '../../fixtures/index.ts';

const text = expect.stringMatching(/\S/);
const place = { port: expect.any(Number), url: expect.stringMatching(/^https?:/) };

/** The required fields of each endpoint. */
const endpoints = {
  '/health': { status: 'healthy', service: text, version: text, timestamp: expect.any(Number) },
  '/api/health': {
    status: 'healthy',
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
  '/api/mcp/servers': { status: 'success', data: [expect.objectContaining({ name: text, status: 'connected' })] },
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
  'the page connects to the WebSocket URL from service discovery',
  {
    tag: ['@read-only', '@websocket-events', '@WS-003'],
  },
  async ({ discovery, chatPage, wire }) => {
    const announced = await discovery.discoveredSocket();
    await chatPage.goto();
    expect((await wire.socket()).socket.url).toBe(announced);
  },
);

test(
  'the auth service configuration lists the available ways to sign in',
  { tag: '@read-only' },
  async ({ services, target }) => {
    const answer = await services.get('/auth/config', 'auth');
    expect(answer.status()).toBe(200);
    const config = (await answer.json()) as Record<string, unknown>;
    expect(config).toMatchObject({
      development_mode: target.hasDevForm,
      endpoints: { login: text, logout: text, callback: text, user: text },
    });
    expect([config['development_mode'], config['oauth_enabled']], 'a way to sign in').toContain(true);
  },
);
