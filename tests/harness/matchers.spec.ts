import { expect as base, test } from '@playwright/test';
import * as matchers from '../../matchers/index.ts';
import { type Event, type Expectations, type Frame, judge, latency, normalise, toRuns } from '../../protocol/index.ts';
import { USER, exampleSteps, expectationsFor, START, type Step, toFrames } from './protocol-scenes.ts';

const expect = base.extend(matchers);
const budgets = { answer: 5_000, silence: 3_000, settle: 60, lag: 100, firstEvent: 1_000, firstText: 1_000, welcome: 60 };

interface Scene {
  steps?: Step[];
  frames?: (frames: Frame[]) => Frame[];
  /** The screen shows each piece this much later; null: never. */
  lag?: number | null;
  /** Of the last pieces, so many are never shown. */
  unshown?: number;
  late?: string;
  limits?: Partial<typeof budgets>;
}

/** A run that is over, as a matcher sees it. */
function ran({ steps = exampleSteps(), frames = (all) => all, lag = 4, unshown = 0, late, limits = {} }: Scene = {}) {
  const [run] = toRuns(frames(toFrames(steps)).map(normalise));
  if (!run) throw new Error('the scene has no run');
  const { pieces } = run.streamed;
  const samples = lag === null ? [] : pieces.slice(0, pieces.length - unshown).map((piece, index) => (
    { time: piece.time + lag, text: pieces.slice(0, index + 1).map(({ text }) => text).join('') }
  ));
  return {
    origin: { id: run.id, question: 'Where?', sentAt: START - 5 }, budgets: { ...budgets, ...limits }, run,
    ended: () => (late === undefined ? Promise.resolve() : Promise.reject(new Error(late))),
    violations: (overrides?: Partial<Expectations>) => judge(run, expectationsFor(exampleSteps(), overrides)),
    latency: () => latency(run, START - 5, samples),
    showing: () => ({ pieces, answer: run.answer?.text ?? null, samples, until: run.endedAt! + budgets.lag }),
  };
}

/** A chat whose newest answer and composer stand as they are. */
function chatThatShows(text: string, ready = true): Parameters<typeof matchers.toShowTheAnswerOf>[0] {
  return {
    transcript: { answers: { allTextContents: () => Promise.resolve([text]) } }, composer: { field: { isEditable: () => Promise.resolve(ready) } },
  } as unknown as Parameters<typeof matchers.toShowTheAnswerOf>[0];
}

function socketOf(part: object = {}, user: string | null = USER) {
  const welcome = { seq: 1, socket: 1, direction: 'received' as const, time: START, text: JSON.stringify({ type: 'connection_established', data: { user_id: user } }) };
  const events: Event[] = [normalise(welcome)];
  return {
    events, budgets,
    socket: {
      url: 'ws://x/ws', offered: ['jwt-auth', 'jwt.<token>'], chosen: 'jwt-auth', status: 101, credential: { by: 'subprotocol', sub: USER, email: 'ada@x' },
      openedAt: START, close: null, errors: [], clock: 'browser' as const, ...part,
    },
  };
}

function talk(...sends: object[]) {
  const whole = sends.map((send) => ({ by: 'websocket' as const, name: 'frame #1 start_agent', thread: 't', wellFormed: true, time: START, ...send }));
  return { budgets, sends: () => whole, threadOf: () => 't' };
}

function doors(rest: number, welcomed: boolean, code = 1008) {
  const close = welcomed ? null : { code, reason: '' };
  return { rest: () => Promise.resolve({ 'GET /x': rest }), socket: () => Promise.resolve({ status: 101, welcomed, close }) };
}

const mocked = ran({
  steps: exampleSteps().map((step) => (step.type === 'final_report' ? { ...step, fields: { ...step.fields, executive_summary: 'Mock answer' } } : step)),
});
const without = (type: string) => exampleSteps().filter((step) => step.type !== type);
const answer = ran().run.answer!.text;
const account = { id: USER, email: 'ada@x' };

/** What each matcher lets pass, and all that it must not. */
const cases: Record<keyof typeof matchers, { good: () => Promise<void>; notGood: () => Promise<void>; bad: [string, () => Promise<void>][] }> = {
  toFollowAgentSequence: {
    good: () => expect(ran()).toFollowAgentSequence(),
    notGood: () => expect(ran()).not.toFollowAgentSequence(),
    bad: [
      ['a thought is missing', () => expect(ran({ steps: without('agent_thinking') })).toFollowAgentSequence()],
      ['it is too late', () => expect(ran({ late: 'The end did not happen' })).toFollowAgentSequence()],
    ],
  },
  toStreamProgressively: {
    good: () => expect(ran()).toStreamProgressively({ steps: 1 }),
    notGood: () => expect(ran()).not.toStreamProgressively({ steps: 1 }),
    bad: [
      ['the screen stays empty', () => expect(ran({ lag: null })).toStreamProgressively({ steps: 1 })],
      ['the screen types it when the run is over', () => expect(ran({ lag: 2_000 })).toStreamProgressively({ steps: 1 })],
      ['everything comes at its end, however it is shown', () => expect(ran({
        steps: exampleSteps().map((step) => ({ ...step, at: step.at * 10 })),
        frames: (all) => all.map((frame, index) => ({ ...frame, time: START + 1_700 + 10 * index })),
      })).toStreamProgressively({ steps: 1 })],
      ['it is too late', () => expect(ran({ late: 'The end did not happen' })).toStreamProgressively({ steps: 1 })],
      ['too few steps', () => expect(ran()).toStreamProgressively({ steps: 99 })],
    ],
  },
  toShowTheAnswerOf: {
    good: () => expect(chatThatShows(answer)).toShowTheAnswerOf(ran()),
    notGood: () => expect(chatThatShows(answer)).not.toShowTheAnswerOf(ran()),
    bad: [
      ['another text', () => expect(chatThatShows(`${answer}!`)).toShowTheAnswerOf(ran())],
      ['nothing', () => expect(chatThatShows('')).toShowTheAnswerOf(ran())],
      ['it is too late', () => expect(chatThatShows(answer)).toShowTheAnswerOf(ran({ late: 'The end did not happen' }))],
      ['a canned default', () => expect(chatThatShows('Mock answer')).toShowTheAnswerOf(mocked)],
      ['a composer that stays shut', () => expect(chatThatShows(answer, false)).toShowTheAnswerOf(ran())],
    ],
  },
  toMeetBudget: {
    good: () => expect(ran()).toMeetBudget(),
    notGood: () => expect(ran()).not.toMeetBudget(),
    bad: [
      ['it is too late', () => expect(ran({ late: 'The end did not happen' })).toMeetBudget()],
      ['the first event is late', () => expect(ran({ limits: { firstEvent: 1 } })).toMeetBudget('firstEvent')],
      ['the first text is late on the screen, not on the wire', () => expect(ran({ lag: 1_500 })).toMeetBudget('firstText')],
      ['no text is ever on the screen', () => expect(ran({ lag: null })).toMeetBudget('firstText')],
      ['a pause is too long', () => expect(ran({ limits: { silence: 5 } })).toMeetBudget('silence')],
      ['the end is late', () => expect(ran({ limits: { answer: 100 } })).toMeetBudget('answer')],
      ['the screen lags', () => expect(ran({ lag: 400 })).toMeetBudget('lag')],
      ['a time is none', () => expect({ ...ran(), latency: () => latency(ran().run, NaN, []) }).toMeetBudget('firstEvent')],
      ['nothing was measured', () => expect(ran({ lag: null })).toMeetBudget('lag')],
      ['the last piece was never shown', () => expect(ran({ unshown: 1 })).toMeetBudget('lag')],
    ],
  },
  toUseEnvelope: {
    good: () => expect(ran()).toUseEnvelope('payload'),
    notGood: () => expect(ran()).not.toUseEnvelope('payload'),
    bad: [['it uses another', () => expect(ran()).toUseEnvelope('flat')]],
  },
  toBeAuthenticatedAs: {
    good: () => expect(socketOf()).toBeAuthenticatedAs(account),
    notGood: () => expect(socketOf()).not.toBeAuthenticatedAs(account),
    bad: [
      ['the upgrade failed', () => expect(socketOf({ status: 403 })).toBeAuthenticatedAs(account)],
      ['an offer that was not made', () => expect(socketOf({ chosen: 'other' })).toBeAuthenticatedAs(account)],
      ['the token is of somebody else', () => expect(socketOf({ credential: { by: 'subprotocol', sub: 'user-eve', email: 'ada@x' } })).toBeAuthenticatedAs(account)],
      ['the token is for another address', () => expect(socketOf({ credential: { by: 'subprotocol', sub: USER, email: 'eve@x' } })).toBeAuthenticatedAs(account)],
      ['the right name, though it was not offered', () => expect(socketOf({ offered: ['jwt.<token>'] })).toBeAuthenticatedAs(account)],
      ['the browser complains', () => expect(socketOf({ errors: ['Invalid frame header'] })).toBeAuthenticatedAs(account)],
      ['no token travelled', () => expect(socketOf({ credential: { by: 'none' } })).toBeAuthenticatedAs(account)],
      ['somebody else is welcome', () => expect(socketOf({}, 'user-eve')).toBeAuthenticatedAs(account)],
      ...[null, '', '...'].map((nobody): [string, () => Promise<void>] => (
        [`the welcome is for ${JSON.stringify(nobody)}`, () => expect(socketOf({}, nobody)).toBeAuthenticatedAs(account)]
      )),
      ['it is closed', () => expect(socketOf({ close: { code: 1011, reason: '' } })).toBeAuthenticatedAs(account)],
    ],
  },
  toHaveSentOnce: {
    good: () => expect(talk({})).toHaveSentOnce('Where?'),
    notGood: () => expect(talk({})).not.toHaveSentOnce('Where?'),
    bad: [
      ['twice', () => expect(talk({}, {})).toHaveSentOnce('Where?')],
      ['never', () => expect(talk()).toHaveSentOnce('Where?')],
      ['by another way', () => expect(talk({})).toHaveSentOnce('Where?', { by: 'rest' })],
      ['in another shape', () => expect(talk({ wellFormed: false })).toHaveSentOnce('Where?')],
      ['into another thread', () => expect(talk({ thread: 'u' })).toHaveSentOnce('Where?')],
    ],
  },
  toRefuse: {
    good: () => expect(doors(401, false)).toRefuse({ token: 'x' }),
    notGood: () => expect(doors(401, false)).not.toRefuse({ token: 'x' }),
    bad: [
      ['REST lets in', () => expect(doors(200, false)).toRefuse({ token: 'x' })],
      ['the socket lets in', () => expect(doors(401, true)).toRefuse({ token: 'x' })],
      ['REST fails instead of refusing', () => expect(doors(500, false)).toRefuse({ token: 'x' })],
      ['only REST refuses, and nobody should', () => expect(doors(401, true)).not.toRefuse({ token: 'x' })],
      ['it is refused in another way', () => expect(doors(401, false, 1011)).toRefuse({ token: 'x' })],
    ],
  },
};

test('Every matcher has its cases', () => {
  expect(Object.keys(cases).sort()).toEqual(Object.keys(matchers).sort());
});

for (const [name, { good, notGood, bad }] of Object.entries(cases)) {
  test(`${name} lets pass what is good, and its opposite does not`, async () => {
    await good();
    await expect(notGood()).rejects.toThrow();
  });
  for (const [what, check] of bad) {
    test(`${name} is red: ${what}`, () => expect(check()).rejects.toThrow());
  }
}
