import { expect, test } from '../../fixtures/index.ts';

const question = 'Can I do this without a mouse?';

test.describe('by keyboard alone', { tag: '@dev-form' }, () => {
  test.use({ arrives: 'signed out' });

  test('a person signs in, asks, reads the answer and asks again', async ({ loginPage, chatPage, conversation }) => {
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

test('a person can skip to the content of the page, by keyboard', { tag: '@embedded' }, async ({ chatPage }) => {
  const { page, composer } = chatPage;
  await chatPage.goto();
  await expect(composer.field).toBeEditable();
  await page.getByRole('link', { name: 'Skip to content' }).press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('Ctrl+I leads to the composer from anywhere', async ({ chatPage }) => {
  await chatPage.goto();
  await chatPage.sidebar.search.press('Control+i');
  await expect(chatPage.composer.field).toBeFocused();
});

test('the arrow keys bring back what was sent before', async ({ chatPage, conversation }) => {
  const { field } = chatPage.composer;
  await chatPage.goto();
  await expect(chatPage).toShowTheAnswerOf(await conversation.ask(question));
  await field.press('ArrowUp');
  await expect(field).toHaveValue(question);
  await field.press('ArrowDown');
  await expect(field).toHaveValue('');
});

test(
  'the arrow keys walk through all that was sent before',
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

test('a thread is opened and the focus can be seen, by keyboard alone', async ({ chatPage, conversation }) => {
  const { sidebar, transcript, page } = chatPage;
  await chatPage.goto();
  const run = await conversation.ask(question);
  await expect(chatPage).toShowTheAnswerOf(run);
  await sidebar.newChat.focus();
  await page.keyboard.press('Enter');
  await expect(transcript.messages).toHaveCount(0);
  const thread = sidebar.thread(run.run.thread!);
  await thread.focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(thread, 'the focus is drawn').not.toHaveCSS('outline-style', 'none');
  await page.keyboard.press('Enter');
  await expect(transcript.questions).toHaveText([question]);
});
