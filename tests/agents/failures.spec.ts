import { expect, test } from '../../fixtures/index.ts';

const question = 'Why was October so expensive?';
const next = 'And November?';

test.describe('when a tool fails', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { scenario: 'tool-error' } });

  test(
    'a failed tool does not stop the run: the person gets the answer and goes on',
    {
      tag: ['@agent-pipeline', '@AP-005'],
    },
    async ({ chatPage, conversation }) => {
      await chatPage.goto();
      const run = await conversation.ask(question);
      await expect(run).toFollowAgentSequence();
      expect(run.run.tools).toContainEqual(
        expect.objectContaining({
          tool: 'usage_query',
          completed: expect.objectContaining({ fields: expect.objectContaining({ success: false }) }),
        }),
      );
      await expect(chatPage).toShowTheAnswerOf(run);
      await expect(chatPage).toShowTheAnswerOf(await conversation.ask(next));
    },
  );
});

test.describe('when an agent fails', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { scenario: 'agent-error' } });

  test(
    'a failed agent is told to the person, who can write again and try again',
    {
      tag: ['@agent-pipeline', '@AP-005', '@critical-path', '@CP-005'],
    },
    async ({ chatPage, conversation }) => {
      const { transcript, badge, composer } = chatPage;
      await chatPage.goto();
      const run = await conversation.ask(question);
      await expect(run).toFollowAgentSequence({ end: 'error', counts: undefined });
      await expect(transcript.failure).toHaveText(run.run.ending!.message!);
      await expect(badge).toHaveText('Failed');
      await expect(composer.field).toBeEditable();
      const again = await conversation.ask(question, () => transcript.tryAgain.click());
      await expect(again).toFollowAgentSequence({ end: 'error', counts: undefined });
      expect(conversation.sent).toEqual([question, question]);
    },
  );
});

test.describe('with very slow agents', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { pace: 200 } });

  test(
    'stopping a run ends it on the wire and on the screen, and the person can write again',
    {
      tag: ['@p1', '@P1-022', '@agent-pipeline', '@AP-004'],
    },
    async ({ chatPage, conversation }) => {
      const { composer, badge, runCard } = chatPage;
      await chatPage.goto();
      const run = await conversation.ask(question);
      await expect(runCard.thinking).toBeVisible();
      await composer.stopButton.click();
      await expect(run).toFollowAgentSequence({ end: 'stopped', counts: undefined });
      await expect(badge).toHaveText('Stopped');
      await expect(composer.field).toBeEditable();
      await conversation.ask(next);
    },
  );

  test('what an agent wrote before it was stopped stays on the screen', async ({ chatPage, conversation }) => {
    const { composer, badge, runCard, transcript } = chatPage;
    await chatPage.goto();
    const run = await conversation.ask(question);
    await expect(runCard.partialResults).toBeVisible();
    await composer.stopButton.click();
    await expect(run).toFollowAgentSequence({ end: 'stopped', counts: undefined });
    await expect(badge).toHaveText('Stopped');
    await expect(transcript.answers).toHaveText([run.run.streamed.text]);
  });
});

test.describe('when events come twice', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { faults: [{ id: 'F23' }] } });

  test('each is shown once', async ({ chatPage, conversation }) => {
    const { transcript, badge } = chatPage;
    await chatPage.goto();
    await conversation.ask(question);
    await expect(badge).toHaveText('Completed');
    await expect(transcript.note(/Starting data_agent/)).toHaveCount(1);
    await expect(transcript.answers).toHaveCount(1);
  });
});

test.describe('with slow agents', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { pace: 100 } });

  test('two runs at once in two threads are each answered whole, and neither shows in the other', async ({
    chatPage,
    conversation,
  }) => {
    const { sidebar, transcript } = chatPage;
    await chatPage.goto();
    const one = await conversation.ask(question);
    await sidebar.newChat.click();
    const two = await conversation.ask(next);
    expect(one.run.end, 'the first still runs when the second begins').toBeNull();
    await expect(one).toFollowAgentSequence({ mentions: ['October'] });
    await expect(two).toFollowAgentSequence({ mentions: ['November'] });
    await expect(chatPage).toShowTheAnswerOf(two);
    await expect(transcript.questions).toHaveText([next]);
    await sidebar.thread(one.run.thread!).click();
    await expect(chatPage).toShowTheAnswerOf(one);
    await expect(transcript.questions).toHaveText([question]);
  });
});

test.describe('when a run dies', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { pace: 40 } });

  test('a run that never ends is told to the person after half a minute, who can write again', async ({
    chatPage,
    conversation,
    server,
  }) => {
    const { page, transcript, composer, connected, badge } = chatPage;
    await page.clock.install();
    await chatPage.goto();
    const dying = await conversation.ask(question);
    await server.restart(0);
    expect(dying.run.end, 'the run had not ended').toBeNull();
    await expect(connected).toBeVisible();
    await expect(badge).toHaveText('Running');
    await page.clock.fastForward('00:31');
    await expect(transcript.failure).toHaveText(/Nothing has been heard from the agent/);
    await expect(composer.field).toBeEditable();
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask(next));
  });
});
