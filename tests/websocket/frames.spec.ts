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
