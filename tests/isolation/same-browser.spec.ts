import { expect, test } from '../../fixtures/index.ts';

// That nothing of the first person is shown, not for one picture of the page, is judged at the end of every test.
test(
  'the next person at a browser sees nothing of the one before',
  { tag: '@embedded' },
  async ({ chatPage, conversation, sessionsOf, storedTokens }) => {
    await chatPage.goto();
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask('What did our merger with Globex cost?'));
    const [grace] = await sessionsOf('grace@example.com');
    await storedTokens.store(grace!.tokens);
    await chatPage.goto();
    await expect(chatPage.header.userName).toHaveText('grace@example.com');
    await expect(chatPage.composer.field).toBeEditable();
    await expect(chatPage.transcript.messages).toHaveCount(0);
    await expect(chatPage.sidebar.threads).toHaveCount(0);
  },
);
