import { expect, test } from '../../fixtures/index.ts';

const question = 'Where could our batch jobs save?';

// What a product promises of its screens stands in the other specs; here, that ours change only on purpose.
test.describe('the markup of further screens of the embedded page is as it was reviewed', { tag: '@embedded' }, () => {
  for (const options of [
    { envelope: 'payload' },
    { envelope: 'data' },
    { envelope: 'flat' },
    { envelope: 'server' },
    { transport: 'rest' },
  ] as const) {
    const [[name, value]] = Object.entries(options) as [[string, string]];
    test.describe(`${name} ${value}`, () => {
      test.use({ stackOptions: options });

      test(`an opened card is the same with the ${name} "${value}"`, async ({ chatPage, conversation, markup }) => {
        await chatPage.goto();
        await expect(chatPage).toShowTheAnswerOf(await conversation.ask(question));
        await chatPage.runCard.summary.click();
        await expect(chatPage.runCard.recommendations).toBeVisible();
        expect(await markup()).toMatchSnapshot('card-opened.txt');
      });
    });
  }

  for (const scenario of ['no-tool', 'tool-error'] as const) {
    test.describe(scenario, () => {
      test.use({ stackOptions: { scenario } });

      test(`chat with an answer in the scenario "${scenario}"`, async ({ chatPage, conversation, markup }) => {
        await chatPage.goto();
        await expect(chatPage).toShowTheAnswerOf(await conversation.ask(question));
        await expect(chatPage.runCard.summary).toBeVisible();
        expect(await markup()).toMatchSnapshot(`${scenario}.txt`);
      });
    });
  }

  test.describe('silent agent', () => {
    test.use({ stackOptions: { faults: [{ id: 'F19', after: 6 }] } });

    test('chat with a run that fell silent', async ({ chatPage, clock, conversation, markup }) => {
      await clock.install();
      await chatPage.goto();
      await conversation.ask(question);
      await expect(chatPage.runCard.root).toContainText('usage_query');
      await clock.fastForward('00:31');
      await expect(chatPage.badge).toHaveText('No response');
      expect(await markup()).toMatchSnapshot('silent.txt');
    });
  });

  test('an open conversation beside another, and the address of a third that there is not', async ({
    chatPage,
    backdate,
    markup,
    threads,
    wire,
  }) => {
    const first = await threads.create('Bills', ['What do we pay?']);
    const second = await threads.create('Models');
    await backdate({ [second.id]: 300_000 });
    await chatPage.goto(first.id);
    await expect(chatPage.transcript.lastQuestion).toBeVisible();
    await expect(chatPage.connected).toBeVisible();
    await expect(chatPage.sidebar.threads).toHaveCount(2);
    expect(await markup()).toMatchSnapshot('thread.txt');
    await chatPage.goto('thread_unknown');
    await expect(chatPage.unableToLoad).toBeVisible();
    await expect(chatPage.sidebar.threads).toHaveCount(2);
    expect(await markup()).toMatchSnapshot('thread-unknown.txt');
    expect(wire.exchanges.of('GET', '/api/threads/thread_unknown'), 'calls: nobody asks twice').toHaveLength(1);
  });

  test('a message near to the limit of its length, and beyond it', async ({ chatPage, markup }) => {
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await chatPage.composer.field.fill('a'.repeat(8_001));
    await expect(chatPage.composer.characterCount).toHaveText('8001/10000');
    expect(await markup()).toMatchSnapshot('long-message.txt');
    await chatPage.composer.field.fill('a'.repeat(10_001));
    await expect(chatPage.composer.characterCount).toHaveText('10001/10000');
    expect(await markup()).toMatchSnapshot('too-long-message.txt');
  });

  test('a message that waits for the connection', async ({ chatPage, markup, server, threads }) => {
    const thread = await threads.create('Bills');
    await chatPage.goto(thread.id);
    await expect(chatPage.connected).toBeVisible();
    await server.breakWith('F61');
    await server.hangUp(1006);
    await expect(chatPage.reconnecting).toBeVisible();
    await chatPage.composer.send(question);
    await expect(chatPage.composer.queued).toHaveText(/Waiting for the connection/);
    expect(await markup()).toMatchSnapshot('queued.txt');
  });

  test.describe('no list of threads', () => {
    test.use({ stackOptions: { faults: [{ id: 'F31' }] } });

    test('a list of conversations that cannot be loaded', async ({ chatPage, markup }) => {
      await chatPage.goto();
      await expect(chatPage.sidebar.problem).toBeVisible();
      await expect(chatPage.connected).toBeVisible();
      expect(await markup()).toMatchSnapshot('no-list.txt');
    });
  });

  test('a sign-in service that went away', async ({ chatPage, markup, server }) => {
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await server.breakWith('F36');
    await chatPage.reload();
    await expect(chatPage.page.getByRole('heading', { name: 'We cannot reach Netra' })).toBeVisible();
    expect(await markup()).toMatchSnapshot('unreachable.txt');
  });

  test('an address at which there is nothing', async ({ chatPage, markup }) => {
    await chatPage.page.goto('/nowhere');
    await expect(chatPage.page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
    await expect(chatPage.sidebar.loaded).toBeVisible();
    expect(await markup()).toMatchSnapshot('not-found.txt');
  });

  test.describe('refused by the identity provider', () => {
    test.use({ arrives: 'signed out' });

    test('the sign-in page after a refusal of the identity provider', async ({ loginPage, markup }) => {
      await loginPage.page.goto('/auth/callback?error=access_denied');
      await expect(loginPage.problem).toHaveText('access_denied');
      expect(await markup()).toMatchSnapshot('callback-refused.txt');
    });
  });
});
