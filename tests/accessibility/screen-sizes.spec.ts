import { expect, test } from '../../fixtures/index.ts';

const question = 'Does this fit on my screen?';

const screens = {
  '320 pixels wide': { viewport: { width: 320, height: 640 } },
  'at 200 % zoom of 1280 by 720': { viewport: { width: 640, height: 360 }, deviceScaleFactor: 2 },
};

for (const [name, options] of Object.entries(screens)) {
  test.describe(name, () => {
    test.use(options);

    test(`the golden path works on a screen ${name}, without scrolling sideways`, async ({
      chatPage,
      conversation,
    }) => {
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

    test(`the conversations are at hand on a screen ${name}`, async ({ chatPage }) => {
      await chatPage.goto();
      await chatPage.openConversations.click();
      await expect(chatPage.sidebar.newChat).toBeInViewport();
      await chatPage.page.keyboard.press('Escape');
      await expect(chatPage.sidebar.newChat).toBeHidden();
      await expect(chatPage.openConversations).toBeFocused();
    });

    test(
      `behind the conversations nothing has the focus on a screen ${name}`,
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
