import { expect, test } from '@playwright/test';
import type { Evidence, Exchange } from '../../../lib/evidence/index.ts';
import { diagnose } from '../../../lib/diagnosis/index.ts';
import {
  call,
  CALLS,
  closed,
  evidence,
  exampleSteps,
  probe,
  serverFrame,
  SITE,
  socket,
  START,
  welcome,
} from './support/scenes.ts';
import { outside } from './support/causes/scene.ts';

/** The causes and how sure they are, e.g. `F52 certain`. */
const told = (seen: Evidence) => diagnose(seen).causes.map(({ id, confidence }) => `${id} ${confidence}`);

const notConnected = ['expect(locator).toBeVisible() failed: Connected'];

test.describe('cuts that a busy machine sees late', () => {
  const cutAt = (...ages: number[]) =>
    ages.map((age, index) => closed(1006, '', age, { id: index + 1, openedAt: START + 1_500 * index }));
  const begun = { steps: exampleSteps().slice(0, 4) };
  const kept = (took: number, close: { code: number; reason: string } | null) =>
    probe('kept-open', { status: 101, took, close });
  const cutToo = { code: 1006, reason: '' };

  test('sockets of one age are cut at that age, also when the first cut is seen late: F52', () => {
    expect(told(evidence({ ...begun, sockets: cutAt(1_310, 860, 760, 710, 735) }))).toEqual(['F52 certain']);
    expect(told(evidence({ ...begun, sockets: cutAt(1_310, 860, 200, 2_400) }))).toEqual(['F57 likely']);
  });

  test('sockets of a replay are as old as they were recorded, however late a busy machine cuts them: F52', () => {
    const recorded = cutAt(705, 714, 704).map((one, index) => ({
      ...one,
      closedAt: one.closedAt! + 1_000 * index,
      recorded: { openedAt: one.openedAt, answeredAt: one.answeredAt, closedAt: one.closedAt! },
    }));
    expect(told(evidence({ ...begun, sockets: recorded }))).toEqual(['F52 certain']);
    const late = recorded.map(({ recorded: _, ...one }) => one);
    expect(told(evidence({ ...begun, sockets: late }))).toEqual(['F57 likely']);
  });

  test('two sockets that are cut at once are no sockets of a fixed age: F45', () => {
    const young = cutAt(8, 12);
    expect(told(evidence({ ...outside, sockets: young }))).toEqual(['F45 likely']);
    expect(told(evidence({ ...outside, sockets: young, probes: [kept(6, cutToo)] }))).toEqual(['F45 certain']);
  });

  test('lost events are a certain cause only where another socket outlived the one that was cut: F57', () => {
    const back = {
      ...begun,
      sockets: [...cutAt(1_200), socket({ id: 2, openedAt: START + 1_210 })],
      edit: (frames: Evidence['frames']) => [...frames, { ...welcome, socket: 2, time: START + 1_300 }],
    };
    expect(told(evidence(back))).toEqual(['F57 certain']);
    const young = { ...back, takenAt: START + 2_400 };
    expect(told(evidence(young))).toEqual(['F57 likely']);
    expect(told(evidence({ ...young, probes: [kept(1_700, null)] }))).toEqual(['F57 certain']);
    expect(told(evidence({ ...young, probes: [kept(3_000, cutToo)] }))).toEqual(['F57 likely']);
  });
});

test.describe('answers that were not read', () => {
  const unread = (method: string, path: string, status: number): Exchange =>
    call(method, `${SITE.api}${path}`, { status, received: null });
  const withCall = (exchange: Exchange) =>
    evidence({ exchanges: [...CALLS, exchange], errors: ['expect(locator).toBeVisible() failed'] });

  test('a 404 that was not read does not say that an operation is absent, unless it names no single thing', () => {
    expect(told(withCall(unread('GET', '/api/threads/thread_1723/messages', 404)))).toEqual(['unknown possible']);
    expect(told(withCall(unread('POST', '/api/threads', 404)))).toEqual(['F30 likely']);
    const read = { ...unread('POST', '/api/threads', 404), received: { detail: 'Not Found' } };
    expect(told(withCall(read))).toEqual(['F30 certain']);
  });

  test('a refusal that was not read is no wrong secret, and says what the same token is told later', () => {
    const refused = [...CALLS.slice(0, 5), unread('GET', '/api/threads', 401), unread('GET', '/api/user', 401)];
    const seen = (detail?: string, valid = true) =>
      evidence({
        ...outside,
        edit: () => [],
        sockets: [],
        exchanges: refused.map((exchange) =>
          exchange.url.includes('/validate') ? { ...exchange, received: { valid } } : exchange,
        ),
        probes: detail ? [probe('api-with-token', { status: 401, body: { detail } })] : [],
      });
    expect(told(seen(undefined, false))).toEqual(['unknown possible']);
    expect(told(seen())).toEqual(['F05 likely']);
    expect(told(seen('Token validation failed: signature verification failed'))).toEqual(['F05 certain']);
    expect(told(seen('Token has expired'))).toEqual(['unknown possible']);
  });
});

test.describe('token that is refreshed in vain', () => {
  const at = (time: number, exchange: Exchange) => ({ ...exchange, startedAt: START + time });
  const renewal = call('POST', `${SITE.auth}/auth/refresh`, { received: null });
  const over = call('PUT', `${SITE.api}/api/threads/thread_1`, { status: 401, received: null });
  const seen = (...exchanges: Exchange[]) =>
    evidence({
      steps: exampleSteps().slice(0, 3),
      sockets: [closed(1008, 'Token expired', 900)],
      exchanges: [...CALLS, ...exchanges],
    });

  test('a call that is refused between two refreshes shows that they are of no use, although no answer was read: F41', () => {
    expect(told(seen(at(300, renewal), at(400, over), at(500, renewal)))).toEqual(['F41 likely']);
    const read = { ...over, received: { detail: 'Token has expired' } };
    expect(told(seen(at(300, renewal), at(400, read), at(500, renewal)))).toEqual(['F41 certain']);
  });

  test('a token that is over when the page asks whose it is, is rightly unknown: F41 or unknown, and not F77', () => {
    const claims = { iat: (START - 3_000) / 1_000, exp: (START - 1_000) / 1_000 };
    const access_token = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;
    const asked = call('POST', `${SITE.auth}/auth/validate-token-and-get-user`, {
      received: { valid: false, error: 'Invalid token or user not found' },
    });
    const outsideWith = (...exchanges: Exchange[]) =>
      evidence({ ...outside, sockets: [], exchanges, errors: notConnected });
    const old = { ...renewal, received: { access_token } };
    expect(told(outsideWith(at(0, asked), at(50, old), at(100, asked)))).toEqual(['F41 certain']);
    const listed = call('GET', `${SITE.api}/api/threads`, { received: [] });
    expect(told(outsideWith(at(0, listed), at(3_000, asked)))).toEqual(['unknown possible']);
    expect(told(outsideWith(at(0, asked), at(100, listed)))).toEqual(['F77 certain']);
  });

  test('a token that ran out after a refresh is not certain to be one that nobody renewed: F40', () => {
    expect(told(seen())).toEqual(['F40 certain']);
    expect(told(seen(at(300, renewal)))).toEqual(['F40 likely']);
    expect(told(seen(at(300, renewal), at(500, renewal)))).toEqual(['F40 likely']);
  });
});

test.describe('evidence that was taken too early', () => {
  const takenAt = START + 6_000;
  const later = (frames: Evidence['frames']) => frames.map((frame) => ({ ...frame, time: takenAt + 500 }));

  test('a run that goes on after the test has failed is late, and has not stopped', () => {
    const whole = evidence();
    const stopped = { ...evidence({ steps: exampleSteps().slice(0, 5) }), takenAt };
    const known = stopped.frames.length;
    const body = [{ agent_id: /"run_id":"([^"]+)"/.exec(stopped.frames.at(-1)?.text ?? '')?.[1], status: 'running' }];
    const probed = { ...stopped, probes: [{ name: 'runs', status: 200, body }] } satisfies Evidence;
    expect(told(probed)).toEqual(['F19 certain']);
    const late = { ...probed, frames: [...probed.frames, ...later(whole.frames.slice(known, known + 1))] };
    expect(told(late)).toEqual(['unknown possible']);
    expect(diagnose(late).facts.join('\n')).toContain('late: it went on after the test had failed');
  });

  test('a message that is answered after the test has failed was not lost', () => {
    const whole = evidence();
    const errors = ['Timed out after 2500 ms waiting for the first event of a run that answers "Where does it go?".'];
    const silent = { ...evidence({ steps: null, errors }), takenAt };
    expect(told(silent)).toEqual(['silent-after-send possible']);
    const late = { ...silent, frames: [...silent.frames, ...later(whole.frames.slice(silent.frames.length))] };
    expect(told(late)).toEqual(['unknown possible']);
    const asked = whole.frames.find(({ direction }) => direction === 'sent')!;
    const frames = [...whole.frames, { ...asked, seq: 90, time: START + 8_000 }];
    const again = { ...whole, errors, takenAt: START + 12_000, frames };
    const afterTheFirst = { ...whole.frames.at(-1)!, seq: 91, time: START + 12_500 };
    expect(told(again)).toContain('silent-after-send possible');
    expect(told({ ...again, frames: [...frames, afterTheFirst] })).toContain('silent-after-send possible');
  });

  test('a welcome that comes after the test has failed was not forgotten', () => {
    const mute = { ...evidence({ ...outside, edit: () => [], errors: notConnected, sockets: [socket()] }), takenAt };
    expect(told(mute)).toEqual(['F13 certain']);
    expect(told({ ...mute, frames: later([{ ...welcome, seq: 1 }]) })).not.toContain('F13 certain');
  });

  test('a page whose code has only just come is not certain to do nothing', () => {
    const code = (at: number, part: Partial<Exchange> = {}) =>
      call('GET', `${SITE.web}/main.js`, { resource: 'script', received: null, startedAt: START + at, ...part });
    const seen = (script: Exchange) =>
      evidence({
        ...outside,
        edit: () => [],
        sockets: [],
        exchanges: [CALLS[0]!, script],
        page: { url: `${SITE.web}/chat`, chat: false },
        takenAt,
        errors: ['expect(locator).toBeVisible() failed'],
      });
    expect(told(seen(code(0)))).toEqual(['F48 certain']);
    expect(told(seen(code(5_500)))).toEqual(['F48 likely']);
    expect(told(seen(code(0, { status: null, took: null })))).toEqual(['unknown possible']);
  });
});

test('a close with 1000 is that of a server that is done, however long the upgrade took: F12', () => {
  const frames = () => [welcome, serverFrame({ type: 'heartbeat', payload: {} })];
  const slow = closed(1000, 'done', 2_400, { answeredAt: START + 2_000 });
  expect(told(evidence({ ...outside, edit: frames, errors: notConnected, sockets: [slow] }))).toContain('F12 certain');
});
