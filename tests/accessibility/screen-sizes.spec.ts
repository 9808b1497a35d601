import { expect, source, test } from '../../fixtures/index.ts';

const question = 'Does this fit on my screen?';

const screens = [
  { name: '320 px width', criterion: '1.4.10', options: { viewport: { width: 320, height: 640 } } },
  {
    name: '200 % zoom (1280 x 720)',
    criterion: '1.4.4',
    options: { viewport: { width: 640, height: 360 }, deviceScaleFactor: 2 },
  },
] as const;

for (const { name, criterion, options } of screens) {
  test.describe(name, () => {
    test.use(options);

    test(
      `the golden path works without horizontal scrolling at ${name}`,
      { annotation: source(`WCAG 2.2, ${criterion}`) },
      async ({ chatPage, conversation }) => {
        const { composer, transcript, page } = chatPage;
        await chatPage.goto();
        const run = await conversation.ask(question, (text) => composer.sendByButton(text));
        await expect(run).toFollowAgentSequence();
        await expect(chatPage).toShowTheAnswerOf(run);
        for (const part of [transcript.lastAnswer, composer.field]) {
          await part.scrollIntoViewIfNeeded();
          await expect(part).toBeInViewport();
        }
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(sideways, 'pixels wider than the screen').toBeLessThanOrEqual(0);
      },
    );

    test(
      `the answer and the composer are on the screen without scrolling at ${name}`,
      { tag: '@advice', annotation: source('any person may expect to see') },
      async ({ chatPage, conversation }) => {
        const { composer, transcript } = chatPage;
        await chatPage.goto();
        await expect(chatPage).toShowTheAnswerOf(await conversation.ask(question));
        await expect(transcript.lastAnswer).toBeInViewport();
        await expect(composer.field).toBeInViewport({ ratio: 1 });
      },
    );

    test(
      `a long name in the header leaves room for the sign-out at ${name}`,
      { tag: '@embedded' },
      async ({ people }) => {
        const [person] = await people('augusta.ada.byron.king.countess.of.lovelace@example.com');
        const { header, page } = person!.chatPage;
        await page.setViewportSize(options.viewport);
        await person!.chatPage.goto();
        await expect(header.userName).toHaveText(/lovelace/i);
        await expect(header.logoutButton).toBeInViewport({ ratio: 1 });
      },
    );

    test(`the conversation list can be opened and closed at ${name}`, { tag: '@embedded' }, async ({ chatPage }) => {
      await chatPage.goto();
      await chatPage.openConversations.click();
      await expect(chatPage.sidebar.newChat).toBeInViewport();
      await chatPage.page.keyboard.press('Escape');
      await expect(chatPage.sidebar.newChat).toBeHidden();
      await expect(chatPage.openConversations).toBeFocused();
    });

    test(
      `the conversation list closes on what is chosen in it, on a click beside it and on the way back at ${name}`,
      { tag: '@embedded' },
      async ({ chatPage, threads }) => {
        const { openConversations, sidebar, page } = chatPage;
        const thread = await threads.create('Bills', ['What do we pay?']);
        await chatPage.goto((await threads.create('Models')).id);
        await openConversations.click();
        await sidebar.thread(thread.id).click();
        await expect(chatPage.transcript.lastQuestion).toHaveText('What do we pay?');
        await expect(sidebar.newChat).toBeHidden();
        await expect(page.getByRole('main')).toBeFocused();
        await openConversations.click();
        await expect(sidebar.newChat).toBeFocused();
        await page.goBack();
        await expect(sidebar.newChat).toBeHidden();
        await openConversations.click();
        await page.mouse.click(options.viewport.width - 5, 300);
        await expect(sidebar.newChat).toBeHidden();
        await expect(openConversations).toHaveAttribute('aria-expanded', 'false');
      },
    );

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
