import { expect, test } from '../../fixtures/index.ts';

const question = 'Where could our batch jobs save?';
const start = (content: string, more = {}) => ({ type: 'user_message', payload: { content, ...more } });

// What a product promises of its frames stands in the other specs; here, that ours change only on purpose.
test.describe('all frames of the embedded agents are as they were reviewed', { tag: '@embedded' }, () => {
  for (const envelope of ['payload', 'data', 'flat', 'server'] as const) {
    test.describe(`envelope ${envelope}`, () => {
      test.use({ stackOptions: { envelope, pace: 1 } });

      test(`a run in the envelope "${envelope}"`, async ({ answerLog, openSocket, session }) => {
        const socket = await openSocket({ token: session.tokens.access });
        socket.send(start(question));
        await socket.hears((frame) => frame.includes('final_report'));
        answerLog.frames('run', socket.heard);
        expect(answerLog.text).toMatchSnapshot(`run-${envelope}.txt`);
      });
    });
  }

  for (const [scenario, last] of [
    ['no-tool', 'final_report'],
    ['tool-error', 'final_report'],
    ['agent-error', 'AGENT_ERROR'],
  ] as const) {
    test.describe(`scenario ${scenario}`, () => {
      test.use({ stackOptions: { scenario, pace: 1 } });

      test(`a run in the scenario "${scenario}", and what is kept of it`, async ({
        answerLog,
        openSocket,
        session,
      }) => {
        const as = session.tokens.access;
        const socket = await openSocket({ token: as });
        socket.send(start(question));
        await socket.hears((frame) => frame.includes(last));
        answerLog.frames('run', socket.heard);
        await answerLog.call('api GET /api/chat/messages', { as });
        await answerLog.call('api GET /api/agents/status', { as });
        expect(answerLog.text).toMatchSnapshot(`run-${scenario}.txt`);
      });
    });
  }

  test.describe('slow agents', () => {
    test.use({ stackOptions: { pace: 30_000 } });

    test('replies to what a client sends', async ({ answerLog, openSocket, session, api }) => {
      const { id } = (await (await api.post('/api/threads', { data: { title: 'Bills' } })).json()) as { id: string };
      const socket = await openSocket({ token: session.tokens.access });
      for (const frame of ['', '{', '[]', '7', 'null', '{"type": 7}', '{}']) socket.sendRaw(frame);
      for (const message of [
        { type: 'ping' },
        { type: 'pong' },
        { type: 'heartbeat_ack' },
        { type: 'something', payload: { content: question } },
        { type: 'auth', payload: { access_token: session.tokens.access } },
        start(''),
        start('  '),
        start('x'.repeat(10_001)),
        start(question, { thread_id: 'none' }),
        start(question, { thread_id: id }),
        start('A question that is longer than the fifty characters of a title'),
        { type: 'start_agent', payload: { user_request: question, thread_id: id } },
        { type: 'chat', data: { message: question, thread_id: id } },
        { type: 'agent_request', text: question, thread_id: id },
        { type: 'stop_agent', payload: { run_id: 'none' } },
        { type: 'cancel', thread_id: 'none' },
      ])
        await socket.say(message);
      socket.send({ type: 'auth', token: 'no.real.token' });
      await socket.hears((frame) => frame.includes('AUTH_FAILED'));
      answerLog.frames('replies', socket.heard);
      await answerLog.call('api GET /api/agents/status', { as: session.tokens.access });
      await socket.say({ type: 'stop', payload: { thread_id: id } });
      await answerLog.call('api GET /api/agents/status', { as: session.tokens.access });
      await socket.say({ type: 'stop_agent' });
      await answerLog.call('api GET /api/agents/status', { as: session.tokens.access });
      answerLog.frames('replies', socket.heard);
      expect(answerLog.text).toMatchSnapshot('replies.txt');
    });
  });

  test.describe('stopped', () => {
    test.use({
      stackOptions: { pace: 1, faults: [{ id: 'stall', type: 'tool_completed', nth: 1, ms: 60_000 }] },
    });

    test('a run that is stopped while tools work', async ({ answerLog, openSocket, session }) => {
      const as = session.tokens.access;
      const socket = await openSocket({ token: as });
      socket.send(start(question));
      await socket.hears((frame) => frame.includes('price_lookup'));
      socket.send({ type: 'stop_agent' });
      await socket.hears((frame) => frame.includes('agent_stopped') && frame.includes('supervisor'));
      answerLog.frames('run', socket.heard);
      await answerLog.call('api GET /api/agents/status', { as });
      expect(answerLog.text).toMatchSnapshot('run-stopped.txt');
    });
  });
});
