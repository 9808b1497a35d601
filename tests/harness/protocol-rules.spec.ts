import { expect, test } from '@playwright/test';
import {
  type Expectations, type Frame, judge, judgeAll, judgeSocket, normalise, RUN_RULES, toRuns, TRAFFIC_RULES, type Violation,
} from '../../protocol/index.ts';
import { exampleSteps, expectationsFor, OUTERMOST, QUESTION, sendFrame, START, type Step, toFrames } from './protocol-scenes.ts';

/** One way to break a rule: what is done to the example run, the frame at which it breaks (null: nothing came), and the sentence. */
interface Case {
  rule: string;
  when: string;
  frame: number | null;
  says: RegExp;
  steps?: (steps: Step[]) => Step[];
  frames?: (frames: Frame[]) => Frame[];
  expecting?: Partial<Expectations>;
}

const without = (index: number) => (steps: Step[]) => steps.toSpliced(index, 1);
const withFields = (index: number, fields: Record<string, unknown>) => (steps: Step[]) => (
  steps.with(index, { ...(steps[index] as Step), fields: { ...steps[index]?.fields, ...fields } })
);
const withStep = (index: number, part: Partial<Step>) => (steps: Step[]) => steps.with(index, { ...(steps[index] as Step), ...part });
const inserted = (after: number, part: Partial<Step>) => (steps: Step[]) => (
  steps.toSpliced(after + 1, 0, { ...(steps[after] as Step), at: (steps[after] as Step).at + 5, ...part })
);
const late = (index: number, by: number) => (frames: Frame[]) => (
  frames.map((frame, place) => (place < index ? frame : { ...frame, time: frame.time + by }))
);

const runCases: Case[] = [
  {
    rule: 'starts-first', when: 'the run opens with a thought', frame: 1, steps: without(0),
    says: /frame #1 agent_thinking\(supervisor_agent\) opens the run/,
  },
  {
    rule: 'agent-lifecycle', when: 'a sub-agent never starts', frame: 3, steps: without(2),
    says: /frame #3 agent_thinking\(data_agent\) comes before agent_started/,
  },
  {
    rule: 'agent-lifecycle', when: 'a sub-agent starts twice', frame: 4, steps: inserted(2, { fields: { again: true } }),
    says: /frame #4 agent_started\(data_agent\) starts an agent that is already at work/,
  },
  {
    rule: 'one-end', when: 'a sub-agent never ends', frame: 3, steps: without(8),
    says: /frame #3 agent_started\(data_agent\) is never followed by the end/,
  },
  {
    rule: 'one-end', when: 'a sub-agent ends twice', frame: 10, steps: inserted(8, { fields: { again: true } }),
    says: /frame #10 .* has ended before/,
  },
  {
    rule: 'one-end', when: 'an agent that never started never ends', frame: null, says: /ghost_agent never ends, up to frame #16/,
    steps: withStep(3, { agent: 'ghost_agent' }),
  },
  {
    rule: 'nothing-after-end', when: 'a sub-agent thinks after its end', frame: 10, says: /frame #10 agent_thinking\(data_agent\) comes after the end/,
    steps: inserted(8, { type: 'agent_thinking', fields: { reasoning: 'one more' } }),
  },
  {
    rule: 'outermost-ends-last', when: 'a sub-agent goes on after the supervisor', frame: 16, says: /frame #16 agent_started\(late_agent\) comes after the run ended/,
    steps: inserted(14, { type: 'agent_started', agent: 'late_agent', fields: {} }),
  },
  {
    rule: 'expected-end', when: 'the run fails', frame: 15,
    steps: withStep(14, { type: 'agent_error', fields: { error_message: 'no model' } }), says: /ends the run as error: no model/,
  },
  {
    rule: 'five-events', when: 'nobody thinks', frame: null, steps: (steps) => steps.filter(({ type }) => type !== 'agent_thinking'),
    says: /no agent_thinking between frame #1 and frame #14/,
  },
  {
    rule: 'five-events', when: 'thoughts come under another type', frame: null, says: /frame #2 reasoning\(supervisor_agent\) came in its place/,
    steps: (steps) => steps.map((step) => (step.type === 'agent_thinking' ? { ...step, type: 'reasoning' } : step)),
  },
  {
    rule: 'tool-pairing', when: 'a result is missing', frame: 6, steps: without(6),
    says: /frame #6 tool_executing\(price_lookup\) has no tool_completed after it/,
  },
  {
    rule: 'tool-pairing', when: 'a call is missing', frame: 6, steps: without(5),
    says: /frame #6 tool_completed\(price_lookup\) has no tool_executing before it/,
  },
  {
    rule: 'tool-pairing', when: 'the two ends differ', frame: 7, steps: withFields(6, { tool_name: 'usage_query' }),
    says: /frame #7 .* differs in its tool from frame #6/,
  },
  {
    rule: 'tool-pairing', when: 'an id is used twice', frame: 6, steps: withFields(5, { execution_id: 'a' }),
    says: /frame #6 .* uses execution_id a a second time/,
  },
  {
    rule: 'declared-counts', when: 'a step is missing', frame: null, expecting: { counts: { 'agent_thinking(data_agent)': 2 } },
    says: /agent_thinking\(data_agent\) comes 1 instead of 2 times/,
  },
  {
    rule: 'declared-counts', when: 'a step is undeclared', frame: 1, expecting: { counts: {} },
    says: /frame #1 .* is one more than the 0 declared/,
  },
  {
    rule: 'liveness', when: 'the run falls silent in its middle', frame: 9, frames: late(8, 3_500),
    says: /frame #9 agent_completed\(data_agent\) comes 3510 ms after frame #8/,
  },
  {
    rule: 'liveness', when: 'the run never ends', frame: null, expecting: { now: START + 60_000 }, says: /after frame #14 partial_result\S+ the run is silent for 598\d\d ms/,
    steps: (steps) => steps.slice(0, 14),
  },
  {
    rule: 'timestamps', when: 'one is missing', frame: 4, frames: edited(3, { timestamp: undefined }),
    says: /frame #4 .* has no timestamp/,
  },
  {
    rule: 'timestamps', when: 'one is no time', frame: 4, frames: edited(3, { timestamp: 'soon' }), says: /frame #4 .* is no time: "soon"/,
  },
  {
    rule: 'timestamps', when: 'one goes back', frame: 4, frames: edited(3, { timestamp: START + 21 }),
    says: /frame #4 .* is stamped 9 ms before frame #3/,
  },
  {
    rule: 'timestamps', when: 'one is far from its arrival', frame: 16, frames: late(15, 700),
    says: /frame #16 final_report\S* is stamped 702 ms before it arrived/,
  },
  {
    rule: 'known-kind', when: 'a type is unknown', frame: 4, steps: withStep(3, { type: 'agent_pondering' }),
    says: /frame #4 agent_pondering\(data_agent\) is of a type that no contract knows/,
  },
  {
    rule: 'known-kind', when: 'a type was overwritten', frame: 4, steps: withStep(3, { type: 'reasoning' }),
    says: /frame #4 reasoning\(data_agent\) is an agent_thinking whose type was overwritten/,
  },
  {
    rule: 'required-fields', when: 'a tool has no name', frame: 6, steps: withFields(5, { tool_name: undefined }),
    says: /frame #6 tool_executing has no tool_name/,
  },
  {
    rule: 'required-fields', when: 'a result is missing', frame: 7, steps: withFields(6, { result: undefined }),
    says: /frame #7 .* has no result/,
  },
  {
    rule: 'required-fields', when: 'a thought is empty', frame: 2, steps: withFields(1, { reasoning: '' }),
    says: /frame #2 .* has no reasoning/,
  },
  {
    rule: 'required-fields', when: 'a piece has no text', frame: 13, steps: withFields(12, { content: undefined }),
    says: /frame #13 .* has no content/,
  },
  {
    rule: 'required-fields', when: 'a report has no answer', frame: 16, steps: withFields(15, { executive_summary: undefined }),
    says: /frame #16 .* has no executive_summary/,
  },
  {
    rule: 'required-fields', when: 'an agent has no name', frame: 11, frames: edited(10, { agent_name: undefined }),
    says: /frame #11 agent_completed has no agent_name/,
  },
  {
    rule: 'no-duplicate', when: 'a frame comes twice', frame: 17, frames: (frames) => [...frames, { ...(frames[15] as Frame), seq: 17 }],
    says: /frame #17 final_report\S* repeats frame #16/,
  },
  {
    rule: 'known-run', when: 'the page did not start it', frame: 1, expecting: { runIds: ['run_7'] },
    says: /frame #1 .* belongs to an unknown run: run_1/,
  },
  {
    rule: 'own-user', when: 'a frame is of somebody else', frame: 9, frames: edited(8, { user_id: 'user-eve' }),
    says: /frame #9 .* belongs to another user: user-eve/,
  },
  {
    rule: 'own-thread', when: 'a frame is of another thread', frame: 9, frames: edited(8, { thread_id: 'thread_9' }),
    says: /frame #9 .* belongs to another thread: thread_9/,
  },
  {
    rule: 'has-answer', when: 'no frame carries one', frame: null, says: /no frame of it carries an answer/,
    steps: (steps) => steps.slice(0, 15).filter(({ type }) => type !== 'partial_result').with(-1, { ...(steps[14] as Step), fields: {} }),
  },
  {
    rule: 'one-answer', when: 'two frames answer differently', frame: 16, steps: withFields(15, { executive_summary: 'Most of it' }),
    says: /frame #16 final_report answers differently from frame #15 agent_completed/,
  },
  {
    rule: 'streamed-equals-answer', when: 'a piece is lost', frame: 13, steps: without(12),
    says: /frame #13 is where the streamed text leaves the answer/,
  },
  {
    rule: 'stream-end', when: 'a piece follows the last one', frame: 15, steps: inserted(13, { fields: { content: ' Or so.' } }),
    says: /frame #15 .* comes after frame #14 .*, which was the last piece/,
  },
  {
    rule: 'on-topic', when: 'the answer is about something else', frame: 16, expecting: { mentions: ['Models', 'penguins'] },
    says: /frame #16 final_report does not speak of what was asked: penguins/,
  },
  {
    rule: 'no-canned-text', when: 'a tool has a default name', frame: 6, steps: withFields(5, { tool_name: 'unknown_tool' }),
    says: /frame #6 .* says "unknown_tool", a canned default/,
  },
  {
    rule: 'no-canned-text', when: 'the streamed text is a fallback', frame: 12, steps: withFields(11, { content: 'Fallback response ' }),
    says: /frame #12 .* says "Fallback"/,
  },
];

/** The messages of the page and the server around the run; `sent` is what the page sends, frame #1. */
interface TrafficCase extends Omit<Case, 'steps' | 'frames'> {
  sent?: Frame[];
  more?: Record<string, unknown>[];
  run?: (steps: Step[]) => Step[];
}

const press = { sends: [{ text: QUESTION, thread: 'thread_1' }] };
const sentText = (text: string) => [{ ...sendFrame('thread_1', 0, 1), text }];

const trafficCases: TrafficCase[] = [
  {
    rule: 'known-kind', when: 'the server sends an unknown type', frame: 18, more: [{ type: 'surprise' }],
    says: /frame #18 surprise is of a type that no contract knows/,
  },
  {
    rule: 'known-kind', when: 'the page sends an unknown type', frame: 1, sent: sentText('{"type":"hello"}'),
    says: /frame #1 hello is of a type/,
  },
  {
    rule: 'known-kind', when: 'the page sends no message at all', frame: 1, sent: sentText('hello'),
    says: /frame #1 is no message: the frame is no JSON/,
  },
  {
    rule: 'own-user', when: 'the welcome is for somebody else', frame: 18,
    more: [{ type: 'connection_established', data: { user_id: 'user-eve...' } }], says: /frame #18 .* belongs to another user/,
  },
  {
    rule: 'known-run', when: 'a second run answers one message', frame: 18,
    more: [{ type: 'agent_started', run_id: 'run_2', agent_name: OUTERMOST }], expecting: press,
    says: /frame #18 .* belongs to an unknown run: run_2/,
  },
  {
    rule: 'known-run', when: 'a run is not among those of the page', frame: 2, expecting: { runIds: ['run_9'] },
    says: /frame #2 .* belongs to an unknown run: run_1/,
  },
  {
    rule: 'run-id', when: 'a step names no run', frame: 18, more: [{ type: 'agent_thinking', agent_name: OUTERMOST }],
    says: /frame #18 agent_thinking\S* has no run_id/,
  },
  {
    rule: 'no-server-error', when: 'the server reports one', frame: 18,
    more: [{ type: 'error_message', error_code: 'AUTH_FAILED', error_message: 'no token' }],
    says: /frame #18 error_message reports an error: no token/,
  },
  {
    rule: 'understood', when: 'a message is only acknowledged', frame: 18, more: [{ type: 'ack', received_type: 'start_agent' }],
    says: /frame #18 ack acknowledges start_agent/,
  },
  {
    rule: 'frame-size', when: 'one holds a mebibyte', frame: 18, more: [{ type: 'pong', padding: 'é'.repeat(524_288) }],
    says: /frame #18 pong is 10\d{5} bytes large/,
  },
  {
    rule: 'one-send', when: 'one press sends twice', frame: 2, sent: [sendFrame('thread_1', 0, 1), sendFrame('thread_1', 1, 2)],
    expecting: press, says: /frame #2 start_agent is sent without a press: 1 pressed/,
  },
  {
    rule: 'one-send', when: 'nothing is sent', frame: null, sent: [], expecting: press,
    says: /no frame was sent for the message "Where does the money go\?"/,
  },
  {
    rule: 'one-send', when: 'something else is sent', frame: 1, sent: [sendFrame('thread_1', 0, 1, 'Where')], expecting: press,
    says: /frame #1 start_agent does not say what was typed/,
  },
  {
    rule: 'send-shape', when: 'the text stands in another field', frame: 1,
    sent: sentText('{"type":"start_agent","payload":{"content":"Where?"}}'),
    says: /frame #1 start_agent is not start_agent with payload.user_request/,
  },
  {
    rule: 'send-shape', when: 'there is no payload', frame: 1, sent: sentText('{"type":"user_message","content":"Where?"}'),
    says: /frame #1 user_message is not user_message with payload.content/,
  },
  {
    rule: 'send-thread', when: 'another thread is named', frame: 1, sent: [sendFrame('thread_2', 0, 1)], expecting: press,
    says: /frame #1 start_agent names thread thread_2/,
  },
  {
    rule: 'send-answered', when: 'no run answers', frame: 1, run: () => [], expecting: { now: START + 9_000 },
    says: /frame #1 start_agent is not answered by any run: 9000 ms/,
  },
];

function edited(index: number, fields: Record<string, unknown>) {
  return (frames: Frame[]) => {
    const frame = frames[index] as Frame;
    return frames.with(index, { ...frame, text: JSON.stringify({ ...JSON.parse(frame.text) as object, ...fields }) });
  };
}

function violationsOf({ steps = (all) => all, frames = (all) => all, expecting = {} }: Case): Violation[] {
  const performed = steps(exampleSteps());
  const [run] = toRuns(frames(toFrames(performed)).map(normalise));
  if (!run) throw new Error('the case leaves no run');
  return judge(run, expectationsFor(exampleSteps(), expecting));
}

function trafficViolationsOf({ sent = [sendFrame('thread_1', 0, 1)], more = [], run = (all) => all, expecting = {} }: TrafficCase): Violation[] {
  const received = toFrames(run(exampleSteps()), 'payload', sent.length + 1);
  const extra = more.map((message, index): Frame => (
    { seq: sent.length + received.length + 1 + index, socket: 1, direction: 'received', time: START + 400 + index, text: JSON.stringify(message) }
  ));
  return judgeSocket([...sent, ...received, ...extra].map(normalise), expectationsFor(exampleSteps(), expecting));
}

function expectViolation(violations: Violation[], { rule, frame, says }: Pick<Case, 'rule' | 'frame' | 'says'>): void {
  const told = violations.filter((violation) => violation.rule === rule);
  const one = told.find((violation) => violation.frame === frame && says.test(violation.message));
  expect(one, `${rule} at frame ${frame}, among ${JSON.stringify(violations, null, 1)}`).toBeDefined();
  expect(one?.legal.length).toBeGreaterThan(0);
  expect(one?.came).not.toBe('');
}

test.describe('A rule of a run is broken', () => {
  for (const example of runCases) {
    test(`${example.rule}: ${example.when}`, () => expectViolation(violationsOf(example), example));
  }

  test('in no way by the example itself', () => {
    expect(violationsOf({ rule: '', when: '', frame: null, says: /./, expecting: { thread: 'thread_1', runIds: ['run_1'], mentions: ['models'] } })).toEqual([]);
  });

  test('in a way that every rule has an example of', () => {
    expect(new Set(runCases.map(({ rule }) => rule))).toEqual(new Set(RUN_RULES.map(({ id }) => id)));
  });
});

test.describe('A rule of the traffic is broken', () => {
  for (const example of trafficCases) {
    test(`${example.rule}: ${example.when}`, () => expectViolation(trafficViolationsOf(example), example));
  }

  test('in no way by the example itself', () => {
    expect(trafficViolationsOf({ rule: '', when: '', frame: null, says: /./, expecting: press })).toEqual([]);
  });

  test('in a way that every rule has an example of', () => {
    expect(new Set(trafficCases.map(({ rule }) => rule))).toEqual(new Set(TRAFFIC_RULES.map(({ id }) => id)));
  });
});

test('Everything is judged in one go, each violation once, in order of frames', () => {
  const frames = edited(3, { user_id: 'user-eve' })(toFrames(withStep(8, { type: 'agent_done' })(exampleSteps())));
  const violations = judgeAll(frames.map(normalise), expectationsFor(exampleSteps()));
  expect(violations.filter(({ rule }) => rule === 'own-user')).toHaveLength(1);
  expect(violations.filter(({ rule }) => rule === 'known-kind')).toHaveLength(1);
  expect(violations.map(({ frame }) => frame)).toEqual(violations.map(({ frame }) => frame).toSorted((a, b) => (a ?? 99) - (b ?? 99)));
});
