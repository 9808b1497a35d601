import { expect, test } from '../../fixtures/index.ts';

/** The limits that the embedded stack holds to (docs/contract/backend.md 3.6; docs/contract/backend.md 6). */
test.use({ arrives: 'signed out', tolerates: ['no-server-error'] });

const tooLong = 'w'.repeat(10_001);
/** Of the longest message that is taken: three bytes each, for what counts is what a person types. */
const letter = '語';
const overOneMegabyte = 'w'.repeat(1_048_577);

test.describe('limits', { tag: '@embedded' }, () => {
  for (const type of ['start_agent', 'user_message', 'chat_message']) {
    test(`a ${type} of 10,001 characters is refused on the WebSocket, and one of 10,000 is taken`, async ({
      session,
      openSocket,
      threads,
    }) => {
      const thread = await threads.create('Long messages');
      const socket = await openSocket({ token: session.tokens.access });
      const fields = { user_request: tooLong, content: tooLong, thread_id: thread.id };
      await socket.say({ type, payload: fields });
      const refusals = socket.heard.filter((text) => text.includes('AGENT_REQUEST_ERROR'));
      expect(refusals, 'refusals of a message beyond the limit').toHaveLength(1);
      expect(await threads.texts(thread.id), 'nothing is stored').toEqual([]);
      const whole = letter.repeat(10_000);
      socket.send({ type, payload: { ...fields, user_request: whole, content: whole } });
      await expect.poll(() => threads.texts(thread.id), { message: 'what is stored' }).toContain(whole);
    });
  }

  for (const [path, field, most] of [
    ['/api/agent/v2/execute', 'message', 10_000],
    ['/api/agents/start', 'message', 10_000],
    ['/api/agents/execute', 'message', 10_000],
    ['/api/threads/{thread}/messages', 'message', 10_000],
    ['/api/chat/messages', 'content', 8_000],
  ] as const) {
    const limit = most.toLocaleString('en');
    test(`a message of ${limit} characters is taken by ${path}, and one of one more is refused`, async ({
      api,
      threads,
    }) => {
      const { id } = await threads.create('Long messages');
      const post = (text: string) => api.post(path.replace('{thread}', id), { data: { [field]: text, thread_id: id } });
      expect((await post(letter.repeat(most + 1))).status(), 'answer to a message beyond the limit').toBe(422);
      expect(await threads.texts(id), 'nothing is stored').toEqual([]);
      const whole = letter.repeat(most);
      expect((await post(whole)).status(), 'answer to a message within the limit').toBe(200);
      expect(await threads.texts(id), 'it is stored').toContain(whole);
    });
  }

  test('a frame of more than 1 MiB closes the WebSocket with 1009', async ({ session, openSocket }) => {
    const socket = await openSocket({ token: session.tokens.access });
    socket.send({ type: 'ping', padding: overOneMegabyte });
    await expect
      .poll(() => socket.close, { message: 'the end of a socket after a frame beyond the limit' })
      .toMatchObject({ code: 1009 });
  });

  test('a call of more than 1 MiB is refused with 413', async ({ api }) => {
    const answer = await api.post('/api/threads', { data: { title: overOneMegabyte } });
    expect(answer.status(), 'answer to a call beyond the limit').toBe(413);
  });

  test('a call of 300 kB keeps each of its characters, wherever it is cut on its way', async ({ api }) => {
    const note = letter.repeat(100_000);
    const made = await api.post('/api/threads', { data: { metadata: { note } } });
    const { id } = (await made.json()) as { id: string };
    const { metadata } = (await (await api.get(`/api/threads/${id}`)).json()) as { metadata: { note: string } };
    expect(metadata.note.replaceAll(letter, ''), 'other characters than those that were sent').toBe('');
    expect(metadata.note).toHaveLength(note.length);
  });

  test('each message beyond 100 within a minute is refused on the WebSocket, which stays open', async ({
    session,
    openSocket,
  }) => {
    const socket = await openSocket({ token: session.tokens.access });
    const refusals = () => socket.heard.filter((text) => text.includes('RATE_LIMITED')).length;
    const pongs = () => socket.heard.filter((text) => text.includes('"pong"')).length;
    for (let count = 1; count <= 102; count += 1) socket.send({ type: 'ping', timestamp: Date.now() });
    const answers = () => socket.close ?? pongs() + refusals();
    await expect.poll(answers, { message: 'each message is answered, on an open socket' }).toBe(102);
    expect(refusals(), 'refusals of messages beyond the limit').toBe(2);
  });
});

test.describe('limit of one message a minute', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { messagesPerMinute: 1 } });

  test('the messages on one WebSocket do not count for another one, be it of the same person or not', async ({
    session,
    sessionsOf,
    openSocket,
  }) => {
    const [grace] = await sessionsOf('grace@example.com');
    const one = await openSocket({ token: session.tokens.access });
    const other = await openSocket({ token: grace!.tokens.access });
    const second = await openSocket({ token: session.tokens.access });
    for (const socket of [one, one, other, second]) socket.send({ type: 'ping', timestamp: Date.now() });
    const answers = (socket: typeof one) => socket.heard.flatMap((text) => /"pong"|RATE_LIMITED/.exec(text)?.[0] ?? []);
    await expect.poll(() => answers(one), { message: 'beyond the limit' }).toEqual(['"pong"', 'RATE_LIMITED']);
    await expect.poll(() => answers(other), { message: 'the first message of another person' }).toEqual(['"pong"']);
    await expect.poll(() => answers(second), { message: 'the first of a second WebSocket' }).toEqual(['"pong"']);
  });
});
