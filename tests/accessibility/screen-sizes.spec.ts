import { expect, test } from '../../fixtures/index.ts';

const question = 'Does this fit on my screen?';

const screens = {
  '320 px width': { viewport: { width: 320, height: 640 } },
  '200 % zoom (1280 x 720)': { viewport: { width: 640, height: 360 }, deviceScaleFactor: 2 },
};

for (const [name, options] of Object.entries(screens)) {
  test.describe(name, () => {
    test.use(options);

    test(`the golden path works without horizontal scrolling at ${name}`, async ({ chatPage, conversation }) => {
      const { composer, transcript, page } = chatPage;
      await chatPage.goto();
      const run = await conversation.ask(question, (text) => composer.sendByButton(text));
      await expect(run).toFollowAgentSequence();
      await expect(chatPage).toShowTheAnswerOf(run);
      await expect(transcript.lastAnswer).toBeInViewport();
      await expect(composer.field).toBeInViewport({ ratio: 1 });
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(sideways, 'pixels wider than the screen').toBeLessThanOrEqual(0);
    });

    test(`the conversation list can be opened and closed at ${name}`, async ({ chatPage }) => {
      await chatPage.goto();
      await chatPage.openConversations.click();
      await expect(chatPage.sidebar.newChat).toBeInViewport();
      await chatPage.page.keyboard.press('Escape');
      await expect(chatPage.sidebar.newChat).toBeHidden();
      await expect(chatPage.openConversations).toBeFocused();
    });

    test(
      `the page behind the open conversation list cannot be focused at ${name}`,
      { tag: '@embedded' },
      async ({ chatPage }) => {
        const { composer, openConversations, sidebar, page } = chatPage;
        await chatPage.goto();
        await openConversations.click();
        await expect(sidebar.newChat).toBeInViewport();
        await composer.field.focus();
        await expect(composer.field).not.toBeFocused();
        await page.keyboard.press('Escape');
        await expect(openConversations).toBeFocused();
        await composer.field.focus();
        await expect(composer.field).toBeFocused();
      },
    );
  });
}
