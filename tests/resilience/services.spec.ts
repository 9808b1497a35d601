import { expect, test } from '../../fixtures/index.ts';

const question = 'What would a second region cost?';

test.describe('with a slow database', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { faults: [{ id: 'F33', delay: 2_000 }] } });

  test('the person sees that the message is being sent, and gets the answer', async ({ chatPage, conversation }) => {
    await chatPage.goto();
    const run = await conversation.ask(question, async (text) => {
      await chatPage.composer.send(text);
      await expect(chatPage.composer.sendButton).toHaveText('Sending...');
      await expect(chatPage.transcript.lastQuestion).toHaveText(text);
    });
    await expect(chatPage).toShowTheAnswerOf(run);
    await expect(conversation).toHaveSentOnce(question);
  });
});

test.describe('while the server starts up', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { faults: [{ id: 'F09' }] } });

  test('it answers 503 with Retry-After, and the page is there by itself when the server is', async ({
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

test.describe('when the list of threads fails', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { faults: [{ id: 'F31' }] } });

  test('the list says so and offers another try, and the chat works', async ({ chatPage, conversation, page }) => {
    await page.clock.install();
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await page.clock.runFor('00:05');
    await expect(chatPage.sidebar.problem).toContainText('Failed to list threads');
    await expect(chatPage.sidebar.retry).toBeEnabled();
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask(question));
  });
});

test.describe('when the list of threads fails for a while', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { faults: [{ id: 'F31' }] }, tolerates: ['no-server-error'] });

  test('another try lists the threads', async ({ chatPage, page, server, api }) => {
    const { sidebar } = chatPage;
    await api.post('/api/threads', { data: { title: 'Regions' } });
    await page.clock.install();
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await page.clock.runFor('00:05');
    await expect(sidebar.problem).toBeVisible();
    await server.heal();
    await sidebar.retry.click();
    await expect(sidebar.threads).toContainText(['Regions']);
    await expect(sidebar.problem).toBeHidden();
  });
});

test.describe('when a thread cannot be made', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { faults: [{ id: 'F30', path: '/api/threads', method: 'POST' }] } });

  test(
    'the message comes back into the field with the reason, and nothing is sent',
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
});

test.describe('when somebody sends too much', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { messagesPerMinute: 1 }, tolerates: ['no-server-error', 'send-answered'] });

  test(
    'the person is told so, can write again, and nothing is lost without a word',
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
