import { expect, test } from '../../fixtures/index.ts';

const text = expect.stringMatching(/\S/);
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
const place = { port: expect.any(Number), url: expect.stringMatching(/^https?:/) };

/** The required fields of each endpoint. */
const endpoints = {
  '/health': { status: 'healthy', service: text, version: text, timestamp: time },
  '/api/health': {
    status: 'healthy',
    uptime_seconds: expect.any(Number),
    checks: expect.any(Object),
    version: text,
    environment: text,
  },
  '/api/discovery/services': {
    available: true,
    services: { backend: { ...place, ws_url: expect.stringMatching(/^wss?:/) }, frontend: place, auth: place },
  },
  '/api/mcp/config': {
    status: 'success',
    data: { server_name: text, version: text, transports: expect.arrayContaining(['http', 'websocket']) },
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
  async ({ services, chatPage, wire }) => {
    const { services: found } = (await (await services.get('/api/discovery/services')).json()) as {
      services: { backend: { ws_url: string } };
    };
    await chatPage.goto();
    expect((await wire.socket()).socket.url).toBe(found.backend.ws_url);
  },
);

test(
  'the auth service configuration lists the available ways to sign in',
  { tag: '@read-only' },
  async ({ services, target }) => {
    const answer = await services.get('/auth/config', 'auth');
    expect(answer.status()).toBe(200);
    expect(await answer.json()).toMatchObject({
      development_mode: target.hasDevForm,
      oauth_enabled: true,
      endpoints: { login: text, logout: text, callback: text, user: text },
    });
  },
);
