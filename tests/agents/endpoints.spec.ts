import { expect, source, test } from '../../fixtures/index.ts';

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
  'an agent that answers anybody refuses a bad token, so that its owner learns to renew it',
  { tag: '@advice', annotation: source('RFC 6750, 3.1') },
  async ({ request, target }) => {
    const headers = { authorization: 'Bearer no.real.token' };
    for (const agent of ['execute', 'triage', 'data', 'optimization']) {
      const answer = await request.post(`${target.site.api}/api/agents/${agent}`, {
        headers,
        data: { message: question },
      });
      expect.soft(answer.status(), `answer of /api/agents/${agent} to a bad token`).toBe(401);
    }
  },
);

test('an answer of an agent tells no longer time than the call took', { tag: '@embedded' }, async ({ api }) => {
  const startedAt = performance.now();
  const answer = await api.post('/api/agents/execute', { data: { message: question } });
  const { execution_time } = (await answer.json()) as { execution_time: number };
  expect(execution_time, 'seconds').toBeGreaterThanOrEqual(0);
  expect(execution_time, 'seconds').toBeLessThanOrEqual((performance.now() - startedAt) / 1000);
});

test(
  'the run id returned by the v2 execute endpoint is the one streamed over the WebSocket',
  {
    tag: ['@p1', '@P1-007'],
  },
  async ({ chatPage, api, threads, wire }) => {
    const { id } = await threads.create('Bills');
    await chatPage.goto(id);
    await expect(chatPage.connected).toBeVisible();
    const answer = await api.post('/api/agent/v2/execute', {
      data: { request_id: 'req_1', agent_type: 'optimization', message: question, thread_id: id },
    });
    expect(answer.status()).toBe(200);
    const { success, run_id, status, thread_id } = (await answer.json()) as Record<string, unknown>;
    expect({ success, status, thread_id }).toEqual({ success: true, status: 'started', thread_id: id });
    const heard = () => wire.traffic.runs.map((run) => ({ run_id: run.id, thread_id: run.thread }));
    await expect.poll(heard, { message: 'runs that the page hears' }).toEqual([{ run_id, thread_id }]);
  },
);
