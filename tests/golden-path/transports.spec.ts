import { expect, source, test } from '../../fixtures/index.ts';

const question = 'Which of our models should answer support tickets?';

test.use({ stackOptions: { pace: 40 } });

for (const envelope of ['payload', 'data', 'flat', 'server'] as const) {
  test.describe(`${envelope} envelope`, { tag: '@embedded' }, () => {
    test.use({ stackOptions: { envelope, pace: 40 } });

    test(`an answer in the ${envelope} envelope streams in and is shown`, async ({ chatPage, conversation }) => {
      await chatPage.goto();
      const run = await conversation.ask(question);
      await expect(run).toFollowAgentSequence();
      await expect(run).toUseEnvelope(envelope);
      await expect(run).toStreamProgressively();
      await expect(chatPage).toShowTheAnswerOf(run);
    });
  });
}

for (const transport of ['websocket', 'rest'] as const) {
  test.describe(`${transport} transport`, { tag: '@embedded' }, () => {
    test.use({ stackOptions: { transport } });

    test(`a message over ${transport} is sent once and answered over the WebSocket`, async ({
      chatPage,
      conversation,
    }) => {
      await chatPage.goto();
      const run = await conversation.ask(question);
      await expect(run).toFollowAgentSequence();
      await expect(chatPage).toShowTheAnswerOf(run);
      await expect(conversation).toHaveSentOnce(question, { by: transport });
    });
  });
}

test.describe('phone', { tag: '@embedded' }, () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a person on a phone sends a message and sees the answer stream in', async ({ chatPage, conversation }) => {
    await chatPage.goto();
    const run = await conversation.ask(question, (text) => chatPage.composer.sendByButton(text));
    await expect(run).toFollowAgentSequence();
    await expect(run).toStreamProgressively();
    await expect(chatPage).toShowTheAnswerOf(run);
    await expect(chatPage.transcript.lastAnswer).toBeInViewport();
  });
});

test(
  'the sent message appears in the conversation immediately',
  { annotation: source('any person may expect to see') },
  async ({ chatPage, conversation }) => {
    await chatPage.goto();
    await conversation.ask(question);
    await expect(chatPage.transcript.lastQuestion).toHaveText(question);
  },
);

test(
  'the streamed text appears on the screen within the lag budget',
  { tag: '@advice', annotation: source('docs/contract/team-checks.md 7.7') },
  async ({ chatPage, conversation }) => {
    await chatPage.goto();
    const run = await conversation.ask(question);
    await expect(run).toMeetBudget('lag');
  },
);
