import { expect, test } from '@playwright/test';
import type { Frame, Violation } from '../../../lib/evidence/index.ts';
import { judgeSocket, judgeTraffic, normalise, TRAFFIC_RULES } from '../../../lib/protocol/index.ts';
import { type Case, expectViolation } from './support/breaks.ts';
import { exampleSteps, expectationsFor, OUTERMOST, sendFrame, START, type Step, toFrames } from './support/scenes.ts';

/** The messages of the page and the server around the run; `sent` is what the page sends, frame #1. */
interface TrafficCase extends Omit<Case, 'steps' | 'frames'> {
  sent?: Frame[];
  more?: Record<string, unknown>[];
  run?: (steps: Step[]) => Step[];
}

const known = { runIds: ['run_1'] };
const sentText = (text: string) => [{ ...sendFrame('thread_1', 0, 1), text }];

const trafficCases: TrafficCase[] = [
  {
    rule: 'known-kind',
    when: 'the server sends an unknown type',
    frame: 18,
    more: [{ type: 'surprise' }],
    says: /frame #18 surprise is of a type that is not in the vocabulary/,
  },
  {
    rule: 'known-kind',
    when: 'the page sends an unknown type',
    frame: 1,
    sent: sentText('{"type":"hello"}'),
    says: /frame #1 hello is of a type/,
  },
  {
    rule: 'known-kind',
    when: 'the page sends no message at all',
    frame: 1,
    sent: sentText('hello'),
    says: /frame #1 is not a message: the frame is not JSON/,
  },
  {
    rule: 'own-user',
    when: 'the welcome is for another person',
    frame: 18,
    more: [{ type: 'connection_established', data: { user_id: 'user-eve...' } }],
    says: /frame #18 .* belongs to another user/,
  },
  {
    rule: 'own-user',
    when: 'the welcome is for nobody',
    frame: 18,
    more: [{ type: 'connection_established', data: { user_id: '...' } }],
    says: /frame #18 .* belongs to another user: \.\.\./,
  },
  {
    rule: 'known-run',
    when: 'a second run comes, which nobody asked for',
    frame: 18,
    more: [{ type: 'agent_started', run_id: 'run_2', agent_name: OUTERMOST }],
    expecting: known,
    says: /frame #18 .* belongs to an unknown run: run_2/,
  },
  {
    rule: 'known-run',
    when: 'a run is not among those of the page',
    frame: 2,
    expecting: { runIds: ['run_9'] },
    says: /frame #2 .* belongs to an unknown run: run_1/,
  },
  {
    rule: 'run-id',
    when: 'a step names no run',
    frame: 18,
    more: [{ type: 'agent_thinking', agent_name: OUTERMOST }],
    says: /frame #18 agent_thinking\S* has no run_id/,
  },
  {
    rule: 'no-server-error',
    when: 'the server reports an error',
    frame: 18,
    more: [{ type: 'error_message', error_code: 'AUTH_FAILED', error_message: 'no token' }],
    says: /frame #18 error_message reports an error: no token/,
  },
  {
    rule: 'no-server-error',
    when: 'the server reports an error in the middle of a run',
    frame: 18,
    more: [{ type: 'system_error', run_id: 'run_1', message: 'out of memory' }],
    says: /frame #18 system_error reports an error: out of memory/,
  },
  {
    rule: 'understood',
    when: 'a message is only acknowledged',
    frame: 18,
    more: [{ type: 'ack', received_type: 'start_agent' }],
    says: /frame #18 ack acknowledges start_agent/,
  },
  {
    rule: 'frame-size',
    when: 'a message holds a mebibyte',
    frame: 18,
    more: [{ type: 'pong', padding: 'é'.repeat(524_288) }],
    says: /frame #18 pong is 10\d{5} bytes large/,
  },
  {
    rule: 'send-shape',
    when: 'the text is in another field',
    frame: 1,
    sent: sentText('{"type":"start_agent","payload":{"content":"Where?"}}'),
    says: /frame #1 start_agent is not start_agent with payload.user_request/,
  },
  {
    rule: 'send-shape',
    when: 'the payload is missing',
    frame: 1,
    sent: sentText('{"type":"user_message","content":"Where?"}'),
    says: /frame #1 user_message is not user_message with payload.content/,
  },
  {
    rule: 'send-answered',
    when: 'no run answers the message',
    frame: 1,
    run: () => [],
    expecting: { now: START + 9_000 },
    says: /frame #1 start_agent is not answered by any run in the 9000 ms until the end of the observation/,
  },
];
function trafficViolationsOf({
  sent = [sendFrame('thread_1', 0, 1)],
  more = [],
  run = (all) => all,
  expecting = {},
}: TrafficCase): Violation[] {
  const received = toFrames(run(exampleSteps()), 'payload', sent.length + 1);
  const extra = more.map((message, index): Frame => ({
    seq: sent.length + received.length + 1 + index,
    socket: 1,
    direction: 'received',
    time: START + 400 + index,
    text: JSON.stringify(message),
  }));
  return judgeSocket([...sent, ...received, ...extra].map(normalise), expectationsFor(exampleSteps(), expecting));
}

test.describe('rules of the traffic', () => {
  for (const example of trafficCases) {
    test(`the rule ${example.rule} is broken: ${example.when}`, () =>
      expectViolation(trafficViolationsOf(example), example));
  }

  test('the unchanged example breaks no rule of the traffic', () => {
    expect(trafficViolationsOf({ rule: '', when: '', frame: null, says: /./, expecting: known })).toEqual([]);
  });

  test('a message without a thread breaks no rule of the traffic when a run in any thread answers it', () => {
    const expecting = { ...known, now: START + 9_000 };
    expect(
      trafficViolationsOf({ rule: '', when: '', frame: null, says: /./, sent: [sendFrame(null, 0, 1)], expecting }),
    ).toEqual([]);
  });

  test('a message that the page stops before its run begins needs no answer', () => {
    const judged = (thread: string) => {
      const stop = {
        ...sendFrame(null, 50, 2),
        text: JSON.stringify({ type: 'stop_agent', payload: { thread_id: thread } }),
      };
      const sent = [sendFrame('thread_1', 0, 1), stop];
      const expecting = { now: START + 9_000 };
      return trafficViolationsOf({ rule: '', when: '', frame: null, says: /./, sent, run: () => [], expecting });
    };
    expect(judged('thread_1')).toEqual([]);
    expect(judged('thread_2')).toMatchObject([{ rule: 'send-answered', frame: 1 }]);
  });

  test('two runs with one id are named where the message of the second waits for its run', () => {
    const [started] = toFrames(exampleSteps(), 'payload', 3);
    const stray = { ...(JSON.parse(started!.text) as Record<string, unknown>), thread_id: 'thread_2' };
    const sent = [sendFrame('thread_1', 0, 1), sendFrame('thread_2', 50, 2)];
    const expecting = { ...known, now: START + 9_000 };
    const found = trafficViolationsOf({ rule: '', when: '', frame: null, says: /./, sent, more: [stray], expecting });
    expect(found.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(
        /frame #2 .* in the 8950 ms until the end of the observation, and .*agent_started.* has the id of a run in another/,
      ),
    );
  });

  test('every rule of the traffic has an example that breaks it', () => {
    expect(new Set(trafficCases.map(({ rule }) => rule))).toEqual(new Set(TRAFFIC_RULES.map(({ id }) => id)));
  });
});

test('a ticket names the person of the page, unless the test itself got tickets', () => {
  const text = JSON.stringify({ type: 'connection_established', data: { user_id: 'user-eve...' } });
  const events = [normalise({ seq: 1, socket: 1, direction: 'received', time: START, text })];
  const sockets = [{ id: 1, page: 1, credential: { by: 'ticket' as const } }];
  const rules = (ticketsOfTheTest: boolean) =>
    judgeTraffic({ sockets, events, ticketsOfTheTest }, expectationsFor(exampleSteps())).map(({ rule }) => rule);
  expect(rules(false)).toEqual(['own-user']);
  expect(rules(true)).toEqual([]);
});
