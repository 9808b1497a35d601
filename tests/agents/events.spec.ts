import { expect, source, test } from '../../fixtures/index.ts';

const question = 'How could our search become cheaper?';

test(
  'all five critical events of a run arrive in order, paired and with the same run id',
  {
    tag: ['@p1', '@P1-025', '@websocket-events', '@WS-004'],
  },
  async ({ chatPage, conversation }) => {
    await chatPage.goto();
    const run = await conversation.ask(question);
    await expect(run).toFollowAgentSequence();
    const types = new Set(run.events.map(({ type }) => type));
    for (const type of ['agent_started', 'agent_thinking', 'tool_executing', 'tool_completed', 'agent_completed'])
      expect(types).toContain(type);
    expect(conversation.runs).toHaveLength(1);
  },
);

test(
  'the start, thinking and completion of every agent are shown in the conversation',
  {
    tag: ['@embedded', '@agent-pipeline', '@AP-003'],
  },
  async ({ chatPage, conversation }) => {
    await chatPage.goto();
    const run = await conversation.ask(question);
    await expect(run).toFollowAgentSequence();
    expect(run.agents.map(({ name }) => name)).toEqual(['supervisor_agent', 'data_agent', 'optimization_agent']);
    for (const { name } of run.agents) {
      await expect(chatPage.transcript.note(`Starting ${name}...`)).toBeVisible();
      await expect(chatPage.transcript.note(new RegExp(`${name}: \\w+`))).not.toHaveCount(0);
      await expect(chatPage.transcript.note(new RegExp(`${name} completed in \\d+\\.\\d\\ds`))).toBeVisible();
    }
  },
);

test(
  'the duration shown for an agent is the one reported by the server',
  { tag: '@embedded' },
  async ({ chatPage, conversation }) => {
    await chatPage.goto();
    const run = await conversation.ask(question);
    await expect(chatPage).toShowTheAnswerOf(run);
    const [supervisor] = run.agents;
    const seconds = Number(supervisor!.ended!.fields['duration_ms']) / 1000;
    await expect(chatPage.transcript.note(`supervisor_agent completed in ${seconds.toFixed(2)}s`)).toBeVisible();
  },
);

test(
  'two tools running in parallel each get their own result',
  {
    tag: ['@embedded', '@p1', '@P1-010'],
  },
  async ({ chatPage, conversation }) => {
    await chatPage.goto();
    const run = await conversation.ask(question);
    await expect(run).toFollowAgentSequence();
    const [usage, price] = run.tools;
    expect(usage).toMatchObject({
      tool: 'usage_query',
      started: { run: run.id },
      completed: { fields: { success: true } },
    });
    expect(price).toMatchObject({
      tool: 'price_lookup',
      started: { run: run.id },
      completed: { fields: { success: true } },
    });
    expect(price!.started!.frame.seq, 'the second starts before the first has ended').toBeLessThan(
      usage!.completed!.frame.seq,
    );
    expect(price!.execution).not.toBe(usage!.execution);
    await expect(chatPage.runCard.toolsAtWork, 'no tool is shown at work when the run is over').toHaveCount(0);
  },
);

test.describe('agents at reading speed', () => {
  test.use({ stackOptions: { pace: 40 } });

  test(
    'the answer is shown piece by piece before the run ends',
    {
      tag: ['@p1', '@P1-008', '@P1-023'],
    },
    async ({ chatPage, conversation }) => {
      await chatPage.goto();
      const run = await conversation.ask(question);
      await expect(run).toStreamProgressively();
    },
  );
});

test(
  'the first event, first text and answer arrive within their time budgets',
  {
    tag: ['@p1', '@P1-011', '@critical-path', '@CP-004'],
  },
  async ({ chatPage, conversation }) => {
    await chatPage.goto();
    const run = await conversation.ask(question);
    await expect(run).toMeetBudget('firstEvent', 'firstText', 'silence', 'runEnd');
  },
);

test(
  'the final report shows recommendations and an action plan',
  {
    tag: ['@critical-path', '@CP-006'],
  },
  async ({ chatPage, conversation }) => {
    await chatPage.goto();
    const run = await conversation.ask(question);
    await expect(chatPage).toShowTheAnswerOf(run);
    await chatPage.runCard.summary.click();
    await expect(chatPage.runCard.recommendations).toBeVisible();
    await expect(chatPage.runCard.actionPlan).toBeVisible();
  },
);

test(
  'the final report shows a cost analysis',
  { tag: '@advice', annotation: source('docs/contract/frontend.md 6') },
  async ({ chatPage, conversation }) => {
    await chatPage.goto();
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask(question));
    await chatPage.runCard.summary.click();
    await expect(chatPage.runCard.costAnalysis).toBeVisible();
  },
);

test('the final report shows costs in dollars', { tag: '@embedded' }, async ({ chatPage, conversation }) => {
  await chatPage.goto();
  await expect(chatPage).toShowTheAnswerOf(await conversation.ask(question));
  await chatPage.runCard.summary.click();
  await expect(chatPage.runCard.figures.filter({ hasText: /^\$\d/ })).toHaveCount(4);
});

test('the final report tells how long the run took', { tag: '@embedded' }, async ({ chatPage, conversation }) => {
  await chatPage.goto();
  await expect(chatPage).toShowTheAnswerOf(await conversation.ask(question));
  await chatPage.runCard.summary.click();
  await expect(chatPage.runCard.figures.filter({ hasText: /^\d+\.\ds$/ })).toHaveCount(1);
});

test(
  'a quick-start prompt is sent once, word for word, and answered',
  { annotation: source('docs/contract/frontend.md 5') },
  async ({ chatPage, conversation, wire }) => {
    await chatPage.goto();
    await expect(chatPage.examples).not.toHaveCount(0);
    const [prompt = ''] = await chatPage.exampleTexts.allInnerTexts();
    const run = await conversation.ask(prompt, (text) => chatPage.examples.filter({ hasText: text }).click());
    await expect(run).toFollowAgentSequence();
    await expect(chatPage).toShowTheAnswerOf(run);
    await expect(conversation).toHaveSentOnce(prompt);
    const sent = wire.traffic.events.find(({ type }) => type === 'start_agent');
    expect(sent?.fields).toMatchObject({ context: { source: 'example_prompt' } });
  },
);

test(
  'an example question is sent word for word wherever its card is clicked, and by keyboard',
  { tag: '@embedded' },
  async ({ chatPage, conversation }) => {
    const { example, exampleTitle, exampleText, sidebar, page } = chatPage;
    const ways = [
      () => example.click({ position: { x: 3, y: 24 } }),
      () => exampleTitle.click(),
      () => exampleText.click(),
      () => example.press('Enter'),
    ];
    await chatPage.goto();
    const prompt = await exampleText.innerText();
    for (const pick of ways) {
      await sidebar.newChat.click();
      await expect(page).toHaveURL(/\/chat\/[^/]+$/);
      await conversation.ask(prompt, pick);
    }
    expect(conversation.sent).toEqual(ways.map(() => prompt));
  },
);
