import { expect, source, test } from '../../fixtures/index.ts';

test.describe('hostile text', { annotation: source('docs/contract/frontend.md 6') }, () => {
  test.describe.configure({ timeout: 90_000 });

  test('a hostile message is shown as text, also after a reload', async ({ hostile, chatPage, conversation }) => {
    // The first words are those that an answer takes up.
    const text = `Compare monthly storage and training costs: ${hostile.text('a message')}`;
    await chatPage.goto();
    await expect(chatPage.composer.field).toBeEditable();
    const run = await conversation.ask(text);
    await expect.soft(chatPage).toShowTheAnswerOf(run);
    await expect.soft(chatPage.transcript.lastQuestion).toHaveText(text);
    expect(await hostile.harm(chatPage.page)).toEqual([]);
    await chatPage.reload();
    await expect.soft(chatPage.transcript.lastQuestion).toHaveText(text);
    expect(await hostile.harm(chatPage.page)).toEqual([]);
  });

  test('a hostile title and hostile stored messages of a thread are shown as text', async ({
    hostile,
    threads,
    chatPage,
  }) => {
    const title = hostile.text('the title of a thread', 200);
    const text = hostile.text('a stored message');
    const thread = await threads.create(title, [text]);
    await chatPage.goto(thread.id);
    await expect.soft(chatPage.transcript.lastQuestion).toHaveText(text);
    await expect.soft(chatPage.sidebar.thread(thread.id)).toContainText('onerror');
    expect(await hostile.harm(chatPage.page)).toEqual([]);
    await chatPage.sidebar.search.fill(hostile.text('the search', 200));
    await expect(chatPage.sidebar.threads).toHaveCount(0);
    expect(await hostile.harm(chatPage.page)).toEqual([]);
  });

  test('hostile texts in every answer of the services are shown as text', async ({ hostile, threads, chatPage }) => {
    const thread = await threads.create('Costs', ['What does it cost?']);
    const answers = await hostile.inAnswers();
    await chatPage.goto(thread.id);
    await expect(chatPage.composer.field).toBeEditable();
    await expect.soft(chatPage.transcript.lastQuestion).toContainText('onerror');
    await expect.poll(answers).toBeGreaterThan(3);
    expect(await hostile.harm(chatPage.page)).toEqual([]);
  });

  for (const [path, status] of [
    ['/api/threads', 500],
    ['/api/threads/', 404],
    ['/auth/validate-token-and-get-user', 500],
    ['/auth/validate-token-and-get-user', 401],
    ['/auth/config', 503],
  ] as const) {
    test(`a hostile reason for ${status} of ${path} is shown as text`, async ({ hostile, threads, page }) => {
      const thread = await threads.create('Costs', ['What does it cost?']);
      await hostile.inRefusal(path, status);
      await expect(await hostile.visit(page, `/chat/${thread.id}`, [])).toBeVisible();
      expect(await hostile.harm(page)).toEqual([]);
    });
  }

  test('hostile texts in every field of a run are shown as text', async ({ hostile, threads, chatPage, account }) => {
    const thread = await threads.create('Costs', ['What does it cost?']);
    const hear = await hostile.inFrames(chatPage.page);
    await chatPage.goto(thread.id);
    await expect(chatPage.connected).toBeVisible();
    await expect(chatPage.transcript.lastQuestion).toBeVisible();
    const [during, end] = hostile.run(thread.id, account.id);
    hear(during);
    await expect(chatPage.runCard.root).toContainText('usage_query');
    await expect.soft(chatPage.runCard.root).toContainText('onerror');
    expect(await hostile.harm(chatPage.page)).toEqual([]);
    hear(end);
    await expect.soft(chatPage.transcript.lastAnswer).toContainText('onerror');
    expect(await hostile.harm(chatPage.page)).toEqual([]);
  });

  for (const type of ['error', 'agent_error', 'error_message', 'system_error', 'connection_error', 'agent_death']) {
    test(`a hostile reason in a frame of type ${type} is shown as text`, async ({
      hostile,
      threads,
      chatPage,
      account,
    }) => {
      const thread = await threads.create('Costs', ['What does it cost?']);
      const hear = await hostile.inFrames(chatPage.page);
      await chatPage.goto(thread.id);
      await expect(chatPage.connected).toBeVisible();
      await expect(chatPage.transcript.lastQuestion).toBeVisible();
      hear(hostile.failure(type, thread.id, account.id));
      await expect.soft(chatPage.transcript.root).toContainText('onerror');
      expect(await hostile.harm(chatPage.page)).toEqual([]);
    });
  }
});

/** Parameters that a page reads from its address, or might (docs/contract/frontend.md 1). */
const parameters = [
  'error',
  'error_description',
  'message',
  'reason',
  'next',
  'redirect',
  'return_to',
  'email',
  'name',
  'state',
];
const addresses = [
  ['/login', parameters],
  ['/login', ['error']],
  ['/login', ['message']],
  ['/auth/error', parameters],
  ['/auth/error', ['error']],
  ['/auth/error', ['message']],
  ['/auth/callback', ['error']],
  ['/auth/callback', ['message']],
  ['/auth/callback', ['error', 'error_description']],
  ['/auth/callback', ['code', 'state']],
  ['/auth/callback', ['access_token', 'refresh_token']],
  ['/auth/callback', ['token', 'refresh']],
  ['/chat', parameters],
  ['/chat', ['thread']],
  ['/chat', ['token', 'refresh']],
  ['/no-such-page', parameters],
  ['/', parameters],
] as const;

test.describe('hostile address', { annotation: source('any person may expect that nobody else gets in') }, () => {
  for (const arrives of ['signed out', 'signed in'] as const) {
    test.describe(arrives, () => {
      test.use({ arrives });

      for (const [path, names] of addresses) {
        test(
          `a person who is ${arrives} sees a hostile ${names.join(', ')} of ${path} as text`,
          { tag: '@read-only' },
          async ({ hostile, page }) => {
            await expect(await hostile.visit(page, path, names)).toBeVisible();
            expect(await hostile.harm(page)).toEqual([]);
          },
        );
      }

      test(
        `a person who is ${arrives} sees a hostile id of a thread in the address as text`,
        { tag: '@read-only' },
        async ({ hostile, page }) => {
          const path = `/chat/${encodeURIComponent(hostile.text('/chat/<id>', 600))}`;
          await expect(await hostile.visit(page, path, [])).toBeVisible();
          expect(await hostile.harm(page)).toEqual([]);
        },
      );
    });
  }
});

test.describe(
  'hostile refusal of a sign-in',
  { tag: '@dev-form', annotation: source('docs/contract/frontend.md 7') },
  () => {
    test.use({ arrives: 'signed out' });

    test('a hostile reason why a sign-in is refused does no harm', async ({ hostile, loginPage, wire }) => {
      const refusals = () => wire.exchanges.of('POST', '/auth/dev/login').map(({ status }) => status);
      await loginPage.goto();
      await expect(loginPage.quickDevLogin).toBeVisible();
      await hostile.inRefusal('/auth/dev/login', 403);
      await loginPage.quickDevLogin.click();
      await expect.poll(refusals, { message: 'the sign-in is refused' }).toContain(403);
      await expect(loginPage.quickDevLogin).toBeEnabled();
      expect(await hostile.harm(loginPage.page)).toEqual([]);
    });

    test(
      'a hostile reason why a sign-in is refused is shown as text',
      { tag: '@embedded' },
      async ({ hostile, loginPage }) => {
        await loginPage.goto();
        await expect(loginPage.quickDevLogin).toBeVisible();
        await hostile.inRefusal('/auth/dev/login', 403);
        await loginPage.quickDevLogin.click();
        await expect(loginPage.problem).toContainText('onerror');
        expect(await hostile.harm(loginPage.page)).toEqual([]);
      },
    );
  },
);
