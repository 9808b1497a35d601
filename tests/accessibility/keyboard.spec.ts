import { expect, source, test } from '../../fixtures/index.ts';

const question = 'Can I do this without a mouse?';

test.describe('keyboard only', { tag: '@dev-form', annotation: source('WCAG 2.2, 2.1.1') }, () => {
  test.use({ arrives: 'signed out' });

  test('a person can sign in, send a message, read the answer and send another one by keyboard only', async ({
    loginPage,
    chatPage,
    conversation,
  }) => {
    const { keyboard } = chatPage.page;
    const { field } = chatPage.composer;
    const tabTo = (target: typeof field) =>
      expect(async () => {
        await keyboard.press('Tab');
        await expect(target, 'Tab leads there').toBeFocused({ timeout: 1 });
      }).toPass({ intervals: [0] });
    const write = async (text: string) => {
      await tabTo(field);
      await keyboard.type(text);
      await keyboard.press('Enter');
    };
    await loginPage.goto();
    await expect(loginPage.quickDevLogin).toBeEnabled();
    await tabTo(loginPage.quickDevLogin);
    await keyboard.press('Enter');
    await expect(field).toBeEditable();
    const run = await conversation.ask(question, write);
    await expect(run).toFollowAgentSequence();
    await expect(chatPage).toShowTheAnswerOf(run);
    await conversation.ask('And again?', write);
  });
});

test.describe(
  'every key',
  { annotation: [source('WCAG 2.2, 2.1.4'), source('any person may expect to lose nothing')] },
  () => {
    // No key of a letter, a digit or a sign is kept for something else.
    const keys = Array.from({ length: 94 }, (_, place) => String.fromCharCode(33 + place)).join('');

    test('every sign can be typed in the composer and in the search', async ({ chatPage }) => {
      await chatPage.goto();
      await expect(chatPage.composer.field).toBeEditable();
      for (const field of [chatPage.sidebar.search, chatPage.composer.field]) {
        await field.pressSequentially(keys);
        await expect(field).toHaveValue(keys);
      }
    });

    test.describe('signed out', { tag: '@dev-form' }, () => {
      test.use({ arrives: 'signed out' });

      test('every sign can be typed in the form of the sign-in', async ({ loginPage }) => {
        await loginPage.goto();
        for (const field of [loginPage.email, loginPage.password]) {
          await field.clear();
          await field.pressSequentially(keys);
          await expect(field).toHaveValue(keys);
        }
      });
    });
  },
);

test(
  'the Tab key leads out of the composer, forwards and backwards',
  { annotation: source('WCAG 2.2, 2.1.2') },
  async ({ chatPage }) => {
    const { field } = chatPage.composer;
    await chatPage.goto();
    await field.fill('half a question');
    for (const key of ['Tab', 'Shift+Tab']) {
      await field.press(key);
      await expect(field, `after ${key}`).not.toBeFocused();
      await expect(field).toHaveValue('half a question');
    }
  },
);

test(
  'the composer has the focus when the chat opens',
  { annotation: source('docs/contract/frontend.md 8') },
  async ({ chatPage }) => {
    await chatPage.goto();
    await expect(chatPage.composer.field).toBeFocused();
  },
);

test(
  'the focus is back in the composer when the answer is there',
  { tag: '@advice', annotation: source('WCAG 2.2, 2.4.3') },
  async ({ chatPage, conversation }) => {
    await chatPage.goto();
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask(question));
    await expect(chatPage.composer.field).toBeFocused();
  },
);

test.describe('agents at reading speed', () => {
  test.use({ stackOptions: { pace: 50 } });

  test(
    'a person who writes elsewhere when the answer comes goes on writing there',
    { tag: '@advice', annotation: source('any person may expect to go on') },
    async ({ chatPage, conversation }) => {
      const { search } = chatPage.sidebar;
      await chatPage.goto();
      const run = await conversation.ask(question);
      await search.fill('mouse');
      await expect(chatPage).toShowTheAnswerOf(run);
      await expect(chatPage.composer.field).toBeEditable();
      await expect(search).toBeFocused();
    },
  );
});

test('the "Skip to content" link moves the focus to the main content', { tag: '@embedded' }, async ({ chatPage }) => {
  const { page, composer } = chatPage;
  await chatPage.goto();
  await expect(composer.field).toBeEditable();
  await page.getByRole('link', { name: 'Skip to content' }).press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test(
  'Ctrl+I moves the focus to the composer',
  { annotation: source('docs/contract/frontend.md 8') },
  async ({ chatPage }) => {
    await chatPage.goto();
    await chatPage.sidebar.search.press('Control+i');
    await expect(chatPage.composer.field).toBeFocused();
  },
);

test(
  'the up arrow brings the last message sent in an open thread back into the composer',
  { annotation: source('docs/contract/frontend.md 8') },
  async ({ chatPage, conversation, threads }) => {
    const { field } = chatPage.composer;
    const { id } = await threads.create('Keyboard');
    const lines = 'Which of these can go:\n\n  - GPU  hours, at $2.10\n\t- “spare” tokens 🦄?';
    await chatPage.goto(id);
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask(lines));
    await field.press('ArrowUp');
    await expect(field, 'to the letter, with its lines and spaces').toHaveValue(lines);
    await field.press('ArrowDown');
    await expect(field).toHaveValue('');
  },
);

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

test(
  'a thread can be opened by keyboard, and its focus can be seen',
  { annotation: [source('WCAG 2.2, 2.1.1'), source('WCAG 2.2, 2.4.7')] },
  async ({ chatPage, conversation, pictureOf }) => {
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
    const without = await pictureOf(thread);
    await page.keyboard.press('Shift+Tab');
    await expect(thread).toBeFocused();
    expect(await pictureOf(thread), 'the thread looks the same with and without the focus').not.toEqual(without);
    await page.keyboard.press('Enter');
    await expect(transcript.questions).toHaveText([question]);
  },
);
