import { expect, test } from '../../fixtures/index.ts';

test.describe('thread list that comes late', { tag: '@embedded' }, () => {
  let arrives = () => {};

  test.beforeEach(async ({ chatPage, page, target, threads }) => {
    const late = new Promise<void>((resolve) => (arrives = resolve));
    await threads.create('Budget', ['What did we spend?']);
    await page.route(`${target.site.api}/api/threads?*`, async (route) => {
      const response = await route.fetch();
      await late;
      await route.fulfill({ response });
    });
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
  });

  test('a person who has begun to write stays in the new conversation when the thread list arrives', async ({
    chatPage,
  }) => {
    const { composer, sidebar, transcript } = chatPage;
    await composer.field.fill('Could we save');
    arrives();
    await expect(sidebar.threads).toContainText(['Budget']);
    await expect(transcript.messages).toHaveCount(0);
    await expect(chatPage.page).toHaveURL(/\/chat$/);
    await expect(composer.field).toHaveValue('Could we save');
  });

  test('a conversation that begins before the thread list arrives stays in the list, and on the screen', async ({
    chatPage,
    conversation,
  }) => {
    const run = await conversation.ask('What could we save?');
    await expect(chatPage).toShowTheAnswerOf(run);
    arrives();
    await expect(chatPage.sidebar.threads).toContainText([run.question, 'Budget']);
    await expect(chatPage).toShowTheAnswerOf(run);
  });
});
