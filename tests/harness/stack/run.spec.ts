import type { RunningStack } from '../../../stack/stack.ts';
import { expect, test, type Guest } from '../support/embedded.ts';
import { call, type Json, type Line } from '../support/wire-client.ts';

const question = 'How do we cut the cost of nightly reports?';

function fieldsOf(frame: Json | undefined): Json {
  return (frame?.['payload'] ?? {}) as Json;
}

function pieces(frames: Json[]): string {
  return frames
    .filter((frame) => frame['type'] === 'partial_result')
    .map((frame) => String(fieldsOf(frame)['content']))
    .join('');
}

async function newThread(stack: RunningStack, { token }: Guest): Promise<string> {
  return String((await call(`${stack.apiUrl}/api/threads`, { token, body: {} })).body['id']);
}

async function messagesOf(stack: RunningStack, { token }: Guest, thread: string): Promise<Json[]> {
  return (await call(`${stack.apiUrl}/api/threads/${thread}/messages`, { token })).body['messages'] as Json[];
}

/** Asks on a thread and waits for the report; gives the frames of the run. */
async function ask(line: Line, thread: string, user_request: string): Promise<Json[]> {
  line.send({
    type: 'start_agent',
    payload: { user_request, thread_id: thread, context: { source: 'message_input' }, settings: {} },
  });
  const reported = await line.next((frame) => frame['type'] === 'final_report' && frame['thread_id'] === thread);
  return line.frames.filter((frame) => frame['run_id'] === reported['run_id']);
}

test.describe('run on the embedded stack', () => {
  test('a run goes through agents and overlapping tools to the answer', async ({ stack, guest, dialAs }) => {
    const ada = await guest('ada@example.com');
    const thread = await newThread(stack, ada);
    const frames = await ask(await dialAs(ada), thread, question);
    const steps = frames
      .filter(({ type }) => type !== 'partial_result')
      .map((frame) => {
        return `${String(frame['type'])} ${String(frame['agent_name'])} ${String(fieldsOf(frame)['tool_name'] ?? '')}`.trim();
      });
    expect(steps).toEqual([
      'agent_started supervisor_agent',
      'agent_thinking supervisor_agent',
      'agent_started data_agent',
      'agent_thinking data_agent',
      'tool_executing data_agent usage_query',
      'tool_executing data_agent price_lookup',
      'tool_completed data_agent price_lookup',
      'tool_completed data_agent usage_query',
      'agent_completed data_agent',
      'agent_started optimization_agent',
      'agent_thinking optimization_agent',
      'tool_executing optimization_agent savings_model',
      'tool_completed optimization_agent savings_model',
      'agent_completed optimization_agent',
      'agent_thinking supervisor_agent',
      'agent_completed supervisor_agent',
      'final_report supervisor_agent',
    ]);
    const streamed = frames.filter(({ type }) => type === 'partial_result');
    expect(streamed.length).toBeGreaterThanOrEqual(8);
    expect(streamed.length).toBeLessThanOrEqual(16);
    expect(streamed.map((frame) => fieldsOf(frame)['is_complete'])).toEqual(streamed.map(() => false));
    const answer = pieces(frames);
    expect(fieldsOf(frames.at(-1))).toMatchObject({
      executive_summary: answer,
      recommendations: [
        { title: expect.any(String), description: expect.any(String), impact: 'high', effort: 'low' },
        {},
      ],
      action_plan: expect.any(Array),
      cost_analysis: {},
      total_duration_ms: expect.any(Number),
    });
    expect(fieldsOf(frames.at(-2))).toMatchObject({ result: answer, duration_ms: expect.any(Number) });
    expect(answer).toContain(question);
  });

  test('each frame of a run names run, person, thread and time, and tool calls are paired', async ({
    stack,
    guest,
    dialAs,
  }) => {
    const ada = await guest('ada@example.com');
    const thread = await newThread(stack, ada);
    const since = Date.now();
    const frames = await ask(await dialAs(ada), thread, question);
    const times = frames.map(({ timestamp }) => Number(timestamp));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.every((time) => time >= since && time <= Date.now())).toBe(true);
    expect(frames.every((frame) => frame['user_id'] === ada.id && frame['thread_id'] === thread)).toBe(true);
    const ids = (type: string) =>
      frames.filter((frame) => frame['type'] === type).map((frame) => fieldsOf(frame)['execution_id']);
    expect(new Set(ids('tool_executing')).size).toBe(3);
    expect(ids('tool_completed').sort()).toEqual(ids('tool_executing').sort());
  });

  test('a repeated question gets the same answer, and another question or seed another one', async ({
    stack,
    guest,
    dialAs,
  }) => {
    const ada = await guest('ada@example.com');
    const line = await dialAs(ada);
    const answers = [];
    for (const message of [question, question, 'Which model is best for translations?']) {
      answers.push(pieces(await ask(line, await newThread(stack, ada), message)));
    }
    expect(answers[0]).toBe(answers[1]);
    expect(answers[2]).not.toBe(answers[0]);
    expect(answers[2]).toContain('translations');
  });

  test('a run starts for every kind of question, in a new thread if none is named', async ({ guest, dialAs }) => {
    const line = await dialAs(await guest('ada@example.com'));
    const shapes = [
      { type: 'user_message', payload: { content: 'one', references: [] } },
      { type: 'chat_message', text: 'two' },
      { type: 'execute_agent', content: 'three', user_id: 'dev-user-001' },
      { type: 'message', data: { message: 'four' } },
    ];
    for (const shape of shapes) line.send(shape);
    await line.several('final_report', shapes.length);
    expect(line.of('thread_created').every((frame) => typeof fieldsOf(frame)['thread_id'] === 'string')).toBe(true);
    expect(new Set(line.of('agent_started').map((frame) => frame['run_id'])).size).toBe(4);
    line.send({ type: 'user_message', payload: { content: 'x', thread_id: 'thread_of_nobody' } });
    await line.next((frame) => frame['error_message'] === 'Thread not found');
  });

  test("a run started by REST sends its events over the person's sockets", async ({ stack, guest, dialAs }) => {
    const ada = await guest('ada@example.com');
    const [first, second] = [await dialAs(ada), await dialAs(ada)];
    await first.heard('connection_established');
    const thread_id = await newThread(stack, ada);
    const body = {
      request_id: 'req_1',
      agent_type: 'triage',
      message: question,
      thread_id,
      context: {},
      settings: { stream: false },
    };
    const { status, body: said } = await call(`${stack.apiUrl}/api/agent/v2/execute`, { token: ada.token, body });
    expect(status).toBe(200);
    expect(said).toMatchObject({
      success: true,
      status: 'started',
      thread_id,
      message: expect.any(String),
    });
    for (const line of [first, second]) expect((await line.heard('final_report'))['run_id']).toBe(said['run_id']);
    expect((await call(`${stack.apiUrl}/api/agents/status`, { token: ada.token })).body).toEqual([
      {
        agent_id: said['run_id'],
        status: 'completed',
        agent_type: 'supervisor',
        start_time: expect.stringMatching(/Z$/),
        last_activity: expect.stringMatching(/Z$/),
        message_count: first!.frames.filter((frame) => frame['run_id'] === said['run_id']).length,
      },
    ]);
    expect((await call(`${stack.apiUrl}/api/agent/v2/execute`, { body })).status).toBe(401);
  });

  test('the older REST calls get a real answer', async ({ stack }) => {
    for (const agent of ['execute', 'triage', 'data', 'optimization']) {
      const { status, body } = await call(`${stack.apiUrl}/api/agents/${agent}`, {
        body: { type: agent, message: 'Test the costs' },
      });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        status: 'success',
        agent: expect.any(String),
        execution_time: expect.any(Number),
        error: null,
      });
      expect(body['response']).toMatch(/“Test the costs”/);
      expect(body['response']).not.toMatch(/Mock|Fallback|Degraded/);
    }
  });

  test('a run reaches its own person only', async ({ stack, guest, dialAs }) => {
    const people = await Promise.all(Array.from({ length: 10 }, (_, index) => guest(`person-${index}@example.com`)));
    const lines = await Promise.all(people.map(dialAs));
    const runs = await Promise.all(
      lines.map(async (line, index) =>
        ask(line, await newThread(stack, people[index] as Guest), `Canary ${index}-${index} please`),
      ),
    );
    for (const [index, line] of lines.entries()) {
      const text = line.raw.map(({ data }) => data).join();
      expect(text).toContain(`Canary ${index}-${index}`);
      expect([...text.matchAll(/Canary (\d)-/g)].every(([, number]) => number === String(index))).toBe(true);
      expect(new Set(line.frames.map((frame) => frame['run_id']).filter(Boolean))).toEqual(
        new Set([runs[index]?.[0]?.['run_id']]),
      );
    }
  });

  test('a run is kept apart from another run on the same socket', async ({ stack, guest, dialAs }) => {
    const ada = await guest('ada@example.com');
    const line = await dialAs(ada);
    const [one, two] = [await newThread(stack, ada), await newThread(stack, ada)];
    const [first, second] = await Promise.all([ask(line, one, 'About apples'), ask(line, two, 'About pears')]);
    expect(pieces(first)).toContain('About apples');
    expect(pieces(second)).toContain('About pears');
    expect(first.every((frame) => frame['thread_id'] === one)).toBe(true);
  });

  test.describe('slow run', () => {
    test.use({ stackOptions: { pace: 40 } });

    test('a run stores its question at once and its answer at the end', async ({ stack, guest, dialAs }) => {
      const ada = await guest('ada@example.com');
      const thread = await newThread(stack, ada);
      const line = await dialAs(ada);
      line.send({ type: 'start_agent', payload: { user_request: question, thread_id: thread } });
      await line.heard('agent_started');
      expect(await messagesOf(stack, ada, thread)).toMatchObject([{ role: 'user', content: question }]);
      await line.heard('final_report');
      const kept = await messagesOf(stack, ada, thread);
      expect(kept).toMatchObject([
        { role: 'user', content: question },
        { role: 'assistant', content: pieces(line.frames) },
      ]);
    });

    test('a run stops when asked, and closes what is open', async ({ stack, guest, dialAs }) => {
      const ada = await guest('ada@example.com');
      const line = await dialAs(ada);
      const thread = await newThread(stack, ada);
      const ways: ((run_id: unknown) => Promise<unknown>)[] = [
        async (run_id) => line.send({ type: 'stop_agent', payload: { run_id, thread_id: thread } }),
        (run_id) => call(`${stack.apiUrl}/api/agents/cancel`, { token: ada.token, body: { agent_id: run_id } }),
        () => call(`${stack.apiUrl}/api/agents/stop`, { token: ada.token, body: { thread_id: thread } }),
      ];
      for (const [index, stop] of ways.entries()) {
        line.send({ type: 'start_agent', payload: { user_request: `Question ${index}`, thread_id: thread } });
        const run = (await line.several('tool_executing', 2 * index + 2)).at(-1)?.['run_id'];
        await stop(run);
        await line.next(
          (frame) =>
            frame['type'] === 'agent_stopped' && frame['agent_name'] === 'supervisor_agent' && frame['run_id'] === run,
        );
        const own = line.frames.filter((frame) => frame['run_id'] === run);
        const agents = (...types: string[]) =>
          own
            .filter(({ type }) => types.includes(String(type)))
            .map((frame) => String(frame['agent_name']))
            .sort();
        expect(agents('tool_completed')).toEqual(agents('tool_executing'));
        expect(agents('agent_completed', 'agent_stopped'), 'each that began has one end').toEqual(
          agents('agent_started'),
        );
        expect(own.at(-1)).toMatchObject({ type: 'agent_stopped', agent_name: 'supervisor_agent' });
      }
      line.send({ type: 'stop_agent', payload: {} });
      expect(await line.heard('ack')).toMatchObject({ received_type: 'stop_agent' });
      expect((await messagesOf(stack, ada, thread)).map(({ role }) => role)).toEqual(['user', 'user', 'user']);
    });

    test('a run that is named stops alone', async ({ guest, dialAs }) => {
      const line = await dialAs(await guest('ada@example.com'));
      for (const user_request of ['one', 'two']) line.send({ type: 'start_agent', payload: { user_request } });
      const [one, two] = (await line.several('agent_started', 2)).map(({ run_id }) => run_id);
      line.send({ type: 'stop_agent', payload: { run_id: one } });
      await line.next(({ type, run_id }) => type === 'final_report' && run_id === two);
      expect(line.of('agent_stopped').map(({ run_id }) => run_id)).not.toContain(two);
    });

    test('a run stops when its thread is deleted', async ({ stack, guest, dialAs }) => {
      const ada = await guest('ada@example.com');
      const line = await dialAs(ada);
      line.send({ type: 'start_agent', payload: { user_request: question } });
      const { thread_id } = await line.heard('agent_started');
      await call(`${stack.apiUrl}/api/threads/${String(thread_id)}`, { token: ada.token, method: 'DELETE' });
      expect(await line.heard('agent_stopped')).toMatchObject({ thread_id });
    });

    test('a run reports how long each agent took', async ({ guest, dialAs }) => {
      const line = await dialAs(await guest('ada@example.com'));
      line.send({ type: 'start_agent', payload: { user_request: question } });
      await line.heard('final_report');
      for (const frame of line.of('agent_completed'))
        expect(fieldsOf(frame)['duration_ms'], String(frame['agent_name'])).toBeGreaterThan(0);
    });

    test('a stopped run keeps the text that it has sent', async ({ stack, guest, dialAs }) => {
      const ada = await guest('ada@example.com');
      const line = await dialAs(ada);
      const thread = await newThread(stack, ada);
      line.send({ type: 'start_agent', payload: { user_request: question, thread_id: thread } });
      await line.heard('partial_result');
      line.send({ type: 'cancel_agent' });
      await line.heard('agent_stopped');
      expect(await messagesOf(stack, ada, thread)).toMatchObject([
        { role: 'user' },
        { role: 'assistant', content: pieces(line.frames) },
      ]);
    });

    test('a run whose answer is complete cannot be stopped any more: the report still comes, and the answer is stored once', async ({
      stack,
      guest,
      dialAs,
    }) => {
      const ada = await guest('ada@example.com');
      const line = await dialAs(ada);
      const thread = await newThread(stack, ada);
      line.send({ type: 'start_agent', payload: { user_request: question, thread_id: thread } });
      const { run_id } = await line.next(
        (frame) => frame['type'] === 'agent_completed' && frame['agent_name'] === 'supervisor_agent',
      );
      line.send({ type: 'stop_agent', payload: { run_id } });
      expect(await line.heard('ack')).toMatchObject({ received_type: 'stop_agent' });
      await line.heard('final_report');
      expect(await messagesOf(stack, ada, thread)).toMatchObject([
        { role: 'user' },
        { role: 'assistant', content: pieces(line.frames) },
      ]);
    });
  });
});

test.describe('failing run', () => {
  const outcomes = {
    'tool-error': { kind: 'tool_completed', fields: { status: 'failed', success: false }, last: 'final_report' },
    'agent-error': { kind: 'agent_error', fields: { error_message: expect.any(String) }, last: 'error' },
  } as const;
  for (const [scenario, { kind, fields, last }] of Object.entries(outcomes)) {
    test.describe(scenario, () => {
      test.use({ stackOptions: { pace: 1, scenario: scenario as keyof typeof outcomes } });

      test(`a run in the ${scenario} scenario reports the failure`, async ({ guest, dialAs }) => {
        const line = await dialAs(await guest('ada@example.com'));
        line.send({ type: 'start_agent', payload: { user_request: question } });
        await line.heard(last);
        expect(line.of(kind).map(fieldsOf)).toContainEqual(expect.objectContaining(fields));
        expect(line.of('final_report')).toHaveLength(last === 'error' ? 0 : 1);
      });
    });
  }
});
