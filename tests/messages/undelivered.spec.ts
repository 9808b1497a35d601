import { expect, test } from '../../fixtures/index.ts';

const question = 'What is left of the budget?';
/** A message with such a word goes over REST (docs/contract/frontend.md 5). */
const byRest = 'What would it cost to process it?';

test.describe('messages that are hard to deliver', { tag: '@embedded' }, () => {
  test('a message to a thread that was deleted elsewhere returns to the composer with the reason', async ({
    api,
    chatPage,
    threads,
  }) => {
    const { composer, connected } = chatPage;
    const { id } = await threads.create('Budget');
    await chatPage.goto(id);
    await expect(connected).toBeVisible();
    await api.delete(`/api/threads/${id}`);
    await composer.send(byRest);
    await expect(composer.failure).toContainText('Thread not found');
    await expect(composer.field).toHaveValue(byRest);
  });

  test('a message sent at the moment at which the connection breaks returns to the composer', async ({
    chatPage,
    network,
    threads,
  }) => {
    const { composer, connected } = chatPage;
    const { id } = await threads.create('Budget');
    await network.watchSockets();
    await chatPage.goto(id);
    await expect(connected).toBeVisible();
    await composer.field.fill(question);
    await composer.sendButton.evaluate((button: HTMLButtonElement) => {
      (window as unknown as { __breakSockets: () => void }).__breakSockets();
      button.form!.requestSubmit();
    });
    await expect(composer.failure).toContainText(
      'Service unavailable - The connection to the server was lost. (Attempt 1/3)',
    );
    await expect(composer.field).toHaveValue(question);
  });

  test('a message that waits for a connection which does not come back returns to the composer', async ({
    chatPage,
    clock,
    socketGate,
    threads,
  }) => {
    const { composer, connected } = chatPage;
    const { id } = await threads.create('Budget');
    await clock.install();
    await chatPage.goto(id);
    await expect(connected).toBeVisible();
    await socketGate.cutForGood();
    await composer.send(question);
    await expect(composer.queued).toHaveText(/Waiting for the connection/);
    await expect(async () => {
      await clock.runFor('00:05');
      await expect(composer.failure).toContainText('There is no connection to the server.', { timeout: 50 });
    }).toPass({ intervals: [20], timeout: 20_000 });
    await expect(composer.failure).toContainText('Service unavailable');
    await expect(composer.field).toHaveValue(question);
  });

  for (const { what, begins, reasons } of [
    {
      what: 'and whose run has not begun, returns to the composer after 15 seconds',
      begins: [],
      reasons: [/^Request timeout - The server did not answer in time. \(Attempt 1\/3\)/],
    },
    { what: 'but whose run has begun, counts as sent', begins: ['the server hears of it'], reasons: [] },
  ]) {
    test(`a message over REST that is never answered, ${what}`, async ({ chatPage, clock, context, target }) => {
      const { composer, transcript } = chatPage;
      const calls: string[] = [];
      await context.route(`${target.site.api}/api/agent/v2/execute`, async (route) => {
        for (const _once of begins) await route.fetch();
        calls.push(route.request().method());
      });
      await clock.install();
      await chatPage.goto();
      await expect(chatPage.connected).toBeVisible();
      await composer.send(byRest);
      await expect.poll(() => calls, { message: 'the call is on its way' }).toEqual(['POST']);
      await expect(transcript.answers).toHaveCount(begins.length);
      await clock.fastForward('00:13');
      await expect(composer.sendButton).toHaveText('Sending...');
      await clock.fastForward('00:03');
      await expect(composer.field).toBeEditable();
      await expect(composer.failure.filter({ visible: true })).toHaveText(reasons);
    });
  }
});

test.describe('message over REST', { tag: '@embedded' }, () => {
  test('a run that has begun is no reason to keep silent about the error of its call', async ({
    chatPage,
    context,
    target,
  }) => {
    const { composer, transcript } = chatPage;
    await context.route(`${target.site.api}/api/agent/v2/execute`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, status: 503, json: { detail: 'Overloaded' } });
    });
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await composer.send(byRest);
    await expect(transcript.answers).toHaveCount(1);
    await expect(composer.failure).toContainText('Overloaded');
  });
});

test.describe('unheard answers', { tag: '@embedded' }, () => {
  test.use({ tolerates: ['send-answered'] });

  test('a failure that is all the page hears of a run ends the run', async ({ chatPage, furtherFrames, threads }) => {
    const { composer, connected, transcript } = chatPage;
    const { id } = await threads.create('Budget', ['What did we spend?']);
    await chatPage.goto(id);
    await expect(connected).toBeVisible();
    await expect(transcript.questions).toHaveCount(1);
    furtherFrames.leaveAlone(id);
    furtherFrames.holdBackServer();
    await composer.send(question);
    await expect(composer.stopButton).toBeVisible();
    furtherFrames.say('agent_error', { error_message: 'No agent is free' }, { agent_name: 'triage' });
    await expect(transcript.failure).toHaveText('No agent is free');
    await expect(composer.field).toBeEditable();
  });

  test('an answer of which the page heard nothing is shown when the connection is back', async ({
    chatPage,
    furtherFrames,
    server,
    threads,
  }) => {
    const { composer, connected, transcript } = chatPage;
    const { id } = await threads.create('Budget', ['What did we spend?', 'And what did we plan?']);
    await chatPage.goto(id);
    await expect(connected).toBeVisible();
    await expect(transcript.questions).toHaveCount(2);
    furtherFrames.holdBackServer();
    await composer.send(question);
    const stored = () => threads.texts(id);
    await expect.poll(stored, { message: 'the question and its answer are stored' }).toHaveLength(4);
    await expect(transcript.answers).toHaveCount(0);
    await server.hangUp(1011, 'Service restarts');
    await expect(transcript.answers).toHaveText([(await stored())[3]!]);
    await expect(composer.field).toBeEditable();
  });
});

test.describe('drafts', { tag: '@embedded' }, () => {
  // No token is renewed while the clock is moved.
  test.use({ stackOptions: { accessTokenLife: 86_400 } });

  test('what is being written goes along from a new conversation to the thread that is opened', async ({
    chatPage,
    threads,
  }) => {
    const { composer, sidebar, transcript, page } = chatPage;
    await page.goto('/chat');
    await expect(sidebar.noConversations).toBeVisible();
    await composer.field.fill('Could we save');
    const { id } = await threads.create('Budget', ['What did we spend?']);
    await sidebar.newChat.click();
    await expect(sidebar.thread(id)).toBeVisible();
    await page.goBack();
    await expect(composer.field).toHaveValue('Could we save');
    await sidebar.thread(id).click();
    await expect(transcript.questions).toHaveText(['What did we spend?']);
    await expect(composer.field).toHaveValue('Could we save');
  });

  test('a draft comes back within half an hour, and neither later nor when what was kept is damaged', async ({
    chatPage,
    clock,
  }) => {
    const { field } = chatPage.composer;
    await clock.install();
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    for (const [minutes, value] of [
      ['29:00', 'Could we save'],
      ['31:00', ''],
    ] as const) {
      await field.fill('Could we save');
      await clock.fastForward(minutes);
      await chatPage.reload();
      await expect(field).toBeEditable();
      await expect(field).toHaveValue(value);
    }
    await chatPage.page.evaluate(() => localStorage.setItem('chat_state_persistence', '{'));
    await chatPage.reload();
    await expect(field).toBeEditable();
    await expect(field).toHaveValue('');
  });
});
