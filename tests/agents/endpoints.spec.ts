import { expect, test } from '../../fixtures/index.ts';

const question = 'Which bill should we look at first?';
const canned = /^(mock|fallback|degraded|error executing)|mock-agent|successfully processed/i;

for (const agent of ['execute', 'triage', 'data', 'optimization']) {
  test(
    `/api/agents/${agent} answers the question without a mock or fallback response`,
    { tag: ['@p1', '@P1-007'] },
    async ({ api }) => {
      const answer = await api.post(`/api/agents/${agent}`, { data: { type: 'triage', message: question } });
      expect(answer.status()).toBe(200);
      const { status, response } = (await answer.json()) as { status: string; response: string };
      expect(status).toBe('success');
      expect(response).toContain('bill');
      expect(response).not.toMatch(canned);
    },
  );
}

test(
  'the run id returned by the v2 execute endpoint is the one streamed over the WebSocket',
  {
    tag: ['@p1', '@P1-007'],
  },
  async ({ chatPage, conversation, wire }) => {
    const toOptimize = 'How do we optimize the first bill?';
    await chatPage.goto();
    const run = await conversation.ask(toOptimize);
    await expect(run).toFollowAgentSequence();
    await expect(conversation).toHaveSentOnce(toOptimize, { by: 'rest' });
    const executed = () => wire.exchanges.all.filter(({ url }) => url.endsWith('/api/agent/v2/execute'));
    await expect
      .poll(executed)
      .toMatchObject([{ status: 200, received: { success: true, run_id: run.id, thread_id: run.thread } }]);
  },
);
