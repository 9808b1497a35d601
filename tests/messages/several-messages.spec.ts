import { expect, source, test } from '../../fixtures/index.ts';

const first = 'Which model should answer support tickets?';
const second = 'And what would the invoices of October cost with it?';

test(
  'the second answer is about the second message, not the first',
  { tag: ['@golden-path', '@GP-003'] },
  async ({ chatPage, conversation }) => {
    await chatPage.goto();
    const earlier = await conversation.ask(first);
    await expect(earlier).toFollowAgentSequence({ mentions: ['support', 'tickets'] });
    await expect(chatPage).toShowTheAnswerOf(earlier);
    const later = await conversation.ask(second);
    await expect(later).toFollowAgentSequence({ mentions: ['invoices', 'October'] });
    await expect(chatPage).toShowTheAnswerOf(later);
    expect(later.answerText).not.toBe(earlier.answerText);
    await expect(chatPage.transcript.answers).toHaveCount(2);
  },
);

test(
  'three messages each get their own run and stay in order, also after a reload',
  {
    tag: ['@p1', '@P1-024', '@message-flow', '@MF-003', '@critical-path', '@CP-003'],
  },
  async ({ chatPage, conversation }) => {
    const questions = ['What does the data agent cost?', 'And what does it save?', 'Then which one is next?'];
    await chatPage.goto();
    for (const question of questions) {
      const run = await conversation.ask(question);
      await expect(run).toFollowAgentSequence({ mentions: [question] });
      await expect(chatPage).toShowTheAnswerOf(run);
      await expect(conversation).toHaveSentOnce(question);
    }
    const answers = conversation.runs.map(({ answerText }) => answerText);
    expect(conversation.sent, 'order on the wire').toEqual(questions);
    await expect(chatPage.transcript.questions).toHaveText(questions);
    await expect(chatPage.transcript.answers).toHaveText(answers);
    await chatPage.reload();
    await expect(chatPage.transcript.said).toHaveText(questions.flatMap((text, place) => [text, answers[place]!]));
  },
);

test.describe('agents at reading speed', () => {
  test.use({ stackOptions: { pace: 50 } });

  // The word "test" sends a question over REST in every build of the page (docs/contract/frontend.md 5).
  for (const [how, question, ways] of [
    ['', first, /^(websocket|rest)$/],
    [' over REST', 'Which model should answer the test questions?', /^rest$/],
  ] as const) {
    test(
      `a question asked twice${how} is answered twice, and both answers stream`,
      { annotation: source('any person may expect to see') },
      async ({ chatPage, conversation }) => {
        await chatPage.goto();
        for (const _time of [1, 2]) {
          const run = await conversation.ask(question);
          await expect(run).toStreamProgressively();
          await expect(chatPage).toShowTheAnswerOf(run);
        }
        for (const { by } of conversation.sentMessages(question)) expect(by).toMatch(ways);
        await expect(chatPage.transcript.questions).toHaveText([question, question]);
        await expect(chatPage.transcript.answers).toHaveText(conversation.runs.map(({ answerText }) => answerText));
      },
    );
  }
});

test(
  'a second run in an open conversation adds each of its messages once, and the page throws no error',
  { tag: ['@message-flow', '@MF-003'] },
  async ({ chatPage, conversation }) => {
    await chatPage.goto();
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask(first));
    await chatPage.reload();
    await expect(chatPage.transcript.questions).toHaveText([first]);
    const run = await conversation.ask(second);
    await expect(run).toFollowAgentSequence();
    await expect.soft(chatPage.transcript.questions).toHaveText([first, second]);
    await expect.soft(chatPage.transcript.answers).toHaveCount(2);
    await expect(chatPage).toShowTheAnswerOf(run);
  },
);

test(
  'a second message stands below what was said, of which nothing changes or is said again',
  { tag: '@embedded' },
  async ({ chatPage, conversation }) => {
    const { messages } = chatPage.transcript;
    await chatPage.goto();
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask(first));
    const said = await messages.allTextContents();
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask(second));
    await expect
      .poll(async () => (await messages.allTextContents()).slice(0, said.length + 1), {
        message: 'what was said, and the second message below it',
      })
      .toEqual([...said, expect.stringContaining(second)]);
  },
);

test('the tenth message of a thread is answered', { tag: '@embedded' }, async ({ chatPage, conversation, threads }) => {
  const earlier = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
  const { id } = await threads.create('Budget', earlier);
  await chatPage.goto(id);
  await expect(chatPage.transcript.questions).toHaveText(earlier);
  const run = await conversation.ask(first);
  await expect(run).toFollowAgentSequence({ thread: id, mentions: ['support', 'tickets'] });
  await expect(chatPage).toShowTheAnswerOf(run);
  await expect(chatPage.transcript.questions).toHaveText([...earlier, first]);
});

test.describe('paused stream', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { faults: [{ id: 'stall', type: 'partial_result', nth: 3, ms: 3_000 }] } });

  test('the composer is locked while an answer streams, and typed text is not sent', async ({
    chatPage,
    conversation,
  }) => {
    const { field } = chatPage.composer;
    await chatPage.goto();
    const run = await conversation.ask(first);
    await expect(chatPage.runCard.partialResults).toBeVisible();
    await expect(field).not.toBeEditable();
    await expect(field).toHaveAttribute('placeholder', 'Agent is thinking...');
    await chatPage.page.keyboard.type('early');
    await chatPage.page.keyboard.press('Enter');
    await expect(chatPage).toShowTheAnswerOf(run);
    await expect(field).toHaveValue('');
    await conversation.ask(second);
    expect(conversation.sent).toEqual([first, second]);
  });
});
