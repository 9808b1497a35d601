import { expect, source, test } from '../../fixtures/index.ts';

const question = 'Which of our models is too large for its work?';

test('every MCP server is connected', { tag: ['@read-only', '@p1', '@P1-005'] }, async ({ api }) => {
  const answer = await api.get('/api/mcp/servers');
  expect(answer.status()).toBe(200);
  const { data } = (await answer.json()) as { data: { name: string; status: string }[] };
  expect(data.length, 'number of servers').toBeGreaterThan(0);
  expect(
    data.filter(({ status }) => status !== 'connected'),
    'servers that are not connected',
  ).toEqual([]);
});

test(
  'the MCP configuration lists an endpoint for each transport',
  { tag: ['@read-only', '@p1', '@P1-006'] },
  async ({ api }) => {
    const answer = await api.get('/api/mcp/config');
    expect(answer.status()).toBe(200);
    expect(await answer.json()).toMatchObject({
      http: { endpoint: expect.stringMatching(/^https?:/), transport: 'http' },
      websocket: { endpoint: expect.stringMatching(/^wss?:/), transport: 'websocket' },
    });
  },
);

test(
  'the MCP tool list names every tool once, and counts them',
  { tag: ['@read-only', '@agent-pipeline', '@AP-001'] },
  async ({ api }) => {
    const answer = await api.get('/api/mcp/tools');
    expect(answer.status()).toBe(200);
    const { tools, count } = (await answer.json()) as { tools: { name: string }[]; count: number };
    const names = new Set(tools.map(({ name }) => name.trim()));
    expect(names.size, 'names of tools').toBeGreaterThan(0);
    expect(names).not.toContain('');
    expect(names.size, 'a name for each tool').toBe(tools.length);
    expect(count).toBe(tools.length);
  },
);

test(
  'the page connects to the WebSocket URL from /api/config/websocket',
  { tag: ['@read-only', '@agent-pipeline', '@AP-002'], annotation: source('docs/contract/backend.md 6') },
  async ({ chatPage, wire, account, discovery }) => {
    const announced = await discovery.configuredSocket();
    await chatPage.goto();
    const observed = await wire.socket();
    await expect(observed).toBeAuthenticatedAs(account);
    expect(observed.socket.url).toBe(announced);
  },
);

test.describe('slow agents', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { pace: 30 } });

  test(
    'the agent status endpoint shows a run as running and then as completed',
    {
      tag: ['@p1', '@P1-009', '@agent-pipeline', '@AP-004'],
    },
    async ({ chatPage, conversation, agents }) => {
      await chatPage.goto();
      expect(await agents.status(), 'before the first message').toEqual([]);
      const run = await conversation.ask(question);
      const known = { agent_id: run.id, agent_type: 'supervisor' };
      expect(await agents.status()).toMatchObject([{ ...known, status: 'running' }]);
      await expect(run).toFollowAgentSequence();
      await expect.poll(() => agents.status()).toMatchObject([{ ...known, status: 'completed' }]);
    },
  );

  test('the agent status endpoint shows a stopped run as stopped', async ({ chatPage, conversation, agents }) => {
    await chatPage.goto();
    const run = await conversation.ask(question);
    await conversation.stop();
    await expect(run).toFollowAgentSequence({ end: 'stopped', counts: undefined });
    await expect.poll(() => agents.status()).toMatchObject([{ agent_id: run.id, status: 'stopped' }]);
  });
});
