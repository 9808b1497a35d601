import { orders, questions } from '../../fixtures/access/operations.ts';
import { expect, source, test } from '../../fixtures/index.ts';

test(
  'the welcome names the five critical events and what the socket can do',
  { tag: '@read-only', annotation: source('docs/contract/backend.md 3.4') },
  async ({ chatPage, wire }) => {
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    const observed = await wire.socket();
    await expect
      .poll(() => observed.events[0], { message: 'the first frame of the socket' })
      .toMatchObject({
        type: 'connection_established',
        fields: {
          mode: 'main',
          connection_id: expect.stringMatching(/\S/),
          golden_path_events: expect.arrayContaining([
            'agent_started',
            'agent_thinking',
            'tool_executing',
            'tool_completed',
            'agent_completed',
          ]),
          features: {
            full_business_logic: true,
            golden_path_integration: true,
            cloud_run_optimized: true,
            emergency_fallback: true,
            agent_orchestration: true,
          },
          timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/),
        },
      });
  },
);

test.describe('heartbeats', () => {
  test.use({ stackOptions: { heartbeat: 300 } });

  test(
    'a heartbeat names its connection and what it has carried',
    { tag: '@read-only', annotation: source('docs/contract/backend.md 3.6') },
    async ({ chatPage, wire }) => {
      await chatPage.goto();
      await expect(chatPage.connected).toBeVisible();
      const observed = await wire.socket();
      const heartbeat = () => observed.events.find(({ type }) => type === 'heartbeat');
      await wire.tap.until(heartbeat, 60_000, 'a heartbeat');
      expect(heartbeat()).toMatchObject({
        fields: {
          connection_id: observed.events[0]!.fields['connection_id'],
          timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/),
          stats: { messages_processed: expect.any(Number), agent_events_processed: 0 },
        },
      });
    },
  );
});

test(
  'a message of an unknown type is acknowledged with the user id of the WebSocket',
  { annotation: source('docs/contract/backend.md 3.7') },
  async ({ openSocket, session }) => {
    const socket = await openSocket({ token: session.tokens.access });
    for (const type of ['no_such_message', 42]) {
      socket.send({ type });
      const told = await socket.hears((text) => new RegExp(`"received_type":\\s*${JSON.stringify(type)}`).test(text));
      expect(JSON.parse(told ?? 'null'), String(type)).toEqual({
        type: 'ack',
        received_type: type,
        timestamp: expect.any(Number),
        user_id: session.account.id,
        status: 'acknowledged',
      });
    }
  },
);

test(
  'an answer to a heartbeat is not answered again',
  { annotation: source('docs/contract/backend.md 5') },
  async ({ openSocket, session }) => {
    const socket = await openSocket({ token: session.tokens.access });
    for (const type of ['heartbeat_ack', 'pong']) await socket.say({ type });
    expect(socket.heard.filter((text) => /"received_type":\s*"(heartbeat_ack|pong)"/.test(text))).toEqual([]);
  },
);

/** The run that a frame names. */
const runOf = (text: string) => text.replace(/^.*"run_id":\s*"([^"]+)".*$/, '$1');

/** Whether a frame is the first of a run that is none of these. */
function begins(text: string, runs: ReadonlySet<string>): boolean {
  return /"type":\s*"agent_started"/.test(text) && !runs.has(runOf(text));
}

/** Whether a frame is the answer to a question: the first of a run that is none of these, or an error. */
function reacts(text: string, runs: ReadonlySet<string>): boolean {
  return begins(text, runs) || /"type":\s*"error/.test(text);
}

/** Whether a frame says that a run was stopped. */
function stops(text: string, run: string): boolean {
  return /"type":\s*"agent_stopped"/.test(text) && runOf(text) === run;
}

test.describe('types of messages', () => {
  test.use({ stackOptions: { pace: 100 } });

  test(
    'every type and form of message that asks the agents starts a run, and every type that stops one does so',
    { tag: '@embedded', annotation: source('docs/contract/backend.md 5') },
    async ({ openSocket, session, target }) => {
      const { firstEvent } = target.budgets;
      const socket = await openSocket({ token: session.tokens.access });
      const runs = new Set<string>();
      const ask = async (type: string, field?: string): Promise<string> => {
        const question = { [field ?? 'user_request']: `What does ${type} cost?` };
        socket.send({ type, ...(field ? { payload: { ...question, references: [] } } : question) });
        const told = (await socket.hears((text) => reacts(text, runs), firstEvent)) ?? 'nothing';
        expect(told, `the answer within ${firstEvent} ms to a ${type} with ${Object.keys(question).join()}`).toMatch(
          /"type":\s*"agent_started"/,
        );
        const run = runOf(told);
        runs.add(run);
        return run;
      };
      for (const type of questions) await ask(type);
      for (const field of ['user_request', 'content', 'message', 'text']) await ask('user_message', field);
      for (const type of orders) {
        const run = await ask('start_agent');
        socket.send({ type, payload: { run_id: run } });
        const stopped = await socket.hears((text) => stops(text, run));
        expect(stopped, `the end of the run after ${type}`).not.toBeNull();
      }
    },
  );
});

test.describe('agents without tools', () => {
  test.use({ stackOptions: { pace: 120, scenario: 'no-tool' } });

  test(
    'a stop that comes after the answer leaves the run as it ended',
    { tag: '@embedded', annotation: source('docs/contract/backend.md 4.4') },
    async ({ openSocket, session, target }) => {
      const { runEnd } = target.budgets;
      const socket = await openSocket({ token: session.tokens.access });
      socket.send({ type: 'start_agent', user_request: 'What does a late stop cost?' });
      const answered = await socket.hears((text) => /"type":"agent_completed".*"supervisor_agent"/.test(text), runEnd);
      socket.send({ type: 'stop_agent', payload: { run_id: runOf(answered!) } });
      expect(await socket.hears((text) => text.includes('"final_report"')), 'the report').not.toBeNull();
      expect(socket.heard.filter((text) => text.includes('"agent_stopped"'))).toEqual([]);
    },
  );
});
