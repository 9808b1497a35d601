import { expect, test } from '../../fixtures/index.ts';

const question = 'Can everybody read this answer?';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme });

    test(`the page is ${colorScheme}`, async ({ chatPage, brightness }) => {
      await chatPage.goto();
      await expect(chatPage.composer.field).toBeEditable();
      const shade = await brightness();
      expect(shade > 127 ? 'light' : 'dark', `brightness ${shade.toFixed(0)} of 255`).toBe(colorScheme);
    });

    test(`the empty chat and the answered chat put nothing in anybody’s way, in ${colorScheme} colours`, async ({
      chatPage,
      conversation,
      barriers,
    }) => {
      await chatPage.goto();
      await expect(chatPage.connected).toBeVisible();
      await expect(chatPage.sidebar.noConversations).toBeVisible();
      expect(await barriers(), 'empty').toEqual([]);
      await expect(chatPage).toShowTheAnswerOf(await conversation.ask(question));
      expect(await barriers(), 'answered').toEqual([]);
    });

    test.describe('signed out', () => {
      test.use({ arrives: 'signed out' });

      test(
        `signing in puts nothing in anybody’s way, in ${colorScheme} colours`,
        { tag: '@dev-form' },
        async ({ loginPage, barriers }) => {
          await loginPage.goto();
          await expect(loginPage.quickDevLogin).toBeEnabled();
          expect(await barriers()).toEqual([]);
        },
      );
    });

    test.describe('when the stream stops at its third piece', { tag: '@embedded' }, () => {
      test.use({ stackOptions: { faults: [{ id: 'stall', type: 'partial_result', nth: 3 }] } });

      test(`an answer that streams puts nothing in anybody’s way, in ${colorScheme} colours`, async ({
        chatPage,
        conversation,
        barriers,
      }) => {
        await chatPage.goto();
        await conversation.ask(question);
        await expect(chatPage.runCard.partialResults).toBeVisible();
        expect(await barriers()).toEqual([]);
      });
    });

    test.describe('when an agent fails', { tag: '@embedded' }, () => {
      test.use({ stackOptions: { scenario: 'agent-error' } });

      test(`an error puts nothing in anybody’s way, in ${colorScheme} colours`, async ({
        chatPage,
        conversation,
        network,
        barriers,
      }) => {
        await chatPage.goto();
        await conversation.ask(question);
        await expect(chatPage.transcript.failure).toBeVisible();
        await network.goOff();
        await chatPage.composer.send('What is a test?');
        await expect(chatPage.composer.failure).toBeVisible();
        expect(await barriers()).toEqual([]);
      });
    });

    test(`a conversation that cannot be opened puts nothing in anybody’s way, in ${colorScheme} colours`, async ({
      chatPage,
      barriers,
    }) => {
      await chatPage.page.clock.install();
      await chatPage.goto('thread_of_nobody');
      await expect(chatPage.unableToLoad).toBeVisible();
      expect(await barriers()).toEqual([]);
    });
  });
}
