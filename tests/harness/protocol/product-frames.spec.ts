import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { type AgentEvent, isIdOf, judge, judgeSocket, normalise, toRuns } from '../../../lib/protocol/index.ts';
import { edited } from './support/breaks.ts';
import { exampleSteps, expectationsFor, START, toFrames } from './support/scenes.ts';

const PERSON = 'user-adaline-01';

function received(message: Record<string, unknown>): AgentEvent {
  return normalise({ seq: 1, socket: 1, direction: 'received', time: START, text: JSON.stringify(message) });
}

/** The rules that the traffic of one frame breaks, heard by this person. */
function brokenBy(message: Record<string, unknown>, user = PERSON): string[] {
  return judgeSocket([received(message)], expectationsFor([], { user })).map(({ rule }) => rule);
}

test.describe('welcome of each release', () => {
  for (const type of ['connect', 'handshake_validation', 'connection_established']) {
    test(`a welcome is for the person whose shortened id it shows: ${type}`, () => {
      const welcome = {
        type,
        data: { mode: 'main', user_id: 'user-ada...' },
        timestamp: START / 1000,
        server_id: null,
      };
      expect(received(welcome)).toMatchObject({ kind: 'welcome', user: 'user-ada...' });
      expect(brokenBy(welcome)).toEqual([]);
      expect(brokenBy(welcome, 'user-eve-01')).toEqual(['own-user']);
    });
  }
});

test.describe('shortened id', () => {
  test('a shortened id matches any id that it begins, from its eighth character on', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.integer({ min: 0, max: 36 }), fc.constantFrom('...', '…'), (id, length, dots) => {
        expect(isIdOf(`${id.slice(0, length)}${dots}`, id)).toBe(length >= 8);
      }),
    );
  });

  test('a shortened id never matches the id of another person', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (one, other) => {
        fc.pre(one.slice(0, 8) !== other.slice(0, 8));
        expect(isIdOf(`${one.slice(0, 8)}...`, other)).toBe(false);
      }),
    );
  });

  test('a shortened id does not contradict the whole id in one frame', () => {
    const answer = {
      type: 'agent_response',
      user_id: PERSON,
      run_id: 'r',
      data: { user_id: 'user-ada...', content: 'Yes.' },
    };
    expect(received(answer)).toMatchObject({ user: PERSON, answer: 'Yes.' });
    expect(received({ ...answer, user_id: 'user-eve-01' }).user).toBe('user-eve-01 and user-ada...');
  });

  test('a shortened id does not assign a run to another person, wherever it occurs', () => {
    const cut = (index: number) => edited(index, { user_id: 'user-ada...' })(toFrames(exampleSteps()));
    for (const frames of [cut(0), cut(15)]) {
      const [run] = toRuns(frames.map(normalise));
      const { user: _, ...nobody } = expectationsFor(exampleSteps());
      expect(run?.user).toBe('user-ada');
      expect(judge(run!, nobody)).toEqual([]);
    }
  });
});

test.describe('frames of the product', () => {
  const kinds: Record<string, string> = {
    degraded_service: 'notice',
    quality_alert: 'notice',
    broadcast: 'notice',
    agent_typing: 'agent',
    thread_update: 'thread',
    factory_response: 'delivery',
  };
  for (const [type, kind] of Object.entries(kinds)) {
    test(`a frame of type ${type} is of kind ${kind}`, () => expect(received({ type, data: {} }).kind).toBe(kind));
  }

  test('an error text under error.message is read', () => {
    for (const message of [
      { type: 'error', error: { message: 'no model', code: 7 } },
      { type: 'error', payload: { error: { message: 'no model' } } },
      { type: 'agent_error', data: { error: { message: 'no model' } } },
    ])
      expect(received(message).message).toBe('no model');
  });

  test('the name of a sub-agent and ids are read in their other places', () => {
    const event = received({
      type: 'subagent_started',
      agent_name: 'supervisor_agent',
      data: { sub_agent_name: 'data_agent', metadata: { run_id: 'r', user_id: PERSON, thread_id: 't' } },
    });
    expect(event).toMatchObject({ agent: 'data_agent', run: 'r', user: PERSON, thread: 't', step: 'start' });
  });

  test('a tool whose name and result are in a payload within the data is read', () => {
    const event = received({
      type: 'tool_completed',
      run_id: 'r',
      agent_name: 'a',
      data: { payload: { tool_name: 'price_lookup', execution_id: 'x', result: 4 } },
    });
    expect(event).toMatchObject({ tool: 'price_lookup', execution: 'x', lacks: [] });
  });

  test('events of the demo socket are read, with other names for agent and tool and no time zone', () => {
    const timestamp = '2026-11-28T05:18:01.521705';
    const known = { type: 'tool_executing', timestamp, agent: 'triage', run_id: 'session_1', tool: 'execution_tools' };
    const stamped = Date.parse('2026-11-28T05:18:01.521Z');
    expect(received(known)).toMatchObject({ agent: 'triage', tool: 'execution_tools', lacks: [], timestamp: stamped });
  });

  test('an answer of the factory with a canned text is read', () => {
    const event = received({
      type: 'agent_response',
      data: { user_id: 'user-ada...', content: 'Processed via factory pattern: lower my bill' },
    });
    expect(event).toMatchObject({ kind: 'delivery', user: 'user-ada...' });
    expect(brokenBy({ type: 'agent_response', data: { user_id: 'user-ada...', content: 'x' } })).toEqual(['run-id']);
  });
});
