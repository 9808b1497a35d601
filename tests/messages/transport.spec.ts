import { expect, source, test } from '../../fixtures/index.ts';

for (const word of ['test', 'analyze', 'Optimize', 'processes']) {
  test(
    `a message with the word "${word}" is sent once over REST and answered over the WebSocket`,
    { annotation: source('docs/contract/frontend.md 5') },
    async ({ chatPage, conversation }) => {
      const question = `Which ${word} of our chatbot is the most expensive?`;
      await chatPage.goto();
      const run = await conversation.ask(question);
      await expect(run).toFollowAgentSequence();
      await expect(chatPage).toShowTheAnswerOf(run);
      await expect(chatPage.composer.failure).toBeHidden();
      await expect(conversation).toHaveSentOnce(question, { by: 'rest' });
    },
  );
}

test(
  'a message refused with 401 is sent again with a new token and counts once',
  { tag: '@embedded' },
  async ({ refuseOnce, chatPage, target, conversation, wire }) => {
    const question = 'Which test is the most expensive?';
    const calls = `${target.site.api}/api/agent/v2/execute`;
    await refuseOnce(calls);
    await chatPage.goto();
    const run = await conversation.ask(question);
    await expect(run).toFollowAgentSequence();
    await expect(chatPage).toShowTheAnswerOf(run);
    expect(wire.exchanges.of('POST', '/api/agent/v2/execute').map(({ status }) => status)).toEqual([401, 200]);
    await expect(conversation).toHaveSentOnce(question, { by: 'rest' });
  },
);

test(
  'a message is sent in one WebSocket frame, and its run starts within the time budget',
  {
    tag: ['@embedded', '@p1', '@P1-003'],
  },
  async ({ chatPage, conversation }) => {
    const question = 'Which chatbot is the most expensive?';
    await chatPage.goto();
    const run = await conversation.ask(question);
    await expect(conversation).toHaveSentOnce(question, { by: 'websocket' });
    await expect(run).toMeetBudget('firstEvent');
    await expect(run).toFollowAgentSequence();
  },
);

const subjects = [
  { question: 'Which test data do we keep?', agent: 'data' },
  { question: 'Which test has the lowest cost?', agent: 'optimization' },
  { question: 'Which test is next?', agent: 'triage' },
];

for (const { question, agent } of subjects) {
  test(
    `"${question}" over REST is addressed to the ${agent} agent`,
    { tag: '@embedded' },
    async ({ chatPage, conversation, wire }) => {
      await chatPage.goto();
      await expect(chatPage).toShowTheAnswerOf(await conversation.ask(question));
      expect(wire.exchanges.of('POST', '/api/agent/v2/execute').map(({ sent }) => sent)).toMatchObject([
        { agent_type: agent },
      ]);
    },
  );
}
