import { expect, source, test } from '../../fixtures/index.ts';

const question = 'Is this answer read out?';

test(
  'the answer is announced to a screen reader by a live region',
  { annotation: source('WCAG 2.2, 4.1.3') },
  async ({ chatPage, conversation }) => {
    await chatPage.goto();
    const run = await conversation.ask(question);
    await expect(chatPage).toShowTheAnswerOf(run);
    await expect(chatPage.transcript.announcements.filter({ hasText: run.answerText })).not.toHaveCount(0);
  },
);

test.describe('paused stream', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { faults: [{ id: 'stall', type: 'partial_result', nth: 3, ms: 3_000 }] } });

  test('the polite live region is aria-busy while an answer streams, and no longer when it is complete', async ({
    chatPage,
    conversation,
  }) => {
    const { liveRegion } = chatPage.transcript;
    await chatPage.goto();
    const run = await conversation.ask(question);
    await expect(chatPage.runCard.partialResults).toBeVisible();
    await expect(liveRegion).toHaveAttribute('aria-live', 'polite');
    await expect(liveRegion).toHaveAttribute('aria-busy', 'true');
    await expect(chatPage).toShowTheAnswerOf(run);
    await expect(liveRegion).toHaveAttribute('aria-busy', 'false');
  });
});

test(
  'the open conversation is marked in the conversation list, not by its colour alone',
  { annotation: source('WCAG 2.2, 1.3.1') },
  async ({ chatPage }) => {
    await chatPage.goto();
    await chatPage.sidebar.newChat.click();
    await expect(chatPage.sidebar.markedAsOpen).toHaveCount(1);
  },
);

test.describe('slow agents', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { pace: 150 } });

  test('a status message is shown while agents work and disappears when the run is stopped', async ({
    chatPage,
    conversation,
  }) => {
    await chatPage.goto();
    await conversation.ask(question);
    await expect(chatPage.page.getByRole('status').and(chatPage.processing)).toHaveText('Processing your request...');
    await conversation.stop();
    await expect(chatPage.processing).toBeHidden();
  });

  for (const reducedMotion of ['reduce', 'no-preference'] as const) {
    test.describe(`prefers-reduced-motion: ${reducedMotion}`, () => {
      test.use({ contextOptions: { reducedMotion } });

      const expected = reducedMotion === 'reduce' ? 'nothing is animated' : 'something is animated';
      test(`${expected} while an agent works with prefers-reduced-motion: ${reducedMotion}`, async ({
        chatPage,
        conversation,
      }) => {
        await chatPage.goto();
        await conversation.ask(question);
        await expect(chatPage.processing).toBeVisible();
        const moving = await chatPage.page.evaluate(
          () => document.getAnimations().filter(({ playState }) => playState === 'running').length,
        );
        expect(moving > 0, `${moving} animations`).toBe(reducedMotion === 'no-preference');
      });
    });
  }
});

test('a message that cannot be sent is announced as an alert', { tag: '@embedded' }, async ({ chatPage, network }) => {
  await chatPage.goto();
  await expect(chatPage.connected).toBeVisible();
  await network.goOff();
  await chatPage.composer.send(question);
  await expect(chatPage.alert).toContainText('Service unavailable');
});
