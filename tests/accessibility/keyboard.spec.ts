import { expect, test } from '../../fixtures/index.ts';

const question = 'Can I do this without a mouse?';

test.describe('keyboard only', { tag: '@dev-form' }, () => {
  test.use({ arrives: 'signed out' });

  test('a person can sign in, send a message, read the answer and send another one by keyboard only', async ({
    loginPage,
    chatPage,
    conversation,
  }) => {
    const { keyboard } = chatPage.page;
    const { field } = chatPage.composer;
    await loginPage.goto();
    await expect(loginPage.quickDevLogin).toBeEnabled();
    await expect(async () => {
      await keyboard.press('Tab');
      await expect(loginPage.quickDevLogin, 'Tab leads to the button').toBeFocused({ timeout: 1 });
    }).toPass({ intervals: [0] });
    await keyboard.press('Enter');
    await expect(field, 'the composer has the focus when the chat opens').toBeFocused();
    const run = await conversation.ask(question, async (text) => {
      await keyboard.type(text);
      await keyboard.press('Enter');
    });
    await expect(run).toFollowAgentSequence();
    await expect(chatPage).toShowTheAnswerOf(run);
    await expect(field, 'the focus is back in the composer').toBeFocused();
    await conversation.ask('And again?', async (text) => {
      await keyboard.type(text);
      await keyboard.press('Enter');
    });
  });
});

test('the "Skip to content" link moves the focus to the main content', { tag: '@embedded' }, async ({ chatPage }) => {
  const { page, composer } = chatPage;
  await chatPage.goto();
  await expect(composer.field).toBeEditable();
  await page.getByRole('link', { name: 'Skip to content' }).press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('Ctrl+I moves the focus to the composer', async ({ chatPage }) => {
  await chatPage.goto();
  await chatPage.sidebar.search.press('Control+i');
  await expect(chatPage.composer.field).toBeFocused();
});

test('the up arrow brings the last sent message back into the composer', async ({ chatPage, conversation }) => {
  const { field } = chatPage.composer;
  await chatPage.goto();
  await expect(chatPage).toShowTheAnswerOf(await conversation.ask(question));
  await field.press('ArrowUp');
  await expect(field).toHaveValue(question);
  await field.press('ArrowDown');
  await expect(field).toHaveValue('');
});

test(
  'the arrow keys step through all messages sent before',
  { tag: '@embedded' },
  async ({ chatPage, conversation }) => {
    const { field } = chatPage.composer;
    await chatPage.goto();
    for (const text of [question, 'And with one hand?'])
      await expect(chatPage).toShowTheAnswerOf(await conversation.ask(text));
    await field.press('ArrowUp');
    await expect(field).toHaveValue('And with one hand?');
    await field.press('ArrowUp');
    await expect(field).toHaveValue(question);
    await field.press('ArrowDown');
    await expect(field).toHaveValue('And with one hand?');
  },
);

test('a thread can be opened by keyboard and shows a focus outline', async ({ chatPage, conversation }) => {
  const { sidebar, transcript, page } = chatPage;
  await chatPage.goto();
  const run = await conversation.ask(question);
  await expect(chatPage).toShowTheAnswerOf(run);
  await sidebar.newChat.focus();
  await page.keyboard.press('Enter');
  await expect(transcript.messages).toHaveCount(0);
  const thread = sidebar.thread(run.thread);
  await thread.focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(thread, 'the focus is drawn').not.toHaveCSS('outline-style', 'none');
  await page.keyboard.press('Enter');
  await expect(transcript.questions).toHaveText([question]);
});
