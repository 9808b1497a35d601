import { expect, source, test } from '../../fixtures/index.ts';

const question = 'Which of our reports could be shorter?';

test.describe('forced colours', () => {
  test.use({ contextOptions: { forcedColors: 'active' } });

  test(
    'the focus can be seen by a person whose system chooses the colours',
    { tag: '@advice', annotation: source('WCAG 2.2, 2.4.7') },
    async ({ chatPage, threads, pictureOf }) => {
      const { sidebar, composer, page } = chatPage;
      const { id } = await threads.create('Reports');
      await chatPage.goto(id);
      await expect(composer.field).toBeEditable();
      for (const control of [sidebar.newChat, sidebar.thread(id)]) {
        await composer.field.focus();
        const without = await pictureOf(control);
        await control.focus();
        await page.keyboard.press('Shift+Tab');
        await page.keyboard.press('Tab');
        await expect(control).toBeFocused();
        expect
          .soft(await pictureOf(control), `${control} looks the same with and without the focus`)
          .not.toEqual(without);
      }
    },
  );
});

test.describe('less motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' }, stackOptions: { pace: 100 } });

  test(
    'nothing that moves by itself goes on without end for a person who asked for less motion',
    { tag: '@advice', annotation: source('WCAG 2.2, 2.2.2') },
    async ({ chatPage, conversation }) => {
      await chatPage.goto();
      await conversation.ask(question);
      await expect(chatPage.runCard.root).toBeVisible();
      const endless = await chatPage.page.evaluate(() =>
        document
          .getAnimations()
          .filter(({ playState, effect }) => playState === 'running' && effect?.getTiming().iterations === Infinity)
          .map((animation) => ('animationName' in animation ? String(animation.animationName) : 'an animation')),
      );
      expect(endless, 'animations without end').toEqual([]);
    },
  );
});

test(
  'every text grows with the font size that a person chose in the browser',
  { tag: '@advice', annotation: source('WCAG 2.2, 1.4.4') },
  async ({ chatPage, conversation, smallTexts }) => {
    await chatPage.goto();
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask(question));
    expect(await smallTexts(), 'texts that stay as small as they were').toEqual([]);
  },
);
