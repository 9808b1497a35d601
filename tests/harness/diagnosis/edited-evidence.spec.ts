import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import type { Evidence, Frame } from '../../../lib/evidence/index.ts';
import { diagnose } from '../../../lib/diagnosis/index.ts';
import { listed } from './support/causes/scene.ts';
import {
  call,
  CALLS,
  evidence,
  exampleSteps,
  probe,
  serverFrame,
  SITE,
  socket,
  START,
  turnedAway,
  welcome,
} from './support/scenes.ts';

const FUZZ_CASES = 400;

type Message = Record<string, unknown>;

const isThought = ({ text }: Frame) => text.includes('"agent_thinking"');
/** One edit of the first thought. */
const onThought = (edit: (frame: Frame) => Frame[]) => (frames: Frame[]) => {
  const at = frames.findIndex(isThought);
  return frames.toSpliced(at, 1, ...edit(frames[at] as Frame));
};
const changed = (change: (message: Message) => Message) =>
  onThought((frame) => [{ ...frame, text: JSON.stringify(change(JSON.parse(frame.text) as Message)) }]);
const pieces = (edit: (texts: string[]) => string[]) => {
  const steps = exampleSteps();
  const streamed = steps.filter(({ type }) => type === 'partial_result');
  const texts = edit(streamed.map(({ fields }) => String(fields.content)));
  const rest = texts.map((content, index) => ({
    ...(streamed[0] as (typeof steps)[number]),
    at: 120 + 5 * index,
    fields: { content, is_complete: index === texts.length - 1 },
  }));
  return steps
    .filter(({ type }) => type !== 'partial_result')
    .concat(rest)
    .sort((a, b) => a.at - b.at);
};

/** Edits of single frames, as they are injected, and the cause that each must be named. */
const edits: [what: string, cause: string, seen: Evidence][] = [
  ['a dropped frame', 'F20', evidence({ edit: onThought(() => []) })],
  ['a doubled frame', 'F23', evidence({ edit: onThought((frame) => [frame, frame]) })],
  [
    'a late frame',
    'F22',
    evidence({
      edit: (frames) => {
        const at = frames.findIndex(isThought);
        const thought = frames[at] as Frame;
        return frames.toSpliced(at, 1).toSpliced(at + 3, 0, { ...thought, time: (frames[at + 3] as Frame).time });
      },
    }),
  ],
  ['a frame followed by nothing', 'F19', evidence({ edit: (frames) => frames.slice(0, frames.findIndex(isThought)) })],
  [
    'a frame moved behind the end',
    'F22',
    evidence({
      edit: (frames) => {
        const thought = frames.find(isThought) as Frame;
        const late = JSON.stringify({ ...(JSON.parse(thought.text) as Message), timestamp: START + 400 });
        return [...frames, { ...thought, time: START + 405, text: late }];
      },
    }),
  ],
  [
    'a frame that is cut off',
    'F54',
    evidence({ edit: onThought((frame) => [{ ...frame, text: frame.text.slice(0, 40) }]) }),
  ],
  ['an empty frame', 'F54', evidence({ edit: onThought((frame) => [{ ...frame, text: '' }]) })],
  ['a binary frame', 'F54', evidence({ edit: onThought((frame) => [{ ...frame, binary: true }]) })],
  [
    'a frame with a renamed type',
    'F20',
    evidence({ edit: changed((message) => ({ ...message, type: 'agent_reflecting' })) }),
  ],
  [
    'a frame of another run',
    'F32',
    evidence({ edit: changed((message) => ({ ...message, run_id: 'run_of_somebody_else' })) }),
  ],
  [
    'a frame of another user',
    'F49',
    evidence({ edit: changed((message) => ({ ...message, user_id: 'user-somebody-else' })) }),
  ],
  [
    'a frame of another thread',
    'F32',
    evidence({ edit: changed((message) => ({ ...message, thread_id: 'thread_of_somebody_else' })) }),
  ],
  [
    'a frame stamped in words',
    'unknown',
    evidence({ edit: changed((message) => ({ ...message, timestamp: 'half past never' })) }),
  ],
  [
    'a frame stamped an hour ahead',
    'unknown',
    evidence({ edit: changed((message) => ({ ...message, timestamp: START + 3_600_000 })) }),
  ],
  [
    'a frame stamped an hour ago',
    'unknown',
    evidence({ edit: changed((message) => ({ ...message, timestamp: START - 3_600_000 })) }),
  ],
];

const texts: [what: string, cause: string, seen: Evidence][] = [
  ['a lost piece', 'unknown', evidence({ steps: pieces((all) => all.toSpliced(1, 1)) })],
  ['a piece sent twice', 'F23', evidence({ steps: pieces((all) => all.toSpliced(1, 0, all[1] as string)) })],
  ['a swap of two pieces', 'F22', evidence({ steps: pieces(([a, b, c]) => [b, a, c].map(String)) })],
  [
    'a batch of all frames at the end',
    'F22',
    evidence({
      edit: (frames) =>
        frames.map((frame) =>
          frame.text.includes('run_id')
            ? {
                ...frame,
                time: START + 900,
                text: frame.text.replace(
                  /"timestamp":(\d+)/,
                  (_, stamp) => `"timestamp":${3 * Number(stamp) - 2 * START}`,
                ),
              }
            : frame,
        ),
    }),
  ],
];

test.describe('diagnosis of one edited frame', () => {
  for (const [what, cause, seen] of [...edits, ...texts]) {
    test(`${what} is diagnosed as ${cause}`, () => {
      const { causes, unknown } = diagnose(seen);
      expect(
        causes.map(({ id }) => id),
        JSON.stringify(causes, null, 1),
      ).toEqual([cause]);
      expect(unknown).toBe(cause === 'unknown');
    });
  }
});

test.describe('diagnosis', () => {
  test('evidence that matches no cause is diagnosed as unknown, with the facts', () => {
    const diagnosis = diagnose(evidence({ errors: ['expected 3 to be 4\n    at chat.spec.ts'] }));
    expect(diagnosis).toMatchObject({ unknown: true, probe: null, alternatives: [] });
    expect(diagnosis.causes).toMatchObject([{ id: 'unknown', owner: null }]);
    expect(diagnosis.facts).toEqual(
      expect.arrayContaining(['test: expected 3 to be 4', expect.stringContaining('run run_1: 16 events, completed')]),
    );
    expect(diagnosis.whys.some(({ hypothesis }) => hypothesis)).toBe(false);
  });

  test('two simultaneous faults are both named, the deeper first', () => {
    const redis = CALLS.map((one) =>
      one.url.endsWith('/health/ready') ? call('GET', one.url, { received: { redis_db: 'failed' } }) : one,
    );
    const both = diagnose(evidence({ exchanges: redis, steps: exampleSteps().toSpliced(6, 1) }));
    expect(both.causes.map(({ id }) => id)).toEqual(['F34', 'F21']);
    const shown = diagnose(evidence({ edit: onThought(() => []), shown: false }));
    expect(shown.causes.map(({ id }) => id)).toEqual(['F20', 'F26']);
    const forbidden = { status: 500, received: { detail: 'Failed to list threads' } };
    const threads = CALLS.map((one) => (one.url.endsWith('/threads') ? call('GET', one.url, forbidden) : one));
    const mute = evidence({ exchanges: threads, steps: null, asked: false, edit: () => [] });
    const errors = ['a conversation in the list should appear within 2 s, but was not found'];
    expect(diagnose({ ...mute, errors }).causes.map(({ id }) => id)).toEqual(['F13', 'F31']);
  });

  test('the whys follow the cause that explains what the test told, where there are two', () => {
    const forbidden = { status: 500, received: { detail: 'Failed to list threads' } };
    const threads = CALLS.map((one) => (one.url.endsWith('/threads') ? call('GET', one.url, forbidden) : one));
    const seen = evidence({ exchanges: threads, steps: exampleSteps().slice(0, 2) });
    const told = seen.violations.find(({ rule }) => rule === 'one-end')?.message;
    const { causes, whys, lookFirst } = diagnose({ ...seen, errors: [`Error: ${told}`] });
    expect(causes.map(({ id }) => id)).toEqual(['F31', 'F19']);
    expect(whys[0]?.says).toBe(told);
    expect(whys[1]?.says).toMatch(
      /is open: no event came in the \d+ ms between its last one and the end of the observation/,
    );
    expect(lookFirst).toBe(causes[1]?.lookFirst);
  });

  test('a silence that no probe may examine is diagnosed as a class with its candidates', () => {
    const { causes, unknown, probe: telling, alternatives } = diagnose(evidence({ steps: null }));
    expect(unknown).toBe(false);
    expect(causes).toMatchObject([{ id: 'silent-after-send', class: 'silence', confidence: 'possible' }]);
    expect(causes[0]?.candidates.map(({ id }) => id)).toEqual(['F15', 'F17', 'F14', 'F18', 'F59']);
    expect(telling).toBe('send the question over a fresh socket, as chat_message');
    expect(alternatives[0]).toBe('F15 The router drops messages: the router may swallow this type');
  });

  test('a silence is diagnosed without the causes that the list of runs excludes', () => {
    const { causes } = diagnose(evidence({ steps: null, probes: [probe('runs', { body: [] })] }));
    expect(causes[0]?.candidates.map(({ id }) => id)).toEqual(['F15', 'F17', 'F14']);
  });

  test('a question that the person stopped before its run began is not diagnosed as a silence', () => {
    const stop = (thread: string) => ({
      ...serverFrame({ type: 'stop_agent', payload: { thread_id: thread } }),
      direction: 'sent' as const,
      time: START + 60,
    });
    const stoppedIn = (thread: string) =>
      diagnose(
        evidence({ steps: null, edit: (frames) => [...frames, stop(thread)], probes: [listed('stopped')] }),
      ).causes.map(({ id }) => id);
    expect(stoppedIn('thread_1')).toEqual(['unknown']);
    expect(stoppedIn('thread_2')).toEqual(['F18']);
  });

  test('a failing list of threads is only likely where no other call shows that the API works', () => {
    const failing = call('GET', `${SITE.api}/api/threads?limit=101`, {
      status: 500,
      received: { detail: 'Failed to list threads' },
    });
    const errors = ['Error: expected 422, but was 500'];
    const alone = evidence({ steps: null, asked: false, edit: () => [], sockets: [], exchanges: [failing], errors });
    expect(diagnose(alone).causes).toMatchObject([{ id: 'F31', confidence: 'likely' }]);
  });

  test('a 403 before the socket opens is diagnosed as a class until its body is read', () => {
    const refused = {
      steps: null,
      asked: false,
      edit: () => [],
      sockets: [socket({ status: 403, chosen: null })],
    } as const;
    expect(diagnose(evidence(refused)).causes).toMatchObject([
      { id: 'upgrade-refused', candidates: [{ id: 'F01' }, { id: 'F07' }, { id: 'F09' }] },
    ]);
    const probes = [probe('upgrade', { status: 403, body: null }), probe('upgrade-bare', { status: 101 })];
    expect(diagnose(evidence({ ...refused, probes })).causes).toMatchObject([{ id: 'F01', confidence: 'likely' }]);
    const later = { sockets: [...refused.sockets, socket({ id: 2 })], edit: () => [{ ...welcome, socket: 2 }] };
    const { causes } = diagnose(evidence({ ...refused, ...later, probes }));
    expect(causes, 'another socket got its subprotocol').toMatchObject([{ id: 'upgrade-refused' }]);
  });

  test('a token that did not arrive is diagnosed with the certainty and what would settle it', () => {
    const lost = { steps: null, asked: false, edit: () => [turnedAway('No token')] } as const;
    const closedWith = (code: number, reason: string) => [socket({ closedAt: START, close: { code, reason } })];
    expect(diagnose(evidence({ ...lost, sockets: closedWith(1008, 'Authentication failed') })).causes).toMatchObject([
      { id: 'F03', confidence: 'likely', candidates: [{ id: 'F06', probe: 'upgrade-header' }] },
    ]);
    expect(diagnose(evidence({ ...lost, sockets: closedWith(1011, 'Auth error') })).causes).toMatchObject([
      { id: 'F06', confidence: 'likely' },
    ]);
  });

  test('an unfinished run is diagnosed as possibly failed without a report', () => {
    expect(diagnose(evidence({ steps: exampleSteps().slice(0, 2) })).causes).toMatchObject([
      { id: 'F19', confidence: 'likely', candidates: [{ id: 'F27' }] },
    ]);
  });

  test('an optional dependency is not blamed while something else is broken', () => {
    const clickhouse = probe('api-health', { body: { checks: { clickhouse: { status: 'failed' } } } });
    expect(diagnose(evidence({ edit: onThought(() => []), probes: [clickhouse] })).causes.map(({ id }) => id)).toEqual([
      'F20',
    ]);
  });

  test('the five whys reach as far as the evidence and mark the rest as a hypothesis', () => {
    const { whys } = diagnose(
      evidence({
        steps: null,
        probes: [probe('runs', { body: [{ agent_id: 'r7', status: 'completed', start_time: START }] })],
      }),
    );
    expect(whys.map(({ level, hypothesis }) => [level, hypothesis])).toEqual([
      ['symptom', false],
      ['wire', false],
      ['component', false],
      ['hypothesis', true],
    ]);
    expect(whys.every(({ evidence: places, hypothesis }) => hypothesis === (places.length === 0))).toBe(true);
  });

  test('two tabs that both receive the stream are recognised as two tabs', () => {
    const both = (frames: Frame[]) =>
      frames.flatMap((frame) => (frame.direction === 'sent' ? [frame] : [frame, { ...frame, socket: 2 }]));
    const { causes } = diagnose(evidence({ sockets: [socket(), socket({ id: 2, page: 2 })], edit: both }));
    expect(causes.map(({ id }) => id)).not.toContain('F23');
  });

  test('arbitrary evidence never makes the diagnosis throw', () => {
    const anything = fc.anything({ maxDepth: 2 });
    const sound = evidence();
    const near = <T>(value: T) => fc.oneof(fc.constant(value), anything as fc.Arbitrary<T>);
    const exchange = fc.record({
      method: fc.string(),
      url: fc.oneof(fc.webUrl(), fc.string(), fc.constant(`${SITE.api}/api/threads`)),
      resource: fc.string(),
      startedAt: fc.nat(),
      status: fc.option(fc.nat(600)),
      server: fc.dictionary(fc.string(), fc.string()),
      took: fc.option(fc.nat()),
      failure: fc.option(fc.string()),
      sent: anything,
      received: anything,
    });
    const frame = fc.record({
      seq: fc.nat(50),
      socket: fc.nat(3),
      direction: fc.constantFrom('sent' as const, 'received' as const),
      time: fc.nat(),
      text: fc.oneof(fc.string(), fc.json(), fc.constantFrom(...sound.frames.map(({ text }) => text))),
    });
    const anyProbe = fc.record({
      name: fc.constantFrom('runs' as const, 'api-health' as const, 'upgrade' as const, 'ask' as const),
      status: fc.option(fc.nat(600)),
      body: anything,
    });
    const seen = fc.record({
      exchanges: fc.array(exchange, { maxLength: 5 }),
      frames: fc.array(frame, { maxLength: 20 }),
      probes: fc.array(anyProbe, { maxLength: 3 }),
      takenAt: fc.nat(),
      errors: fc.array(fc.string(), { maxLength: 2 }),
      crashed: near(false),
    });
    fc.assert(
      fc.property(seen, (part) => {
        const { causes, whys } = diagnose({ ...sound, ...part });
        return causes.length > 0 && whys.length <= 5;
      }),
      { numRuns: FUZZ_CASES },
    );
  });
});
