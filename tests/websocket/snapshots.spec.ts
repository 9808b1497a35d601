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

    test('replies to what a client sends', async ({ answerLog, openSocket, session, api, stranger }) => {
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
        start('x'.repeat(10_000)),
        start(question, { thread_id: '' }),
        start(question, { thread_id: 7 }),
        start(question, { thread_id: id }),
        start('A question that is longer than the fifty characters of a title'),
        { type: 'start_agent', payload: { user_request: question, thread_id: id } },
        { type: 'chat', data: { message: question, thread_id: id } },
        { type: 'agent_request', text: question, thread_id: id },
        { type: 'chat_message', data: question },
        { type: 'message', payload: null, data: { content: ' Which team waits? ' } },
        { type: 'auth', token: (await stranger()).tokens.access },
        { type: 'ping' },
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

  test('the server lets in, or refuses, each way to open a socket', async ({
    answerLog,
    openSocket,
    session,
    forged,
    resigned,
    stranger,
    api,
  }) => {
    const as = session.tokens.access;
    const wrapped = Buffer.from(as).toString('base64url');
    const ticket = async (single_use: boolean) => {
      const answer = await api.post('/api/websocket/ticket', { data: { single_use } });
      return ((await answer.json()) as { ticket_id: string }).ticket_id;
    };
    const [once, often] = [await ticket(true), await ticket(false)];
    const other = (await stranger()).tokens.access;
    const ways: Record<string, Parameters<typeof openSocket>[0]> = {
      'no token': {},
      'the token in the header': { headers: { authorization: `Bearer ${as}` } },
      'the raw token': { protocols: ['jwt-auth', `jwt.${as}`] },
      'the token of jwt-auth': { protocols: [`jwt-auth.${wrapped}`, 'jwt-auth'] },
      'the token of bearer': { protocols: ['bearer', `bearer.${as}`] },
      'the token of staging-auth': { protocols: ['agent_chat', `staging-auth.${wrapped}`] },
      'too short a token': { protocols: ['jwt-auth', 'jwt.123456789'] },
      'the shortest token': { protocols: ['jwt-auth', 'jwt.1234567890'] },
      'a token under another name': { protocols: ['jwt-auth', `token.${as}`] },
      'a ticket': { query: { ticket: often } },
      'a ticket in auth_ticket': { query: { auth_ticket: often } },
      'a ticket in ticket_id': { query: { ticket_id: often } },
      'an empty ticket and a token': { ticket: '', token: as },
      'a ticket and a bad token': { ticket: often, token: 'no.real.token' },
      'a ticket and the token of another person': { ticket: often, token: other },
      'a ticket and a token': { ticket: once, token: as },
      'a used ticket': { ticket: once },
      'an unknown ticket': { ticket: 'x'.repeat(32) },
      'a malformed token': { token: await forged('a malformed token') },
      'an unsigned token': { token: await forged('an unsigned token') },
      'a token of an unknown key': { token: await forged('a token signed with an unknown key') },
      'a refresh token': { token: session.tokens.refresh! },
      'an expired token': { token: await forged('an expired token') },
      'a token of another issuer': { token: await forged('a token from another issuer') },
      'a token for another audience': { token: await forged('a token for another audience') },
      'a token without an end': { token: await resigned({ exp: undefined }) },
      'a token without a beginning': { token: await resigned({ iat: undefined }) },
      'a token of nobody': { token: await resigned({ sub: undefined }) },
      'a token without an id': { token: await resigned({ jti: undefined }) },
      'a token of a number': { token: await resigned({ sub: 7 }) },
      'a token with a number for its id': { token: await resigned({ jti: 7 }) },
    };
    for (const [title, shown] of Object.entries(ways)) {
      const socket = await openSocket(shown);
      const { welcomed, close } = await socket.opening();
      const complaints = socket.heard.filter((frame) => frame.includes('"error_message"'));
      answerLog.frames(title, [JSON.stringify({ welcomed, close }), ...complaints]);
    }
    for (const path of ['stats', 'auth/circuit-breaker', 'auth/permissiveness', 'auth/health'])
      await answerLog.call(`api GET /ws/${path}`);
    for (const call of ['ws /ws', 'ws /api/v1/websocket', 'ws /nothing', 'auth /ws', 'web /ws'])
      await answerLog.upgrade(call);
    await answerLog.upgrade('ws /ws', { origin: 'https://elsewhere.example' });
    for (const offer of [
      ...['jwt-auth', 'jwt', 'bearer', 'e2e-testing', 'staging-auth', 'agent_chat', 'auth', ',', 'jwt.1234567890'],
      'auth, agent_chat ,jwt',
    ])
      await answerLog.upgrade('ws /ws', { 'sec-websocket-protocol': offer });
    expect(answerLog.text).toMatchSnapshot('handshakes.txt');
  });

  test.describe('heartbeats', () => {
    test.use({ stackOptions: { heartbeat: 100 } });

    test('a heartbeat tells what was done so far', async ({ answerLog, openSocket, session }) => {
      const socket = await openSocket({ token: session.tokens.access });
      await socket.say({ type: 'ping' });
      const heartbeat = await socket.hears((frame) => frame.includes('"messages_processed":2'));
      answerLog.frames('heartbeat', [heartbeat!]);
      expect(answerLog.text).toMatchSnapshot('heartbeat.txt');
    });
  });

  test.describe('stopped', () => {
    test.use({ stackOptions: { pace: 500 } });

    test('a run that is stopped while tools work', async ({ answerLog, openSocket, session }) => {
      const as = session.tokens.access;
      const socket = await openSocket({ token: as });
      socket.send(start(question));
      await socket.hears((frame) => frame.includes('price_lookup'));
      socket.send({ type: 'stop_agent' });
      await socket.hears((frame) => frame.includes('agent_stopped') && frame.includes('supervisor'));
      answerLog.frames('run', socket.heard);
      await answerLog.call('api GET /api/agents/status', { as });
      await answerLog.call('api GET /api/chat/messages', { as });
      expect(answerLog.text).toMatchSnapshot('run-stopped.txt');
    });
  });
});
