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

test(
  'the next person at a browser gets no draft of the one before',
  { tag: '@embedded' },
  async ({ chatPage, sessionsOf, storedTokens }) => {
    const { field } = chatPage.composer;
    const draft = 'What would it cost to take over Initech?';
    await chatPage.goto();
    await field.fill(draft);
    await chatPage.reload();
    await expect(field).toHaveValue(draft);
    const [grace] = await sessionsOf('grace@example.com');
    await storedTokens.store(grace!.tokens);
    await chatPage.reload();
    await expect(chatPage.header.userName).toHaveText('grace@example.com');
    await expect(field).toBeEditable();
    await expect(field).toHaveValue('');
  },
);

test.describe('signed out by hand', { tag: '@embedded' }, () => {
  test.use({ arrives: 'by the sign-in form' });

  test('the next person who signs in does not land in the conversation of the one before', async ({
    chatPage,
    enter,
    conversation,
    signOut,
    loginPage,
    wire,
  }) => {
    await enter();
    const { thread } = await conversation.ask('What did our merger with Globex cost?');
    await expect(chatPage.page).toHaveURL(new RegExp(`/chat/${thread}$`));
    await expect(chatPage.composer.field).toBeEditable();
    await signOut();
    const before = wire.exchanges.all.length;
    await loginPage.signInAs('person@example.com', 'golden-path');
    await expect(chatPage.header.userName).toHaveText('Pat Person');
    await expect(chatPage.sidebar.noConversations).toBeVisible();
    const asked = wire.exchanges.all.slice(before).map(({ url }) => url);
    expect(asked.filter((url) => url.includes(thread))).toEqual([]);
  });
});
