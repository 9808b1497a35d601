import { expect, source, test } from '../../fixtures/index.ts';

const about = { gpus: 'How many GPUs did we rent in May?', tokens: 'Which tokens can we cache?' };

test(
  '"New Chat" creates a thread on the server and in the thread list',
  {
    tag: ['@p1', '@P1-013'],
  },
  async ({ chatPage, wire }) => {
    await chatPage.goto();
    await expect(chatPage.sidebar.loaded).not.toHaveCount(0);
    await chatPage.sidebar.newChat.click();
    const made = () => wire.exchanges.of('POST', '/api/threads');
    await expect
      .poll(made, { message: 'the thread is made once' })
      .toMatchObject([{ status: 200, received: { id: expect.any(String) } }]);
    const { id } = made()[0]!.received as { id: string };
    await expect(chatPage.sidebar.thread(id)).toHaveCount(1);
    await expect(chatPage.page).toHaveURL(new RegExp(`/chat/${id}$`));
  },
);

test(
  'a double click on "New Chat" creates one thread',
  { tag: '@advice', annotation: source('any person may expect to see') },
  async ({ chatPage, wire }) => {
    await chatPage.goto();
    await expect(chatPage.sidebar.loaded).not.toHaveCount(0);
    await chatPage.sidebar.newChat.dblclick();
    await expect(chatPage.page).toHaveURL(/\/chat\/[^/]+$/);
    await expect(chatPage.composer.field).toBeEditable();
    expect(wire.exchanges.of('POST', '/api/threads'), 'threads that were made').toHaveLength(1);
  },
);

test(
  'a conversation that is on the screen is not loaded when it gets its address or is chosen again, and Back leads to an empty chat',
  { tag: '@embedded' },
  async ({ chatPage, conversation, wire }) => {
    await chatPage.goto();
    const run = await conversation.ask(about.gpus);
    await expect(chatPage).toShowTheAnswerOf(run);
    await expect(chatPage.page).toHaveURL(new RegExp(`/chat/${run.thread}$`));
    const entries = () => chatPage.page.evaluate(() => history.length);
    const before = await entries();
    for (const _time of [1, 2]) await chatPage.sidebar.thread(run.thread!).click();
    await expect(chatPage).toShowTheAnswerOf(run);
    expect(await entries(), 'addresses to which Back leads').toBe(before);
    const loads = wire.exchanges.of('GET', `/api/threads/${run.thread}/messages`);
    expect(loads, 'calls for its messages').toEqual([]);
    await chatPage.page.goBack();
    await expect(chatPage.page).toHaveURL(/\/chat$/);
    await expect(chatPage.transcript.messages, 'an empty chat has no thread').toHaveCount(0);
  },
);

test(
  'the first message creates a thread that is listed under its text',
  { annotation: [source('docs/contract/frontend.md 3'), source('any person may expect to see')] },
  async ({ chatPage, conversation }) => {
    await chatPage.goto();
    const run = await conversation.ask(about.gpus);
    await expect(chatPage).toShowTheAnswerOf(run);
    await expect(chatPage.sidebar.thread(run.thread)).toContainText(about.gpus);
    await expect(chatPage.page).toHaveURL(new RegExp(`/chat/${run.thread}$`));
  },
);

test(
  'a thread keeps its first message as its title, in the list and above the chat',
  { tag: '@embedded' },
  async ({ chatPage, conversation }) => {
    const { sidebar, title } = chatPage;
    await chatPage.goto();
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask(about.gpus));
    await expect(title).toHaveText(about.gpus);
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask(about.tokens));
    await expect(title).toHaveText(about.gpus);
    await expect(sidebar.threads).toContainText([about.gpus]);
    await chatPage.reload();
    await expect(sidebar.threads).toContainText([about.gpus]);
  },
);

test(
  'a long first message is shortened for the thread title',
  { tag: '@embedded' },
  async ({ chatPage, conversation }) => {
    await chatPage.goto();
    await expect(chatPage).toShowTheAnswerOf(
      await conversation.ask('How many of the GPUs that we rented in May and June were idle?'),
    );
    await expect(chatPage.sidebar.threads).toContainText(['How many of the GPUs that we rented in May and…']);
  },
);

test(
  'a thread title is cut between two emoji, not in the middle of one',
  { tag: '@embedded' },
  async ({ chatPage, conversation, wire }) => {
    const { threads } = chatPage.sidebar;
    await chatPage.goto();
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask(`a${'🦄'.repeat(60)}`));
    await expect(threads).toContainText([/a🦄+…/u]);
    const made = wire.exchanges.of('POST', '/api/threads').map(({ received }) => (received as { title: string }).title);
    expect(made).toEqual([expect.stringMatching(/^a🦄+$/u)]);
  },
);

test.describe('runs longer than a second', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { pace: 60 } });

  // The server tells times in whole seconds: two threads of the same second have no order.
  test('the thread with the latest message is listed first', async ({ chatPage, conversation }) => {
    const { sidebar, transcript } = chatPage;
    await chatPage.goto();
    const gpus = await conversation.ask(about.gpus);
    await expect(chatPage).toShowTheAnswerOf(gpus);
    await sidebar.newChat.click();
    await expect(transcript.messages).toHaveCount(0);
    const tokens = await conversation.ask(about.tokens);
    await expect(chatPage).toShowTheAnswerOf(tokens);
    await chatPage.goto(gpus.thread);
    const both = sidebar.thread(gpus.thread).or(sidebar.thread(tokens.thread));
    await expect(both).toContainText([about.tokens, about.gpus]);
    await expect(transcript.questions).toHaveText([about.gpus]);
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask('And how many in June?'));
    await expect(both).toContainText([about.gpus, about.tokens]);
    await chatPage.reload();
    await expect(transcript.questions).toHaveText([about.gpus, 'And how many in June?']);
    await expect(both).toContainText([about.gpus, about.tokens]);
  });
});

test(
  'two threads each show only their own messages',
  {
    tag: ['@p1', '@P1-014', '@P1-015', '@message-flow', '@MF-004'],
  },
  async ({ chatPage, conversation }) => {
    const { questions, answers, messages } = chatPage.transcript;
    await chatPage.goto();
    const gpus = await conversation.ask(about.gpus);
    await expect(chatPage).toShowTheAnswerOf(gpus);
    await chatPage.sidebar.newChat.click();
    await expect(messages).toHaveCount(0);
    const tokens = await conversation.ask(about.tokens);
    expect(tokens.thread, 'the second thread').not.toBe(gpus.thread);
    await expect(chatPage).toShowTheAnswerOf(tokens);
    await expect(questions).toHaveText([about.tokens]);

    await chatPage.sidebar.thread(gpus.thread).click();
    await expect(questions).toHaveText([about.gpus]);
    await expect(answers).toHaveText([gpus.answerText]);
    await chatPage.goto(tokens.thread);
    await expect(questions).toHaveText([about.tokens]);
    await expect(answers).toHaveText([tokens.answerText]);
    await chatPage.sidebar.thread(gpus.thread).click();
    await expect(questions).toHaveText([about.gpus]);
    await expect(answers).toHaveText([gpus.answerText]);
  },
);

test(
  'a click with Ctrl or Shift on a thread opens it beside the one that is open',
  { tag: '@embedded' },
  async ({ chatPage, threads, context }) => {
    const [open, other] = [await threads.create('Budget', [about.gpus]), await threads.create('Models')];
    await chatPage.goto(open.id);
    await expect(chatPage.transcript.questions).toHaveText([about.gpus]);
    // That it is opened is enough: what the other tab or window shows is looked at elsewhere.
    await context.route(`**/chat/${other.id}`, (route) => route.abort());
    for (const modifier of ['ControlOrMeta', 'Shift'] as const) {
      const opened = context.waitForEvent('request', (request) => request.isNavigationRequest());
      await chatPage.sidebar.thread(other.id).click({ modifiers: [modifier] });
      expect((await opened).url(), modifier).toMatch(new RegExp(`/chat/${other.id}$`));
      await expect(chatPage.page).toHaveURL(new RegExp(`/chat/${open.id}$`));
    }
    await expect(chatPage.transcript.questions).toHaveText([about.gpus]);
  },
);

test(
  'the back button returns to the previous thread',
  { annotation: [source('docs/contract/frontend.md 1'), source('any person may expect to lose nothing')] },
  async ({ chatPage, conversation }) => {
    await chatPage.goto();
    const run = await conversation.ask(about.gpus);
    await expect(chatPage).toShowTheAnswerOf(run);
    await chatPage.sidebar.newChat.click();
    await expect(chatPage.transcript.messages).toHaveCount(0);
    await chatPage.sidebar.thread(run.thread).click();
    await expect(chatPage.transcript.questions).toHaveText([about.gpus]);
    await chatPage.page.goBack();
    await expect(chatPage.transcript.messages, 'the thread before the click in the list').toHaveCount(0);
    await chatPage.page.goBack();
    await expect(chatPage.transcript.questions, 'the thread before "New Chat"').toHaveText([about.gpus]);
  },
);

test(
  'the thread search lists the threads that match, and no others',
  {
    tag: ['@message-flow', '@MF-004'],
  },
  async ({ chatPage, conversation }) => {
    const { search, threads } = chatPage.sidebar;
    await chatPage.goto();
    const gpus = await conversation.ask(about.gpus);
    await expect(chatPage).toShowTheAnswerOf(gpus);
    await chatPage.sidebar.newChat.click();
    await expect(chatPage.transcript.messages).toHaveCount(0);
    const tokens = await conversation.ask(about.tokens);
    expect(tokens.thread, 'the second thread').not.toBe(gpus.thread);
    await expect(chatPage).toShowTheAnswerOf(tokens);
    const [ofGpus, ofTokens] = [chatPage.sidebar.thread(gpus.thread), chatPage.sidebar.thread(tokens.thread)];
    await expect(ofGpus).toBeVisible();
    await expect(ofTokens).toBeVisible();
    await search.fill('gpu');
    await expect(ofTokens).toBeHidden();
    await expect(ofGpus).toBeVisible();
    await search.fill('giraffes');
    await expect(threads).toHaveCount(0);
    await search.clear();
    await expect(ofGpus).toBeVisible();
    await expect(ofTokens).toBeVisible();
  },
);

test(
  'a thread is found by words of every script, with their accents',
  { annotation: source('any person may expect to see') },
  async ({ chatPage, threads }) => {
    const { sidebar } = chatPage;
    const words = ['größe', 'бюджет', 'κόστος', 'ميزانية', '予算'];
    const ids: string[] = [];
    for (const word of words) ids.push((await threads.create(`2026: ${word}`)).id);
    await chatPage.goto();
    for (const [place, word] of words.entries()) {
      await sidebar.search.fill(word);
      await expect(sidebar.thread(ids.at(place - 1)!), `the one before, while ${word} is looked for`).toBeHidden();
      await expect(sidebar.thread(ids[place]!)).toBeVisible();
    }
  },
);

test.describe('window lower than the thread list', () => {
  test.use({ viewport: { width: 1280, height: 480 } });

  test(
    'a thread below the edge of the window is reached with the mouse wheel',
    { annotation: source('any person may expect to see') },
    async ({ chatPage, threads }) => {
      const { sidebar, page } = chatPage;
      const first = await threads.create('Budget 1');
      for (let year = 2; year <= 12; year += 1) await threads.create(`Budget ${year}`);
      await chatPage.goto();
      await expect(sidebar.thread(first.id)).toBeAttached();
      await sidebar.list.hover();
      const turn = async () => {
        await page.mouse.wheel(0, 300);
        await expect(sidebar.thread(first.id)).toBeInViewport({ timeout: 500 });
      };
      await expect(turn, 'the mouse wheel is turned until the oldest thread is seen').toPass({ timeout: 20_000 });
    },
  );
});

test('a long thread list is shown in full and can be searched', { tag: '@embedded' }, async ({ chatPage, threads }) => {
  const { sidebar } = chatPage;
  const titles = ['Giraffes', ...Array.from({ length: 44 }, (_, index) => `Budget ${index + 1}`)];
  for (const title of titles) await threads.create(title);
  await chatPage.goto();
  await expect(sidebar.threads).toContainText(titles.toReversed());
  await sidebar.search.fill('giraffe');
  await expect(sidebar.threads).toContainText(['Giraffes']);
  await sidebar.search.fill('zebras');
  await expect(sidebar.noConversations).toHaveText('No conversations found');
  await sidebar.search.fill('giraffe');
  await sidebar.threads.click();
  await expect(sidebar.threads).toHaveAttribute('aria-current', 'page');
});

test(
  'a thread made after another was deleted replaces none of those that stayed',
  { annotation: source('any person may expect to lose nothing') },
  async ({ api, threads }) => {
    const written = 'Which team stays?';
    const leaving = await threads.create('Leaving');
    const staying = await threads.create('Staying', [written]);
    expect((await api.delete(`/api/threads/${leaving.id}`)).status(), 'deleting').toBe(200);
    const later = await threads.create('Later');
    expect([leaving.id, staying.id], 'ids of the earlier threads').not.toContain(later.id);
    expect(await threads.texts(staying.id), 'messages of the thread that stayed').toEqual([written]);
  },
);

test.describe('slow agents', () => {
  test.use({ stackOptions: { pace: 100 } });

  test(
    'renaming and deleting a thread leaves another thread and its run alone',
    { annotation: source('any person may expect to lose nothing') },
    async ({ api, threads, chatPage, conversation }) => {
      const written = 'Which team spends the most?';
      const leaving = await threads.create('Leaving', ['Which team leaves?']);
      const staying = await threads.create('Staying', [written]);
      await chatPage.goto(staying.id);
      await expect(chatPage.connected).toBeVisible();
      const run = await conversation.ask('Which team goes on?');
      const path = `/api/threads/${leaving.id}`;
      expect((await api.put(path, { data: { title: 'Renamed' } })).status(), 'renaming').toBe(200);
      expect((await api.delete(path)).status(), 'deleting').toBe(200);
      expect(run.end, 'the run still goes on').toBeNull();
      await expect(run).toFollowAgentSequence();
      await expect(chatPage).toShowTheAnswerOf(run);
      const other = await api.get(`/api/threads/${staying.id}`);
      expect(other.status(), 'reading the other thread').toBe(200);
      expect(await other.json()).not.toMatchObject({ title: 'Renamed' });
      expect(await threads.texts(staying.id)).toEqual(expect.arrayContaining([written, run.question]));
    },
  );
});
