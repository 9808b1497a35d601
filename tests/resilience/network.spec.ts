import { expect, source, test } from '../../fixtures/index.ts';

const question = 'What did the outage cost us?';

/** Milliseconds per step of the page's clock: between two steps an attempt to connect can fail in real time. */
const STEP = 250;

test.describe('streaming answer', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { pace: 30 } });

  for (const duration of [200, 1_000]) {
    test(
      `the full answer is shown despite a network outage of ${duration} ms`,
      {
        tag: ['@p1', '@P1-020'],
      },
      async ({ chatPage, conversation, network }) => {
        await chatPage.goto();
        const run = await conversation.ask(question);
        await network.dropFor(duration, async () =>
          expect(run.end, 'the run goes on when the network goes off').toBeNull(),
        );
        await expect(run).toFollowAgentSequence();
        await expect(chatPage).toShowTheAnswerOf(run);
      },
    );
  }

  for (const duration of [5_000, 15_000]) {
    test(
      `a network outage of ${duration} ms that breaks the connection is reported, and the full answer is shown afterwards`,
      {
        tag: ['@p1', '@P1-020'],
      },
      async ({ clock, chatPage, conversation, network, server, threads }) => {
        const { connected, reconnecting, composer, transcript } = chatPage;
        await clock.install();
        await chatPage.goto();
        const run = await conversation.ask(question);
        await server.breakWith('F61');
        await server.hangUp(1006);
        expect(run.end, 'the run goes on when the connection breaks').toBeNull();
        await expect(connected).toBeHidden();
        await network.goOff();
        for (let gone = 0; gone < duration; gone += STEP) await clock.runFor(STEP);
        await expect(transcript.failure).toHaveText(/The connection was lost/);
        await expect(reconnecting).toBeVisible();
        await server.heal();
        const stored = () => threads.texts(run.thread);
        await expect.poll(stored, { message: 'the run ends while the network is off' }).toHaveLength(2);
        await network.comeBack();
        await expect(connected).toBeVisible();
        await expect(transcript.answers).toHaveText([(await stored())[1]!]);
        await expect(composer.field).toBeEditable();
      },
    );
  }
});

test(
  'a message written offline is queued and sent once when the network is back',
  {
    tag: '@embedded',
  },
  async ({ chatPage, conversation, network, server }) => {
    const { composer, connected, transcript } = chatPage;
    await chatPage.goto();
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask('Are we online?'));
    await network.goOff();
    await server.hangUp(1006);
    await expect(connected).toBeHidden();
    const run = await conversation.ask(question, async (text) => {
      await composer.send(text);
      await expect(composer.queued).toHaveText(/Waiting for the connection/);
      await expect(transcript.lastQuestion).toHaveText(text);
      await network.comeBack();
    });
    await expect(chatPage).toShowTheAnswerOf(run);
    await expect(conversation).toHaveSentOnce(question);
  },
);

test(
  'a message that cannot be delivered is reported and can be sent again',
  {
    tag: ['@critical-path', '@CP-005'],
  },
  async ({ chatPage, conversation, network }) => {
    const { composer } = chatPage;
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await network.goOff();
    await composer.send(question);
    await expect(composer.failure).toContainText(/Request timeout|Service unavailable|Error/);
    await network.comeBack();
    const run = await conversation.ask(question, () => composer.tryAgain.click());
    await expect(chatPage).toShowTheAnswerOf(run);
    await expect(conversation).toHaveSentOnce(question);
    await expect(composer.failure).toBeHidden();
  },
);

for (const { what, first, then } of [
  {
    what: 'as it was corrected after it could not be delivered',
    first: 'What did the outrage cost us?',
    then: question,
  },
  { what: 'that could not be delivered when the field was emptied since', first: question, then: '' },
]) {
  test(`trying again sends the message ${what}`, { tag: '@embedded' }, async ({ chatPage, conversation, network }) => {
    const { failure, field, tryAgain } = chatPage.composer;
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await network.goOff();
    await chatPage.composer.send(first);
    await expect(failure).toBeVisible();
    await field.fill(then);
    await network.comeBack();
    await conversation.ask(question, () => tryAgain.click());
    await expect(conversation).toHaveSentOnce(question);
    await expect(chatPage.transcript.questions).toHaveText([question]);
  });
}

test(
  'a message that cannot be delivered returns to the composer, can be tried three times, and its error can be dismissed',
  { tag: '@embedded' },
  async ({ chatPage, network }) => {
    const { failure, tryAgain, dismiss, field } = chatPage.composer;
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await network.goOff();
    await chatPage.composer.send(question);
    await expect(failure).toContainText('Service unavailable');
    await expect(failure).toContainText('Attempt 1/3');
    await expect(field).toHaveValue(question);
    await expect(chatPage.transcript.questions).toHaveCount(0);
    await tryAgain.click();
    await expect(failure).toContainText('Attempt 2/3');
    await tryAgain.click();
    await expect(failure).toContainText('Attempt 3/3');
    await expect(tryAgain).toBeHidden();
    await dismiss.click();
    await expect(failure).toBeHidden();
    await expect(field).toHaveValue(question);
  },
);

test(
  'the chat opens while no third party answers',
  { tag: '@advice', annotation: source('any person may expect to go on') },
  async ({ chatPage, context, target }) => {
    const own = Object.values(target.site).map((origin) => new URL(origin).hostname);
    await context.route(
      ({ hostname }) => !own.includes(hostname),
      () => undefined,
    );
    await chatPage.goto();
    await expect(chatPage.composer.field).toBeEditable();
    await expect(chatPage.connected).toBeVisible();
  },
);

// Ten attempts are over within half a minute (docs/contract/frontend.md 4).
for (const { seconds, tag } of [
  { seconds: 20, tag: ['@p1', '@P1-020'] },
  { seconds: 60, tag: '@advice' },
]) {
  test(
    `the chat is connected again after an outage of ${seconds} s, and a message is answered`,
    { tag, annotation: [source('docs/contract/frontend.md 4'), source('any person may expect to go on')] },
    async ({ chatPage, clock, conversation, network }) => {
      await clock.install();
      await network.watchSockets();
      await chatPage.goto();
      await expect(chatPage.connected).toBeVisible();
      await network.goOff();
      await network.breakSockets();
      await expect(chatPage.connected).toBeHidden();
      for (let gone = 0; gone < seconds * 1_000; gone += 10 * STEP) await clock.runFor(10 * STEP);
      await network.comeBack();
      await clock.fastForward('00:11');
      await expect(chatPage.connected).toBeVisible();
      const run = await conversation.ask(question);
      await expect(run).toFollowAgentSequence();
      await expect(chatPage).toShowTheAnswerOf(run);
    },
  );
}
