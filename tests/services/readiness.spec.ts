import { expect, source, test } from '../../fixtures/index.ts';

const text = expect.stringMatching(/\S/);
const yesOrNo = expect.any(Boolean);
const withOffset = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$/);

test(
  'the backend tells what it is able to do',
  { tag: ['@read-only', '@advice'], annotation: source('docs/contract/backend.md 6') },
  async ({ services }) => {
    expect(await (await services.get('/health/backend')).json()).toMatchObject({
      service: 'backend-service',
      status: text,
      timestamp: withOffset,
      capabilities: {
        agent_execution: yesOrNo,
        tool_system: yesOrNo,
        llm_integration: yesOrNo,
        websocket_integration: yesOrNo,
        database_connectivity: yesOrNo,
      },
      readiness_score: expect.any(Number),
      golden_path_ready: yesOrNo,
      degraded_services: expect.any(Array),
    });
  },
);

test(
  'a socket can be prepared over HTTP, and only who is signed in gets to the protected place',
  { annotation: source('docs/contract/backend.md 3.1') },
  async ({ api, services }) => {
    const prepared = await api.post('/api/v1/websocket');
    expect(prepared.status()).toBe(201);
    expect(await prepared.json()).toMatchObject({
      session_id: expect.stringMatching(/^ws_session_[0-9a-f]{8}$/),
      websocket_url: '/ws',
      message: text,
      status: 'ready',
    });
    const path = '/api/v1/websocket/protected';
    expect((await services.get(path)).status(), 'without a token').toBe(401);
    expect(await (await api.get(path)).json()).toMatchObject({ message: text, access_level: 'protected' });
  },
);

test('the embedded stack is ready and able to do everything', { tag: '@embedded' }, async ({ services }) => {
  expect(await (await services.get('/health/startup')).json()).toMatchObject({ status: 'ready', details: {} });
  expect(await (await services.get('/auth/health', 'auth')).json()).toMatchObject({
    status: 'healthy',
    database_status: 'connected',
    service: 'auth-service',
  });
  const { capabilities, ...whole } = (await (await services.get('/health/backend')).json()) as {
    capabilities: Record<string, boolean>;
  };
  expect(Object.values(capabilities)).toEqual([true, true, true, true, true]);
  expect(whole).toMatchObject({
    status: 'healthy',
    readiness_score: 1,
    golden_path_ready: true,
    degraded_services: [],
  });
});
