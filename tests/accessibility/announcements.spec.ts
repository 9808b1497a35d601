import { expect, test } from '../../fixtures/index.ts';

const question = 'Is this answer read out?';

test('the answer arrives in a live region', async ({ chatPage, conversation }) => {
  const { liveRegion } = chatPage.transcript;
  await chatPage.goto();
  const run = await conversation.ask(question);
  await expect(chatPage).toShowTheAnswerOf(run);
  await expect(liveRegion).toHaveAttribute('aria-live', 'polite');
  await expect(liveRegion).toContainText(run.run.answer!.text);
});

test.describe('when the stream pauses', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { faults: [{ id: 'stall', type: 'partial_result', nth: 3, ms: 3_000 }] } });

  test('the live region is busy while an answer streams, and not any more when it is there', async ({
    chatPage,
    conversation,
  }) => {
    const { liveRegion } = chatPage.transcript;
    await chatPage.goto();
    const run = await conversation.ask(question);
    await expect(chatPage.runCard.partialResults).toBeVisible();
    await expect(liveRegion).toHaveAttribute('aria-busy', 'true');
    await expect(chatPage).toShowTheAnswerOf(run);
    await expect(liveRegion).toHaveAttribute('aria-busy', 'false');
  });
});

test('which conversation is open is told in the list, and not by its colour alone', async ({ chatPage }) => {
  await chatPage.goto();
  await chatPage.sidebar.newChat.click();
  await expect(chatPage.sidebar.threads).toHaveAttribute('aria-current', 'page');
});

test.describe('with slow agents', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { pace: 150 } });

  test('that an agent works is announced as a status, and its end too', async ({ chatPage, conversation }) => {
    await chatPage.goto();
    await conversation.ask(question);
    await expect(chatPage.page.getByRole('status').and(chatPage.processing)).toHaveText('Processing your request...');
    await chatPage.composer.stopButton.click();
    await expect(chatPage.processing).toBeHidden();
  });

  for (const reducedMotion of ['reduce', 'no-preference'] as const) {
    test.describe(`with ${reducedMotion}`, () => {
      test.use({ contextOptions: { reducedMotion } });

      const expected = reducedMotion === 'reduce' ? 'nothing moves' : 'something moves';
      test(`while an agent works, ${expected} when the person prefers ${reducedMotion}`, async ({
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

test('a failure is an alert', { tag: '@embedded' }, async ({ chatPage, network }) => {
  await chatPage.goto();
  await expect(chatPage.connected).toBeVisible();
  await network.goOff();
  await chatPage.composer.send(question);
  await expect(chatPage.alert).toContainText('Service unavailable');
});
