import { expect, test } from '../../fixtures/index.ts';

/** Longer than a finished card stays open by itself. */
const AFTER_SHRINKING = '00:03';

test.describe('the card of a run', { tag: '@embedded' }, () => {
  test('opens and collapses by mouse and keyboard, and the focus stays at its button', async ({
    chatPage,
    conversation,
  }) => {
    const { runCard, page } = chatPage;
    await chatPage.goto();
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask('What do our batch jobs cost?'));
    await runCard.summary.click();
    await expect(runCard.collapse).toBeFocused();
    await expect(runCard.root).toBeVisible();
    await runCard.collapse.click();
    await expect(runCard.root).toBeHidden();
    await expect(runCard.bar).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(runCard.root).toBeVisible();
    await expect(runCard.collapse).toBeFocused();
  });

  test('shrinks by itself, and not any more once it was opened', async ({ chatPage, clock, conversation }) => {
    const { runCard } = chatPage;
    await clock.install();
    await chatPage.goto();
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask('What do our batch jobs cost?'));
    await clock.fastForward(AFTER_SHRINKING);
    await expect(runCard.root).toBeHidden();
    await runCard.summary.click();
    await clock.fastForward(AFTER_SHRINKING);
    await expect(runCard.root).toBeVisible();
  });

  test('a card that was opened before it would shrink stays open', async ({ chatPage, clock, conversation }) => {
    const { runCard } = chatPage;
    await clock.install();
    await chatPage.goto();
    await conversation.ask('What do our batch jobs cost?', async (text) => {
      await chatPage.composer.send(text);
      await runCard.collapse.click();
      await runCard.bar.click();
      await chatPage.header.userName.hover();
      await runCard.collapse.blur();
    });
    await expect(chatPage.transcript.answers).toHaveCount(1);
    await clock.fastForward(AFTER_SHRINKING);
    await expect(runCard.root).toBeVisible();
  });

  for (const [what, act] of [
    ['the pointer is on it', 'hover'],
    ['the focus is in it', 'focus'],
  ] as const)
    test(`a card does not shrink while ${what}`, async ({ chatPage, clock, conversation }) => {
      const { runCard } = chatPage;
      await clock.install();
      await chatPage.goto();
      await conversation.ask('What do our batch jobs cost?', async (text) => {
        await chatPage.composer.send(text);
        await runCard.collapse[act]();
      });
      await expect(chatPage.transcript.answers).toHaveCount(1);
      await clock.fastForward(AFTER_SHRINKING);
      await expect(runCard.root).toBeVisible();
    });

  test('begins anew with each run', async ({ chatPage, conversation }) => {
    await chatPage.goto();
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask('What do our batch jobs cost?'));
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask('Which model fits ticket triage?'));
    const topOf = async (part: typeof chatPage.runCard.root) => (await part.boundingBox())!.y;
    const below = async () => (await topOf(chatPage.runCard.summary)) - (await topOf(chatPage.transcript.lastQuestion));
    await expect.poll(below, { message: 'pixels of the card below its question' }).toBeGreaterThan(0);
    await chatPage.runCard.summary.click();
    await expect(chatPage.runCard.root).toContainText('ticket triage');
    await expect(chatPage.runCard.root).not.toContainText('batch jobs');
    await expect(chatPage.runCard.root).toContainText('3 agents');
  });
});
