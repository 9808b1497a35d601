import { expect, source, test } from '../../fixtures/index.ts';

test('a link to a thread opens it', { tag: ['@embedded', '@p1', '@P1-015'] }, async ({ chatPage, threads }) => {
  const written = ['first', 'second', 'third'];
  const { id } = await threads.create('Budget', written);
  await chatPage.goto(id);
  await expect(chatPage.transcript.questions).toHaveText(written);
  await expect(chatPage.sidebar.thread(id)).toHaveAttribute('aria-current', 'page');
});

test(
  'a link to a long thread shows all of its messages, also after another answer and a reload',
  { tag: '@embedded' },
  async ({ chatPage, threads, conversation }) => {
    const written = Array.from({ length: 120 }, (_, index) => `message ${index + 1}`);
    const { id } = await threads.create('Budget', written);
    await chatPage.goto(id);
    await expect(chatPage.transcript.questions).toHaveText(written);
    const next = 'And what comes after all that?';
    const run = await conversation.ask(next);
    await expect(chatPage).toShowTheAnswerOf(run);
    await chatPage.reload();
    await expect(chatPage.transcript.questions).toHaveText([...written, next]);
    await expect(chatPage).toShowTheAnswerOf(run);
  },
);

test(
  'a link to a thread that does not exist shows an error and a way back to the chat',
  { annotation: source('docs/contract/frontend.md 1') },
  async ({ chatPage }) => {
    await chatPage.goto('thread_of_nobody');
    await expect(chatPage.unableToLoad).toBeVisible();
    await chatPage.returnToChat.click();
    await expect(chatPage.composer.field).toBeEditable();
  },
);

test(
  'a link to another person’s thread shows none of its messages',
  { tag: '@embedded' },
  async ({ chatPage, people }) => {
    const [grace] = await people('grace@example.com');
    await grace!.chatPage.goto();
    const run = await grace!.conversation.ask('What is the secret plan?');
    await expect(grace!.chatPage).toShowTheAnswerOf(run);
    await chatPage.goto(run.thread);
    await expect(chatPage.unableToLoad).toBeVisible();
    await expect(chatPage.alert).toHaveText('Thread not found');
    await expect(chatPage.transcript.messages).toHaveCount(0);
    await expect(chatPage.page.getByText('secret plan')).toHaveCount(0);
  },
);
