import { expect, source, test } from '../../fixtures/index.ts';

const question = 'Which team uses the most tokens?';

test(
  'a message and its answer are still shown after a reload',
  { tag: ['@p1', '@P1-012'] },
  async ({ chatPage, conversation }) => {
    await chatPage.goto();
    const run = await conversation.ask(question);
    await expect(run).toFollowAgentSequence();
    await chatPage.reload();
    await expect(chatPage.transcript.said).toHaveText([question, run.answerText]);
  },
);

test(
  'a thread counts its question and the answer to it',
  { annotation: source('docs/contract/backend.md 6') },
  async ({ api, chatPage, conversation, threads }) => {
    await chatPage.goto();
    const run = await conversation.ask(question);
    await expect(run).toFollowAgentSequence();
    await expect.poll(() => threads.texts(run.thread), { message: 'what is stored' }).toHaveLength(2);
    expect(await (await api.get(`/api/threads/${run.thread}`)).json()).toMatchObject({ message_count: 2 });
  },
);

test(
  'a stored message shows the time at which it was sent',
  { tag: '@embedded' },
  async ({ chatPage, conversation }) => {
    await chatPage.goto();
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask(question));
    await chatPage.reload();
    await expect(chatPage.transcript.questions).toHaveText([question]);
    const writtenAt = await chatPage.transcript.firstTime.evaluate((shown: HTMLTimeElement) =>
      Date.parse(shown.dateTime),
    );
    expect(Math.abs(Date.now() - writtenAt), 'milliseconds since then').toBeLessThan(600_000);
  },
);

test(
  'threads and messages can be created, read, updated and deleted over the API',
  {
    tag: ['@embedded', '@message-flow', '@MF-002'],
  },
  async ({ api }) => {
    const made = await api.post('/api/threads', { data: { title: 'Budget' } });
    expect(made.status()).toBe(200);
    const { id } = (await made.json()) as { id: string };
    const path = `/api/threads/${id}`;

    expect(await (await api.post(`${path}/messages`, { data: { message: question } })).json()).toMatchObject({
      thread_id: id,
      role: 'user',
      content: question,
    });
    expect(await (await api.get(`${path}/messages`)).json()).toMatchObject({
      total: 1,
      messages: [{ role: 'user', content: question }],
    });
    expect(await (await api.put(path, { data: { title: 'Tokens' } })).json()).toMatchObject({
      id,
      title: 'Tokens',
      message_count: 1,
    });
    expect(await (await api.get('/api/threads')).json()).toMatchObject([{ id, title: 'Tokens' }]);
    expect((await api.delete(path)).status()).toBe(200);
    expect((await api.get(path)).status()).toBe(404);
  },
);
