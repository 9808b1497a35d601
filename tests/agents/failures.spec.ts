import { expect, test } from '../../fixtures/index.ts';

const question = 'Why was October so expensive?';
const next = 'And November?';

test.describe('tool failure', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { scenario: 'tool-error' } });

  test(
    'a failed tool prevents neither the answer nor the next message',
    {
      tag: ['@agent-pipeline', '@AP-005'],
    },
    async ({ chatPage, conversation }) => {
      await chatPage.goto();
      const run = await conversation.ask(question);
      await expect(run).toFollowAgentSequence({ failedTools: ['usage_query'] });
      expect(run.tools).toContainEqual(
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

test.describe('agent failure', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { scenario: 'agent-error' } });

  test(
    'a failed agent shows an error message, and the message can be sent again',
    {
      tag: ['@agent-pipeline', '@AP-005', '@critical-path', '@CP-005'],
    },
    async ({ chatPage, conversation }) => {
      const { transcript, badge, composer } = chatPage;
      await chatPage.goto();
      const run = await conversation.ask(question);
      await expect(run).toFollowAgentSequence({ end: 'error', counts: undefined });
      await expect(transcript.failure).toHaveText(run.errorMessage);
      await expect(badge).toHaveText('Failed');
      await expect(composer.field).toBeEditable();
      const later = await conversation.ask(next);
      await expect(later).toFollowAgentSequence({ end: 'error', counts: undefined });
      const again = await conversation.ask(next, () => transcript.lastTryAgain.click());
      await expect(again).toFollowAgentSequence({ end: 'error', counts: undefined });
      expect(conversation.sent, 'the message of the error is the one that is sent again').toEqual([
        question,
        next,
        next,
      ]);
    },
  );
});

test.describe('very slow agents', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { pace: 200 } });

  test(
    'the stop button ends a run on the wire and on the screen, and the next message can be sent',
    {
      tag: ['@p1', '@P1-022', '@agent-pipeline', '@AP-004'],
    },
    async ({ chatPage, conversation }) => {
      const { composer, badge, runCard } = chatPage;
      await chatPage.goto();
      const run = await conversation.ask(question);
      await expect(runCard.thinking).toBeVisible();
      await conversation.stop();
      await expect(run).toFollowAgentSequence({ end: 'stopped', counts: undefined });
      await expect(badge).toHaveText('Stopped');
      await expect(composer.field).toBeEditable();
      await conversation.ask(next);
    },
  );

  test('each run of a conversation can be stopped, not only the first', async ({ chatPage, conversation }) => {
    await chatPage.goto();
    for (const text of [question, next]) {
      const run = await conversation.ask(text);
      await conversation.stop();
      await expect(run).toFollowAgentSequence({ end: 'stopped', counts: undefined });
      await expect(chatPage.badge).toHaveText('Stopped');
    }
  });

  test('a partial answer stays on the screen after the run is stopped, also after a reload', async ({
    chatPage,
    conversation,
  }) => {
    const { badge, runCard, transcript } = chatPage;
    await chatPage.goto();
    const run = await conversation.ask(question);
    await expect(runCard.partialResults).toBeVisible();
    await conversation.stop();
    await expect(run).toFollowAgentSequence({ end: 'stopped', counts: undefined });
    await expect(badge).toHaveText('Stopped');
    await expect(transcript.answers).toHaveText([run.streamedText]);
    await chatPage.reload();
    await expect(transcript.answers).toHaveText([run.streamedText]);
  });
});

test.describe('agents of one step a second', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { pace: 1_000 } });

  test('a run that is stopped while a tool is at work ends that tool, on the wire and on the screen', async ({
    chatPage,
    conversation,
  }) => {
    const { toolsAtWork } = chatPage.runCard;
    await chatPage.goto();
    const run = await conversation.ask(question);
    await expect(toolsAtWork).not.toHaveCount(0);
    await conversation.stop();
    await expect(run).toFollowAgentSequence({ end: 'stopped', counts: undefined });
    await expect(toolsAtWork).toHaveCount(0);
    expect(run.tools.at(-1)!.completed!.fields, 'the tool that was at work').toMatchObject({
      tool_name: run.tools.at(-1)!.tool,
      status: 'cancelled',
      success: false,
      result: { cancelled: true },
    });
  });
});

test.describe('agents that begin late', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { pace: 5_000 } });

  test('a run that is stopped before its first event begins and ends at once', async ({ chatPage, wire }) => {
    const { badge, composer } = chatPage;
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    await composer.send(question);
    await composer.stopButton.click();
    await expect(badge).toHaveText('Stopped');
    await expect(composer.field).toBeEditable();
    const types = wire.traffic.runs.flatMap(({ events }) => events.map(({ type }) => type));
    expect(types).toEqual(['agent_started', 'agent_stopped']);
  });
});

test.describe('event of a newer server', { tag: '@embedded' }, () => {
  test.use({
    stackOptions: { faults: [{ id: 'rename', type: 'agent_thinking', as: 'agent_reflecting' }] },
    tolerates: ['known-kind'],
  });

  test('an event of a type that the page does not know is passed over', async ({ chatPage, conversation }) => {
    await chatPage.goto();
    const run = await conversation.ask(question);
    await run.ended();
    await expect(chatPage.badge).toHaveText('Completed');
    await expect(chatPage.transcript.answers).toHaveText([run.answerText]);
    await expect(chatPage.alert).toHaveCount(0);
  });
});

test.describe('duplicate events', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { faults: [{ id: 'F23' }] } });

  test('an event that arrives twice is shown once', async ({ chatPage, conversation }) => {
    const { transcript, badge } = chatPage;
    await chatPage.goto();
    await conversation.ask(question);
    await expect(badge).toHaveText('Completed');
    await expect(transcript.note(/Starting data_agent/)).toHaveCount(1);
    await expect(transcript.answers).toHaveCount(1);
  });
});

test.describe('slow agents', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { pace: 100 } });

  test('two runs at once in two threads each get a full answer, shown only in their own thread', async ({
    chatPage,
    conversation,
  }) => {
    const { sidebar, transcript } = chatPage;
    await chatPage.goto();
    const one = await conversation.ask(question);
    await sidebar.newChat.click();
    const two = await conversation.ask(next);
    expect(one.end, 'the first still runs when the second begins').toBeNull();
    await expect(one).toFollowAgentSequence({ mentions: ['October'] });
    await expect(two).toFollowAgentSequence({ mentions: ['November'] });
    await expect(chatPage).toShowTheAnswerOf(two);
    await expect(transcript.questions).toHaveText([next]);
    await sidebar.thread(one.thread).click();
    await expect(chatPage).toShowTheAnswerOf(one);
    await expect(transcript.questions).toHaveText([question]);
  });
});

test.describe('runs side by side', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { pace: 300 }, arrives: 'signed out' });

  test('each way to stop ends the run or thread that it names, and no other', async ({
    session,
    openSocket,
    threads,
    agents,
    api,
  }) => {
    const socket = await openSocket({ token: session.tokens.access });
    const runs: { run_id: string; thread_id: string }[] = [];
    for (const title of ['One', 'Two', 'Three', 'Four', 'Five']) {
      const { id } = await threads.create(title);
      const asked = { message: question, thread_id: id };
      runs.push((await (await api.post('/api/agent/v2/execute', { data: asked })).json()) as (typeof runs)[number]);
    }
    const running = async () =>
      (await agents.status())
        .filter(({ status }) => status === 'running')
        .map(({ agent_id }) => agent_id)
        .reverse();
    const left = runs.map(({ run_id }) => run_id);
    expect(await running(), 'runs before the first is stopped').toEqual(left);
    for (const stop of [
      () => socket.say({ type: 'stop_agent', payload: { thread_id: runs[0]!.thread_id } }),
      () => socket.say({ type: 'stop_agent', payload: { run_id: runs[1]!.run_id } }),
      () => api.post('/api/agents/stop', { data: { thread_id: runs[2]!.thread_id } }),
      () => api.post('/api/agents/cancel', { data: { run_id: runs[3]!.run_id } }),
    ]) {
      await stop();
      left.shift();
      await expect.poll(running, { message: 'runs that go on' }).toEqual(left);
    }
  });
});

test.describe('run lost in a restart', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { pace: 40 } });

  test('a run without events for 30 seconds shows an error, and the next message can be sent', async ({
    agents,
    chatPage,
    conversation,
    clock,
    server,
  }) => {
    const { transcript, composer, connected, badge } = chatPage;
    await clock.install();
    await chatPage.goto();
    const dying = await conversation.ask(question);
    await server.restart(0);
    expect(dying.end, 'the run had not ended').toBeNull();
    await expect(connected).toBeVisible();
    await expect(badge).toHaveText('Running');
    await clock.fastForward('00:31');
    await expect(transcript.failure).toHaveText(/Nothing has been heard from the agent/);
    await expect(composer.field).toBeEditable();
    const later = await conversation.ask(next);
    await expect(chatPage).toShowTheAnswerOf(later);
    expect(await agents.status(), 'what the server says of both').toMatchObject([
      { agent_id: later.id, status: 'completed' },
      { agent_id: dying.id, status: 'stopped' },
    ]);
  });
});
