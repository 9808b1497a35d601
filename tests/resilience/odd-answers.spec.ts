import { expect, test } from '../../fixtures/index.ts';

const failed = { status: 503 };
const refused = { status: 401 };

// What the services of the product answer stands in the other specs; here, what our page makes of other answers.
test.describe('answers that the embedded services never give', { tag: '@embedded' }, () => {
  test.use({ tolerates: ['no-server-error', 'send-answered'] });

  test('the page tells why a message was not delivered by the first field that says it, and by the status', async ({
    answerNext,
    chatPage,
    target,
  }) => {
    const { composer, connected } = chatPage;
    await chatPage.goto();
    await expect(connected).toBeVisible();
    const answers = [
      [500, { detail: 'One', message: 'x', error: 'x' }, 'Service unavailable - One'],
      [408, { message: 'Two', error: 'x' }, 'Service unavailable - Two'],
      [429, { error: 'Three' }, 'Service unavailable - Three'],
      [499, { detail: '' }, 'Error - The server answered 499.'],
      [400, { detail: 7 }, 'Error - The server answered 400.'],
      [422, { detail: [{ msg: 'Four' }, { msg: 'five' }] }, 'Error - Four, five'],
      [502, undefined, 'Service unavailable - The server answered 502.'],
      [200, {}, 'Error - The server created a thread without an id.'],
    ] as const;
    const url = `${target.site.api}/api/threads`;
    for (const [status, json, says] of answers) {
      await answerNext(url, { status, json });
      await composer.send(`What is ${status}?`);
      await expect(composer.failure).toContainText(`${says} (Attempt 1/3)`);
    }
  });

  test('a message over REST that is answered without success returns to the composer with the reason', async ({
    answerNext,
    chatPage,
    target,
  }) => {
    const { failure, field } = chatPage.composer;
    await answerNext(
      `${target.site.api}/api/agent/v2/execute`,
      { status: 200, json: { success: false, error: 'No budget left' } },
      { status: 200, json: { run_id: 'run_1' } },
    );
    await chatPage.goto();
    for (const [text, reason] of [
      ['Process the first', 'No budget left'],
      ['Process the second', 'Agent execution failed'],
    ] as const) {
      await chatPage.composer.send(text);
      await expect(failure).toContainText(`Error - ${reason} (Attempt 1/3)`);
      await expect(field).toHaveValue(text);
    }
    await expect(chatPage.transcript.questions).toHaveCount(0);
  });

  for (const { where, reply, others } of [
    { where: 'nowhere', reply: {}, others: [] },
    { where: 'at the top', reply: { run_id: 'run_1' }, others: ['run_2'] },
    { where: 'in the result', reply: { result: { run_id: 'run_1' } }, others: ['run_2'] },
  ]) {
    test(`a message over REST is answered by its own run, whose id the reply tells ${where}`, async ({
      answerNext,
      chatPage,
      furtherFrames,
      target,
      threads,
    }) => {
      const { composer, connected, processing, transcript } = chatPage;
      const { id } = await threads.create('Costs');
      await answerNext(`${target.site.api}/api/agent/v2/execute`, { status: 200, json: { success: true, ...reply } });
      await chatPage.goto(id);
      await expect(connected).toBeVisible();
      furtherFrames.leaveAlone(id);
      await composer.send('Process it');
      await expect(processing).toBeVisible();
      for (const run_id of others) furtherFrames.say('agent_completed', { result: 'Not this' }, { run_id });
      furtherFrames.say('agent_started');
      furtherFrames.say('agent_completed', { result: 'The answer' });
      await expect(transcript.answers).toHaveText(['The answer']);
    });
  }

  test('a list of threads that is none says so, and one with other fields is understood', async ({
    answerNext,
    chatPage,
    target,
  }) => {
    const { sidebar } = chatPage;
    const seconds = Math.floor(Date.now() / 1000);
    const hoursAgo = (hours: number) => seconds - 3_600 * hours - 60;
    const list = [
      { id: 'named', title: '', name: 'Named', updated_at: hoursAgo(3), created_at: hoursAgo(9) },
      { id: 'titled', metadata: { title: 'Titled' }, created_at: new Date(1000 * hoursAgo(2)).toISOString() },
      { id: 'untitled', created_at: 'once', metadata: null },
    ];
    await answerNext(`${target.site.api}/api/threads?**`, { status: 200, json: {} }, { status: 200, json: list });
    await chatPage.page.goto('/chat/none');
    await expect(sidebar.problem).toContainText('Invalid response format from server');
    await sidebar.retry.click();
    await expect(sidebar.threads).toHaveText(['New conversationJust now', 'Titled2 h ago', 'Named3 h ago']);
  });

  test('a call that reads is tried three times, after one second and after two', async ({
    answerNext,
    chatPage,
    target,
    wire,
  }) => {
    await answerNext(`${target.site.api}/api/threads?**`, failed, failed, failed);
    await chatPage.goto();
    await expect(chatPage.sidebar.problem).toContainText('The server answered 503.');
    const calls = wire.exchanges.of('GET', '/api/threads').map(({ startedAt }) => startedAt);
    const pauses = calls.slice(1).map((at, place) => at - calls[place]!);
    expect(pauses).toHaveLength(2);
    expect(pauses[0], 'the first pause').toBeGreaterThanOrEqual(999);
    expect(pauses[1], 'the second pause').toBeGreaterThanOrEqual(1_999);
  });

  test('a person is called by the first name that the auth service tells, else by the e-mail address', async ({
    answerNext,
    chatPage,
    target,
  }) => {
    const { page, header } = chatPage;
    const [email, user_id, valid] = ['pat@example.com', 'user-1', true];
    const answers = [
      [{ valid, user_id, user: { id: user_id, email, full_name: 'Pat Person', name: 'x' } }, 'Pat Person'],
      [{ valid, user_id, user: { email, full_name: '', name: 'Pat' } }, 'Pat'],
      [{ valid, user_id, user: { email } }, email],
      [{ valid, user_id, token_data: { email } }, email],
    ] as const;
    for (const [json, name] of answers) {
      await answerNext(`${target.site.auth}/auth/validate-token-and-get-user`, { status: 200, json });
      await page.goto('/chat/none');
      await expect(header.userName).toHaveText(name);
    }
    const kept = await page.evaluate(() => localStorage.getItem('user_data'));
    expect(JSON.parse(kept!)).toEqual({ id: 'user-1', email, name: email });
  });

  test('a message whose call is refused while the token cannot be renewed is told so, and can be tried again', async ({
    answerNext,
    chatPage,
    conversation,
    target,
  }) => {
    const { failure, tryAgain } = chatPage.composer;
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await answerNext(`${target.site.api}/api/threads`, refused);
    await answerNext(`${target.site.auth}/auth/refresh`, failed);
    await chatPage.composer.send('What is left?');
    await expect(failure).toContainText('Service unavailable - The sign-in could not be renewed. (Attempt 1/3)');
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask('What is left?', () => tryAgain.click()));
  });

  for (const [what, renewal] of [
    ['whose renewal is refused', [refused]],
    ['and refused again with the new token', []],
  ] as const) {
    test(`a call that is refused ${what} ends the session`, async ({ answerNext, chatPage, loginPage, target }) => {
      await chatPage.goto();
      await expect(chatPage.connected).toBeVisible();
      await answerNext(`${target.site.api}/api/threads`, refused, refused);
      await answerNext(`${target.site.auth}/auth/refresh`, ...renewal);
      await chatPage.composer.send('What is left?');
      await expect(loginPage.problem).toHaveText('Your session has ended. Please sign in again.');
      await expect(chatPage.page).toHaveURL(/\/login/);
    });
  }
});
