import { expect, source, test } from '../../fixtures/index.ts';
import type { Wire } from '../../fixtures/wire.ts';

test('a link to a thread opens it', { tag: ['@embedded', '@p1', '@P1-015'] }, async ({ chatPage, threads }) => {
  const written = ['first', 'second', 'third'];
  const { id } = await threads.create('Budget', written);
  await chatPage.goto(id);
  await expect(chatPage.transcript.questions).toHaveText(written);
  await expect(chatPage.sidebar.thread(id)).toHaveAttribute('aria-current', 'page');
});

test(
  'a link to a long thread shows all of its messages, also after another answer and a reload',
  { tag: '@embedded' },
  async ({ chatPage, threads, conversation }) => {
    const written = Array.from({ length: 120 }, (_, index) => `message ${index + 1}`);
    const { id } = await threads.create('Budget', written);
    await chatPage.goto(id);
    await expect(chatPage.transcript.questions).toHaveText(written);
    const next = 'And what comes after all that?';
    const run = await conversation.ask(next);
    await expect(chatPage).toShowTheAnswerOf(run);
    await chatPage.reload();
    await expect(chatPage.transcript.questions).toHaveText([...written, next]);
    await expect(chatPage).toShowTheAnswerOf(run);
  },
);

for (const [call, says] of [
  ['', () => 'Validating thread...'],
  ['/messages*', (id: string) => `Loading conversation...Thread: ${id.slice(0, 8)}...`],
] as const) {
  test(
    `a thread whose GET /api/threads/{id}${call} is not answered yet says so`,
    { tag: '@embedded', annotation: source('docs/contract/frontend.md 1') },
    async ({ chatPage, page, target, threads }) => {
      const { id } = await threads.create('Budget', ['What did we spend?']);
      await page.route(`${target.site.api}/api/threads/${id}${call}`, () => {});
      await chatPage.goto(id);
      await expect(chatPage.page.getByText(says(id), { exact: true })).toBeVisible();
      await expect(chatPage.unableToLoad).toBeHidden();
    },
  );
}

test(
  'a link to a thread that does not exist shows an error and a way back to the chat',
  { annotation: source('docs/contract/frontend.md 1') },
  async ({ chatPage }) => {
    await chatPage.goto('thread_of_nobody');
    await expect(chatPage.unableToLoad).toBeVisible();
    await chatPage.returnToChat.click();
    await expect(chatPage.composer.field).toBeEditable();
  },
);

test(
  'a person who opens another thread than the one that could not be loaded stays in it',
  { tag: '@embedded' },
  async ({ chatPage, clock, threads }) => {
    const { id } = await threads.create('Budget', ['What did we spend?']);
    await clock.install();
    await chatPage.goto('thread_of_nobody');
    await expect(chatPage.unableToLoad).toBeVisible();
    await chatPage.sidebar.thread(id).click();
    await expect(chatPage.transcript.questions).toHaveText(['What did we spend?']);
    await clock.runFor('00:05');
    await expect(chatPage.transcript.questions).toHaveText(['What did we spend?']);
    await expect(chatPage.page).toHaveURL(new RegExp(`/chat/${id}$`));
  },
);

test(
  'a thread that could not be loaded once is opened when it is chosen again',
  { tag: '@advice', annotation: source('any person may expect to go on') },
  async ({ answerNext, chatPage, target, threads }) => {
    const { id } = await threads.create('Budget', ['What did we spend?']);
    await answerNext(`${target.site.api}/api/threads/${id}*`, { status: 404, json: { detail: 'Not yet' } });
    await chatPage.goto(id);
    await expect(chatPage.unableToLoad).toBeVisible();
    await chatPage.returnToChat.click();
    await chatPage.sidebar.thread(id).click();
    await expect(chatPage.transcript.questions).toHaveText(['What did we spend?']);
  },
);

test(
  'an id with slashes in a link leads the page to no other address of the API',
  { tag: '@advice', annotation: source('RFC 3986, 2.2') },
  async ({ chatPage, threads, wire }) => {
    const { id } = await threads.create('Budget', ['What did we spend?']);
    await chatPage.goto(encodeURIComponent(`nobody/../${id}`));
    await expect(chatPage.unableToLoad).toBeVisible();
    const called = wire.exchanges.all.map(({ url }) => new URL(url).pathname);
    expect(
      called.filter((path) => path.startsWith(`/api/threads/${id}`)),
      'calls for the other thread',
    ).toEqual([]);
  },
);

test(
  'a link to another person’s thread shows none of its messages',
  { tag: '@embedded' },
  async ({ chatPage, people }) => {
    const [grace] = await people('grace@example.com');
    await grace!.chatPage.goto();
    const run = await grace!.conversation.ask('What is the secret plan?');
    await expect(grace!.chatPage).toShowTheAnswerOf(run);
    await chatPage.goto(run.thread);
    await expect(chatPage.unableToLoad).toBeVisible();
    await expect(chatPage.alert).toHaveText('Thread not found');
    await expect(chatPage.transcript.messages).toHaveCount(0);
    await expect(chatPage.page.getByText('secret plan')).toHaveCount(0);
  },
);

test.describe('slow database', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { faults: [{ id: 'F33', delay: 3_000 }] } });

  /** The calls for messages of a thread that are answered. */
  const loaded = ({ exchanges }: Wire, id: string) => {
    const answered = exchanges.of('GET', `/api/threads/${id}/messages`).filter(({ status }) => status !== null);
    return answered.map(({ url }) => url);
  };

  test('a message sent while its thread still loads stands once, behind the earlier ones, and renames nothing', async ({
    chatPage,
    conversation,
    threads,
    wire,
  }) => {
    const { transcript, composer, title } = chatPage;
    const { id } = await threads.create('Budget', ['What did we spend?']);
    await chatPage.goto(id);
    await expect(chatPage.connected).toBeVisible();
    expect(loaded(wire, id), 'the thread is still to come').toEqual([]);
    const run = await conversation.ask('And what is left?', async (text) => {
      await composer.send(text);
      await expect(transcript.firstMessage, 'the thread is loaded').toContainText('What did we spend?');
    });
    await expect(chatPage).toShowTheAnswerOf(run);
    await expect(transcript.questions).toHaveText(['What did we spend?', run.question]);
    await expect(title).toHaveText('Budget');
  });

  test('a thread left before it is loaded shows its messages in itself, and not in the next one', async ({
    chatPage,
    threads,
    wire,
  }) => {
    const { transcript, sidebar } = chatPage;
    const left = await threads.create('Budget', ['What did we spend?']);
    const next = await threads.create('Plans', ['What will we build?']);
    await chatPage.goto(left.id);
    await expect(sidebar.thread(next.id)).toBeVisible();
    expect(loaded(wire, left.id), 'the first thread is still to come').toEqual([]);
    await sidebar.thread(next.id).click();
    await expect(transcript.questions).toHaveText(['What will we build?']);
    await sidebar.thread(left.id).click();
    await expect(transcript.questions).toHaveText(['What did we spend?']);
  });
});

test.describe('slow creation of threads', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { faults: [{ id: 'F33', delay: 2_500 }] } });

  test('a thread opened while the first message of a new one is sent stays open, under its own address', async ({
    chatPage,
    conversation,
    threads,
    wire,
  }) => {
    const { transcript, sidebar, composer, page } = chatPage;
    const { id } = await threads.create('Plans', ['What will we build?']);
    await chatPage.goto('thread_of_nobody');
    await chatPage.returnToChat.click();
    await expect(sidebar.thread(id)).toBeVisible();
    const run = await conversation.ask('What did we spend?', async (text) => {
      await composer.send(text);
      const made = () => wire.exchanges.of('POST', '/api/threads').map(({ status }) => status);
      await expect.poll(made, { message: 'the new thread is still to come' }).toEqual([null]);
      await sidebar.thread(id).click();
    });
    await expect(page).toHaveURL(new RegExp(`/chat/${id}$`));
    await expect(transcript.questions).toHaveText(['What will we build?']);
    await sidebar.thread(run.thread).click();
    await expect(transcript.questions).toHaveText([run.question]);
    await expect(chatPage).toShowTheAnswerOf(run);
  });
});
