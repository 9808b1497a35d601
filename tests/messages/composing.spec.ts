import { expect, source, test } from '../../fixtures/index.ts';

const question = 'Where did last month’s budget go?';

test.beforeEach(({ chatPage }) => chatPage.goto());

test(
  'Shift+Enter starts a new line and Enter sends the message',
  { annotation: source('docs/contract/frontend.md 8') },
  async ({ chatPage, conversation }) => {
    const { field } = chatPage.composer;
    const run = await conversation.ask('Compare our models\nby price and speed', async () => {
      await field.pressSequentially('Compare our models');
      await field.press('Shift+Enter');
      await field.pressSequentially('by price and speed');
      await field.press('Enter');
    });
    await expect(conversation).toHaveSentOnce(run.question);
    await expect(chatPage.transcript.lastQuestion).toHaveText(run.question);
    await expect(chatPage.composer.field).toHaveValue('');
  },
);

test(
  'a page that changes by itself does not take the focus',
  { tag: '@embedded' },
  async ({ chatPage: { composer, connected }, server, wire }) => {
    await expect(connected).toBeVisible();
    await composer.field.focus();
    await composer.field.blur();
    await server.hangUp(1011, 'Service restarts');
    await expect.poll(() => wire.tap.sockets.length, { message: 'sockets of the page' }).toBe(2);
    await expect(connected).toBeVisible();
    await expect(composer.field).not.toBeFocused();
  },
);

test(
  'a blank message is not sent',
  { annotation: source('docs/contract/frontend.md 8') },
  async ({ chatPage, conversation }) => {
    await chatPage.composer.field.fill(' \n\t ');
    await expect(chatPage.composer.sendButton).toBeDisabled();
    await chatPage.composer.field.press('Enter');
    await conversation.ask(question);
    expect(conversation.sent, 'only the real message left the browser').toEqual([question]);
  },
);

for (const { length, letter, script = '' } of [
  { length: 1, letter: 'w' },
  { length: 8_001, letter: 'w' },
  { length: 10_000, letter: 'w' },
  // Three bytes each: what counts is what a person types, not what is sent.
  { length: 10_000, letter: '語', script: ' in Japanese' },
]) {
  test(
    `a message of length ${length}${script} is sent in full, and is whole after a reload`,
    { annotation: [source('docs/contract/frontend.md 8'), source('any person may expect to lose nothing')] },
    async ({ chatPage, conversation }) => {
      const long = letter.repeat(length);
      const run = await conversation.ask(long);
      await expect(conversation).toHaveSentOnce(long);
      await expect(chatPage.transcript.lastQuestion).toHaveText(long);
      await expect(chatPage).toShowTheAnswerOf(run);
      await chatPage.reload();
      await expect(chatPage.transcript.lastQuestion).toHaveText(long);
    },
  );
}

test(
  'the character count is shown from 8,001 characters on',
  { annotation: source('docs/contract/frontend.md 7') },
  async ({ chatPage }) => {
    const { field, characterCount } = chatPage.composer;
    await field.fill('w'.repeat(8_000));
    await expect(characterCount).toBeHidden();
    await field.press('w');
    await expect(characterCount).toBeVisible();
    await expect(characterCount).toContainText('8001');
  },
);

test(
  'the send button stays in the window however long the message is, and the field shrinks again with its text',
  { tag: '@advice', annotation: source('any person may expect to see') },
  async ({ chatPage, conversation }) => {
    const { field, sendButton } = chatPage.composer;
    const height = async () => (await field.boundingBox())?.height;
    const empty = await height();
    const long = 'one more line\n'.repeat(200);
    await field.fill(long);
    await expect(sendButton).toBeInViewport({ ratio: 1 });
    await field.press('ControlOrMeta+End');
    await expect(sendButton).toBeInViewport({ ratio: 1 });
    await field.clear();
    await expect.poll(height, { message: 'the height of the field when its text is deleted' }).toBe(empty);
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask(long.trim()));
    await expect.poll(height, { message: 'the height of the field when its text is sent' }).toBe(empty);
  },
);

test(
  'a message of 10,001 characters is not sent and stays in the composer',
  { annotation: [source('docs/contract/frontend.md 8'), source('any person may expect to lose nothing')] },
  async ({ chatPage, conversation }) => {
    const { field, sendButton } = chatPage.composer;
    const long = 'w'.repeat(10_001);
    await field.fill(long);
    await expect(sendButton).toBeDisabled();
    await field.press('Enter');
    await expect(field).toHaveValue(long);
    await conversation.ask(question);
    expect(conversation.sent, 'only the short message left the browser').toEqual([question]);
  },
);

test(
  'cut and pasted text is sent unchanged',
  { annotation: source('any person may expect to lose nothing') },
  async ({ chatPage, conversation }) => {
    const { field } = chatPage.composer;
    const pasted = 'model\tprice\nlarge\t$15\nsmall\t$0.60';
    await conversation.ask(pasted, async () => {
      await field.fill(pasted);
      await field.press('ControlOrMeta+A');
      await field.press('ControlOrMeta+X');
      await expect(field).toHaveValue('');
      await field.press('ControlOrMeta+V');
      await field.press('Enter');
    });
    await expect(conversation).toHaveSentOnce(pasted);
  },
);

test(
  'what is pasted stands where the caret was, in place of what was selected, and can be taken back',
  { annotation: source('any person may expect to lose nothing') },
  async ({ chatPage }) => {
    const { field } = chatPage.composer;
    await field.fill('large\nCompare and small');
    await field.press('ControlOrMeta+Home');
    await field.press('Shift+End');
    await field.press('ControlOrMeta+X');
    await field.press('Delete');
    for (const _letter of 'Compare ') await field.press('ArrowRight');
    await field.press('ControlOrMeta+V');
    await expect(field).toHaveValue('Compare largeand small');
    await field.press('ControlOrMeta+Z');
    await expect(field).toHaveValue('Compare and small');
    for (const _letter of 'and') await field.press('Shift+ArrowRight');
    await field.press('ControlOrMeta+V');
    await expect(field).toHaveValue('Compare large small');
  },
);

test(
  'a double click on the send button sends once',
  { annotation: source('docs/contract/failures.md 8.4, F79') },
  async ({ chatPage, conversation }) => {
    const run = await conversation.ask(question, async (text) => {
      await chatPage.composer.field.fill(text);
      await chatPage.composer.sendButton.dblclick();
    });
    await expect(chatPage).toShowTheAnswerOf(run);
    await expect(conversation).toHaveSentOnce(question);
  },
);

test(
  'hammering on Enter sends once',
  { annotation: source('docs/contract/failures.md 8.4, F79') },
  async ({ chatPage, conversation }) => {
    const run = await conversation.ask(question, async (text) => {
      await chatPage.composer.field.fill(text);
      for (const key of ['Enter', 'Enter', 'Enter', 'Enter', 'Enter']) await chatPage.page.keyboard.press(key);
    });
    await expect(chatPage).toShowTheAnswerOf(run);
    await expect(conversation).toHaveSentOnce(question);
  },
);

test(
  'Enter does not send while it confirms IME input, and the next Enter sends',
  { tag: '@advice', annotation: source('any person may expect to lose nothing') },
  async ({ chatPage, conversation }) => {
    const { field } = chatPage.composer;
    await conversation.ask('にほんご', async (text) => {
      await field.fill(text);
      await field.dispatchEvent('keydown', { key: 'Enter', isComposing: true });
      await expect(field).toHaveValue(text);
      await field.press('Enter');
    });
    await expect(conversation).toHaveSentOnce('にほんご');
  },
);

test('a draft survives a reload', { tag: '@embedded' }, async ({ chatPage }) => {
  await chatPage.composer.field.fill('Which of our models');
  await chatPage.reload();
  await expect(chatPage.composer.field).toHaveValue('Which of our models');
});

test(
  'a draft stays in its own thread',
  { tag: '@advice', annotation: source('any person may expect to lose nothing') },
  async ({ chatPage, threads }) => {
    const { field } = chatPage.composer;
    const [one, other] = [await threads.create('Budget'), await threads.create('Models')];
    await chatPage.goto(one.id);
    await field.fill('Which of our bills');
    await chatPage.sidebar.thread(other.id).click();
    await expect(chatPage.page).toHaveURL(new RegExp(`/chat/${other.id}$`));
    await expect(field).toHaveValue('');
    await chatPage.sidebar.thread(one.id).click();
    await expect(field).toHaveValue('Which of our bills');
  },
);

test(
  'a sent message does not return to the composer after a reload',
  { tag: '@embedded' },
  async ({ chatPage, conversation }) => {
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask(question));
    await chatPage.reload();
    await expect(chatPage.transcript.questions).toHaveText([question]);
    await expect(chatPage.composer.field).toHaveValue('');
  },
);
