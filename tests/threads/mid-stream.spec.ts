import { expect, test } from '../../fixtures/index.ts';

const question = 'How much do our nightly jobs cost?';

test.describe('thread change during a run', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { pace: 30 } });

  test('a run is not shown in another thread, and its full answer is shown on return', async ({
    chatPage,
    conversation,
  }) => {
    const { transcript, runCard, sidebar } = chatPage;
    await chatPage.goto();
    const run = await conversation.ask(question);
    await expect(runCard.partialResults).toBeVisible();
    await sidebar.newChat.click();
    await expect(chatPage.composer.field).toBeEditable();
    await run.ended();
    await expect(transcript.messages).toHaveCount(0);
    await expect(runCard.root).toBeHidden();
    await sidebar.thread(run.thread).click();
    await expect(run).toFollowAgentSequence();
    await expect(chatPage).toShowTheAnswerOf(run);
    await expect(transcript.questions).toHaveText([question]);
    await expect(transcript.answers).toHaveCount(1);
  });
});

test.describe('reload during a run', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { pace: 150 } });

  test('a reload during a run loses nothing, and the stored answer is shown once', async ({
    chatPage,
    conversation,
    threads,
  }) => {
    await chatPage.goto();
    const { thread } = await conversation.ask(question);
    const stored = () => threads.texts(thread);
    await expect(chatPage.runCard.partialResults).toBeVisible();
    expect(await stored(), 'the answer is not stored before its end').toEqual([question]);
    await chatPage.reload();
    await expect.poll(stored, { message: 'the question and its answer are stored' }).toHaveLength(2);
    const [, answer] = await stored();
    await expect(chatPage.transcript.questions).toHaveText([question]);
    await expect(chatPage.transcript.answers).toHaveText([answer!]);
    await expect(chatPage.composer.field).toBeEditable();
  });
});
