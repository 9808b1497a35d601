import { expect, source, test } from '../../fixtures/index.ts';

const question = 'What would a second region cost?';
/** A message with such a word goes over REST (docs/contract/frontend.md 5). */
const byRest = 'What would it cost to process it in a second region?';

test.describe('slow database', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { faults: [{ id: 'F33', delay: 2_000 }] } });

  test('a slow database shows "Sending..." until the message is sent, and the answer follows', async ({
    chatPage,
    conversation,
    wire,
  }) => {
    const { composer, transcript } = chatPage;
    await chatPage.goto();
    const run = await conversation.ask(byRest, async (text) => {
      await composer.send(text);
      await expect(composer.sendButton).toHaveText('Sending...');
      await expect(transcript.lastQuestion).toHaveText(text);
      const order = () => wire.exchanges.of('POST', '/api/agent/v2/execute');
      await expect.poll(order, { message: 'the message is on its way' }).toHaveLength(1);
      await expect(composer.stopButton, 'there is no run to stop yet').toBeHidden({ timeout: 1 });
    });
    await expect(chatPage).toShowTheAnswerOf(run);
    await expect(conversation).toHaveSentOnce(byRest);
  });
});

test(
  'a page that was loaded before the API was ready works as soon as it is',
  { annotation: source('docs/contract/frontend.md 2.1') },
  async ({ answerNext, chatPage, target }) => {
    await answerNext(`${target.site.api}/health/ready`, { status: 503, json: { detail: 'Service is starting up' } });
    await chatPage.goto();
    await expect(chatPage.sidebar.loaded).not.toHaveCount(0);
  },
);

test.describe('server start-up', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { faults: [{ id: 'F09' }] } });

  test('a starting server answers 503 with Retry-After, and the page connects by itself when it is ready', async ({
    chatPage,
    conversation,
    api,
    server,
  }) => {
    const cold = await api.get('/health');
    expect(cold.status()).toBe(503);
    expect(Number(cold.headers()['retry-after'])).toBeGreaterThan(0);
    expect(await cold.json()).toMatchObject({ startup_in_progress: true });
    await chatPage.goto();
    await expect(chatPage.page.getByText('Reconnecting...', { exact: true })).toBeVisible();
    await server.heal();
    await expect(chatPage.connected).toBeVisible();
    await expect(chatPage.sidebar.noConversations).toHaveText('No conversations yet');
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask(question));
  });
});

test.describe('failing thread list', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { faults: [{ id: 'F31' }] } });

  test('a thread list that fails to load shows an error and a retry button, and the chat still works', async ({
    chatPage,
    conversation,
    clock,
  }) => {
    await clock.install();
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await clock.runFor('00:05');
    await expect(chatPage.sidebar.problem).toContainText('Failed to list threads');
    await expect(chatPage.sidebar.retry).toBeEnabled();
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask(question));
  });
});

test.describe('temporarily failing thread list', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { faults: [{ id: 'F31' }] }, tolerates: ['no-server-error'] });

  test('the retry button loads the thread list after a failure, and says so', async ({
    chatPage,
    clock,
    page,
    server,
    target,
    threads,
  }) => {
    const { sidebar } = chatPage;
    await threads.create('Regions');
    await clock.install();
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await clock.runFor('00:05');
    await expect(sidebar.problem).toBeVisible();
    await server.heal();
    const lists = `${target.site.api}/api/threads?*`;
    let answer = () => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route(lists, async (route) => {
      await held;
      await route.continue();
    });
    await sidebar.retry.click();
    await expect(sidebar.root).toContainText('Loading conversations...');
    await expect(sidebar.problem).toBeHidden();
    answer();
    await expect(sidebar.threads).toContainText(['Regions']);
    await expect(sidebar.problem).toBeHidden();
  });
});

test.describe('database that never answers', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { faults: [{ id: 'F33', delay: 600_000 }] } });

  test('a thread list that is never answered is given up, but not within 9 s, and shows an error', async ({
    chatPage,
    clock,
    wire,
  }) => {
    await clock.install();
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await clock.fastForward('00:09');
    await expect(chatPage.composer.field).toBeEditable();
    await expect(chatPage.sidebar.root).toContainText('Loading conversations...');
    const calls = wire.exchanges.of('GET', '/api/threads').map(({ failure }) => failure);
    expect(calls, 'one call, which is still waited for').toEqual([null]);
    await expect(async () => {
      await clock.fastForward('00:31');
      await expect(chatPage.sidebar.problem).toContainText('did not answer in time', { timeout: 1 });
    }).toPass({ intervals: [100], timeout: 10_000 });
    await expect(chatPage.sidebar.retry).toBeEnabled();
  });
});

test.describe('failing thread creation', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { faults: [{ id: 'F30', path: '/api/threads', method: 'POST' }] } });

  test(
    'a message whose thread cannot be created returns to the composer with the reason and is not sent',
    {
      tag: ['@critical-path', '@CP-005'],
    },
    async ({ chatPage, conversation }) => {
      await chatPage.goto();
      await chatPage.composer.send(question);
      await expect(chatPage.composer.failure).toContainText('Not Found');
      await expect(chatPage.composer.field).toHaveValue(question);
      await expect(chatPage.composer.field).toBeEditable();
      expect(conversation.sent).toEqual([]);
    },
  );

  test('a new chat that cannot be created says why, and can be asked for again', async ({ chatPage }) => {
    const { newChat, problem } = chatPage.sidebar;
    await chatPage.goto();
    await newChat.click();
    await expect(problem).toContainText('Not Found');
    await expect(newChat).toBeEnabled();
  });
});

test.describe('thread creation that fails with 500', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { faults: [{ id: 'operation-fails', path: '/api/threads' }] } });

  test('a call that writes is not repeated by itself when it fails', async ({ chatPage, wire }) => {
    await chatPage.goto();
    await chatPage.composer.send(question);
    await expect(chatPage.composer.failure).toContainText('Internal server error');
    expect(wire.exchanges.of('POST', '/api/threads'), 'attempts').toHaveLength(1);
  });
});

test.describe('thread creation that is refused with a list of reasons', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { faults: [{ id: 'operation-fails', path: '/api/threads', status: '422' }] } });

  test('a message that is refused with a list of reasons returns to the composer, and the reason is told in words', async ({
    chatPage,
  }) => {
    await chatPage.goto();
    await chatPage.composer.send(question);
    await expect(chatPage.composer.failure).toContainText('The title is already used');
    await expect(chatPage.composer.field).toHaveValue(question);
  });
});

test.describe('rate limit', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { messagesPerMinute: 1 }, tolerates: ['no-server-error', 'send-answered'] });

  test(
    'a message over the rate limit shows an error, stays visible and can be sent again',
    {
      tag: ['@p1', '@P1-018', '@critical-path', '@CP-005'],
    },
    async ({ chatPage, conversation }) => {
      await chatPage.goto();
      await expect(chatPage).toShowTheAnswerOf(await conversation.ask(question));
      await chatPage.composer.send('And a third?');
      await expect(chatPage.transcript.failure).toContainText('Too many messages');
      await expect(chatPage.composer.field).toBeEditable();
      await expect(chatPage.transcript.lastQuestion).toHaveText('And a third?');
      await expect(chatPage.transcript.tryAgain).toBeEnabled();
    },
  );
});
