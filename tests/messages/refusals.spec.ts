import { expect, test } from '../../fixtures/index.ts';

const refusals = [
  {
    what: 'creating a thread with a title that is not a string',
    method: 'POST',
    path: '/api/threads',
    data: { title: 5 },
    status: 422,
    reason: 'title',
  },
  {
    what: 'creating a thread with metadata that is not an object',
    method: 'POST',
    path: '/api/threads',
    data: { metadata: [] },
    status: 422,
    reason: 'metadata',
  },
  {
    what: 'reading an unknown thread',
    method: 'GET',
    path: '/api/threads/thread_unknown',
    status: 404,
    reason: 'Thread not found',
  },
  {
    what: 'reading the messages of an unknown thread',
    method: 'GET',
    path: '/api/threads/thread_unknown/messages',
    status: 404,
    reason: 'Thread not found',
  },
  {
    what: 'listing threads with a page size of 101',
    method: 'GET',
    path: '/api/threads?limit=101',
    status: 422,
    reason: 'limit',
  },
  {
    what: 'starting a run without a message',
    method: 'POST',
    path: '/api/agent/v2/execute',
    data: { agent_type: 'triage' },
    status: 422,
    reason: 'message',
  },
  {
    what: 'starting a run with a message of 10,001 characters',
    method: 'POST',
    path: '/api/agent/v2/execute',
    data: { message: 'w'.repeat(10_001) },
    status: 422,
    reason: 'message',
  },
  {
    what: 'starting a run in an unknown thread',
    method: 'POST',
    path: '/api/agent/v2/execute',
    data: { message: 'Hi', thread_id: 'thread_unknown' },
    status: 404,
    reason: 'Thread not found',
  },
  {
    what: 'starting an agent in an unknown thread',
    method: 'POST',
    path: '/api/agents/start',
    data: { message: 'Hi', thread_id: 'thread_unknown' },
    status: 404,
    reason: 'Thread not found',
  },
  {
    what: 'calling a route that does not exist',
    method: 'GET',
    path: '/api/no-such-thing',
    status: 404,
    reason: 'Not Found',
  },
  {
    what: 'calling a route with an unsupported method',
    method: 'PATCH',
    path: '/api/threads',
    data: {},
    status: 405,
    reason: 'Method Not Allowed',
  },
] as const;

for (const { what, method, path, status, reason, ...body } of refusals) {
  test(
    `${what} is refused with ${status} and a reason`,
    {
      tag: ['@embedded', '@p1', '@P1-019', '@message-flow', '@MF-005'],
    },
    async ({ api }) => {
      const answer = await api.fetch(path, { method, ...body });
      expect(answer.status()).toBe(status);
      expect(await answer.text()).toContain(reason);
    },
  );
}
