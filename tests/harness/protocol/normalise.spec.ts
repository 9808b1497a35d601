import { expect, test } from '@playwright/test';
import type { Frame } from '../../../lib/evidence/index.ts';
import { type AgentEvent, normalise } from '../../../lib/protocol/index.ts';

function received(message: unknown): AgentEvent {
  return understood({ text: typeof message === 'string' ? message : JSON.stringify(message) });
}

function understood(part: Partial<Frame>): AgentEvent {
  return normalise({ seq: 1, socket: 1, direction: 'received', time: 0, text: '', ...part });
}

const NOON = Date.UTC(2026, 0, 5, 12, 0, 0);

test.describe('normalised event', () => {
  const fields = { reasoning: 'Adding up' };
  const root = { type: 'agent_thinking', run_id: 'r', user_id: 'u', agent_name: 'a' };
  const envelopes = {
    payload: { ...root, thread_id: 't', timestamp: NOON, payload: fields },
    data: { ...root, timestamp: '2026-01-05T12:00:00+00:00', data: { ...fields, thread_id: 't' } },
    flat: { ...root, thread_id: 't', timestamp: NOON / 1000, critical: true, ...fields },
    server: {
      type: 'agent_thinking',
      data: { ...root, type: undefined, thread_id: 't', ...fields },
      timestamp: NOON / 1000,
      server_id: 's',
      correlation_id: 'c',
    },
  };

  for (const [envelope, message] of Object.entries(envelopes)) {
    test(`an event is read from the envelope ${envelope}`, () => {
      expect(received(message)).toMatchObject({
        envelope,
        type: 'agent_thinking',
        kind: 'agent',
        step: 'think',
        run: 'r',
        user: 'u',
        agent: 'a',
        thread: 't',
        text: 'Adding up',
        timestamp: NOON,
        fields: { reasoning: 'Adding up' },
      });
    });
  }

  test('an event inside a server message is read, and the outer type is kept', () => {
    const wrapped = received({
      type: 'agent_progress',
      data: { event: 'tool_executing', tool_name: 'usage_query' },
      server_id: 's',
    });
    expect(wrapped).toMatchObject({
      type: 'tool_executing',
      rawType: 'agent_progress',
      kind: 'tool',
      step: 'call',
      tool: 'usage_query',
    });
    expect(received({ type: 'system_message', data: { event: 'connection_established' } }).kind).toBe('welcome');
    expect(received({ type: 'system_message', data: { event: 'nonsense' } }).type).toBe('system_message');
  });

  test('an event of type reasoning is not repaired but marked', () => {
    expect(received({ type: 'reasoning', reasoning: 'Adding up' })).toMatchObject({
      type: 'reasoning',
      step: 'think',
      definition: { insteadOf: 'agent_thinking' },
    });
    expect(received({ type: 'agent_thinking' }).definition.insteadOf).toBeUndefined();
  });

  test('an event sent by the page is distinguished from the same type sent by the server', () => {
    const text = JSON.stringify({
      type: 'user_message',
      payload: { content: 'Hello', thread_id: 't', references: [] },
    });
    expect(understood({ text, direction: 'sent' })).toMatchObject({
      kind: 'client',
      text: 'Hello',
      thread: 't',
      step: null,
    });
    expect(understood({ text })).toMatchObject({ kind: 'unknown' });
    expect(understood({ text: '{"type":"agent_started"}', direction: 'sent' }).kind).toBe('unknown');
    const restored = { type: 'session_restore', payload: { threadId: 't' } };
    expect(understood({ text: JSON.stringify(restored), direction: 'sent' })).toMatchObject({
      kind: 'client',
      thread: 't',
    });
  });

  const kinds: Record<string, string> = {
    agent_started: 'agent',
    tool_completed: 'tool',
    partial_result: 'text',
    final_report: 'delivery',
    agent_error: 'error',
    error_message: 'error',
    connection_established: 'welcome',
    heartbeat: 'heartbeat',
    pong: 'heartbeat',
    ack: 'ack',
    thread_created: 'thread',
    event_batch: 'unknown',
    constructor: 'unknown',
    __proto__: 'unknown',
  };
  for (const [type, kind] of Object.entries(kinds)) {
    test(`an event of type ${type} is of kind ${kind}`, () => expect(received(`{"type":"${type}"}`).kind).toBe(kind));
  }

  test('the answer of an event is read from the place that its envelope has for it', () => {
    expect(received({ type: 'final_report', payload: { executive_summary: 'Yes.', report: 'no' } }).answer).toBe(
      'Yes.',
    );
    expect(received({ type: 'agent_response', data: { content: 'Yes.' } }).answer).toBe('Yes.');
    expect(received({ type: 'agent_completed', data: { result: 'Yes.' } }).answer).toBe('Yes.');
    expect(received({ type: 'agent_completed', final_response: 'Yes.' }).answer).toBe('Yes.');
    expect(received({ type: 'agent_completed', data: { result: { response: 'Yes.' } } }).answer).toBe('Yes.');
    expect(received({ type: 'tool_completed', data: { result: 'Yes.' } }).answer).toBeNull();
  });

  test("the text of an error is read in each of the product's forms", () => {
    expect(received({ type: 'error', payload: { error_message: 'no model' } }).message).toBe('no model');
    expect(received({ type: 'error_message', error_code: 'AUTH_FAILED', error_message: 'no token' }).message).toBe(
      'no token',
    );
    expect(received({ type: 'error', message: 'no room' }).message).toBe('no room');
    expect(received({ type: 'agent_death', data: { death_cause: 'timeout' } }).message).toBe('timeout');
  });
});

test.describe('timestamp', () => {
  const read: Record<string, unknown> = {
    'ISO with Z': '2026-01-05T12:00:00.000Z',
    'ISO with an offset': '2026-01-05T14:00:00+02:00',
    'ISO without a zone': '2026-01-05T12:00:00',
    'ISO with microseconds': '2026-01-05T12:00:00.000000',
    seconds: NOON / 1000,
    milliseconds: NOON,
  };
  for (const [form, timestamp] of Object.entries(read)) {
    test(`a timestamp is read: ${form}`, () => expect(received({ type: 'ack', timestamp }).timestamp).toBe(NOON));
  }

  test('a timestamp with a fraction of a second is read to the millisecond', () => {
    expect(received({ type: 'ack', timestamp: NOON / 1000 + 0.25 }).timestamp).toBe(NOON + 250);
    expect(received({ type: 'ack', timestamp: '2026-01-05T12:00:00.250999' }).timestamp).toBe(NOON + 250);
  });

  for (const timestamp of ['yesterday', '', '12:00', '2026-13-45T99:00:00Z', 0, -5, 17, 1e18, true, null, [], {}]) {
    test(`an invalid timestamp is not read: ${JSON.stringify(timestamp)}`, () => {
      expect(received({ type: 'ack', timestamp })).toMatchObject({ timestamp: null });
    });
  }
});

test.describe('garbage', () => {
  const garbage: Record<string, Partial<Frame>> = {
    'an empty frame': {
      text: '',
    },
    'no JSON': { text: '<html>' },
    'half a message': { text: '{"type":"ack"' },
    'an array': { text: '[{"type":"ack"}]' },
    'a number': { text: '7' },
    null: { text: 'null' },
    'no type': { text: '{"data":{}}' },
    'a type that is no text': { text: '{"type":7}' },
    'an empty type': {
      text: '{"type":""}',
    },
    binary: { text: '{"type":"ack"}', binary: true },
    'deep nesting': { text: '['.repeat(200_000) },
  };
  for (const [what, part] of Object.entries(garbage)) {
    test(`a garbage frame is recognised as one: ${what}`, () => {
      const event = understood(part);
      expect(event).toMatchObject({ kind: 'garbage', type: '', envelope: 'none', step: null });
      expect(event.message).toMatch(/^the (frame|message) /);
    });
  }
});
