import { createHash } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { decodeJwt } from 'jose/jwt/decode';
import { Answers, bodyOf } from '../../../fixtures/replay/answers.ts';
import { asTheNearest, FrameClock, moved } from '../../../fixtures/replay/clock.ts';
import { Prompts } from '../../../fixtures/replay/prompts.ts';
import { transportOf } from '../../../fixtures/replay/replay.ts';
import { ReplayTokens } from '../../../fixtures/replay/tokens.ts';
import { lacksOf, recordingOf, recordingSchema, VERSION } from '../../../lib/recordings/index.ts';
import { sendFrame, START } from '../protocol/support/scenes.ts';

const CALL = {
  method: 'GET',
  url: '',
  resource: 'fetch',
  startedAt: START,
  status: 200,
  server: {},
  took: 0,
  failure: null,
  sent: null,
  received: null,
};

test.describe('replay', () => {
  test('times of a recorded message are moved in the form that they had, and nothing else', () => {
    const message = {
      type: 'agent_started',
      timestamp: START,
      data: { timestamp: '2026-01-05T22:00:00.000Z', started_at: START / 1000, run_id: 'run_1795850674507' },
      forms: {
        python_time: '2026-01-05T22:00:00.123456+00:00',
        zone_time: '2026-01-06T01:30:00+03:30',
        bare_time: '2026-01-05T22:00:00.12',
        float_time: START / 1000 + 0.25,
      },
      odd: { timestamp: 'tomorrow', timestamp_of_birth: 1 },
      user: { exp: Math.floor(START / 1000) + 900, last_seen: '2026-01-05T22:00:00Z', count: 7 },
    };
    const later = JSON.parse(moved(JSON.stringify(message), 60_000, START)) as typeof message;
    expect(later.timestamp).toBe(START + 60_000);
    expect(later.data).toEqual({
      timestamp: '2026-01-05T22:01:00.000Z',
      started_at: START / 1000 + 60,
      run_id: 'run_1795850674507',
    });
    expect(later.forms).toEqual({
      python_time: '2026-01-05T22:01:00.123456+00:00',
      zone_time: '2026-01-06T01:31:00+03:30',
      bare_time: '2026-01-05T22:01:00.12',
      float_time: START / 1000 + 60.25,
    });
    expect(later.odd).toEqual(message.odd);
    expect(later.user, 'whatever their names').toEqual({
      exp: Math.floor(START / 1000) + 960,
      last_seen: '2026-01-05T22:01:00Z',
      count: 7,
    });
    const whole = moved('{"created_at": 1767650400}', 1_500, START);
    expect(whole, 'whole seconds stay whole').toBe('{"created_at": 1767650401}');
  });

  test('a timer that is a moment early does not stamp a frame before the one that came before it', () => {
    const clock = new FrameClock();
    expect(clock.next(500.4, [START, START + 2.5]), 'whole milliseconds').toEqual([500, 500]);
    expect(clock.next(499, [null]), 'a frame without a time').toEqual([499]);
    expect(clock.next(498, [START + 4]), 'a little later').toEqual([499]);
    expect(clock.next(498, [START + 9]), 'later than any doubt').toEqual([498]);
    expect(clock.next(400, [START + 8]), 'earlier when it was recorded, too').toEqual([400]);
  });

  test('a frame that came twice has one time, also where the second is played much later', () => {
    const clock = new FrameClock();
    expect(clock.next(500, [START])).toEqual([500]);
    expect(clock.next(900, [START, START + 1]), 'and the next one its own').toEqual([500, 900]);
    expect(clock.next(950, [START + 1, null])).toEqual([900, 950]);
  });

  test('a run that a probe tells of began after its message, however late the page sent that message', () => {
    const by = asTheNearest([
      { recorded: START + 10_000, real: START + 90_000 },
      { recorded: START, real: START + 83_000 },
    ]);
    const told = JSON.stringify({ start_time: START + 16, timestamp: START + 9_900 });
    expect(JSON.parse(moved(told, by, START + 10_000))).toEqual({
      start_time: START + 83_016,
      timestamp: START + 89_900,
    });
  });

  test('a time that is far from the recording stays as it is', () => {
    const text = JSON.stringify({ timestamp: START - 10 * 24 * 3_600_000 });
    expect(moved(text, 60_000, START)).toBe(text);
  });

  test('tokens of an answer are signed again, with their claims and the life that they had', async () => {
    const answer = { access_token: '<scrubbed>', refresh_token: '<scrubbed>', user: { id: 'user-ada' } };
    const token = { number: 1, claims: { sub: 'user-ada', iat: 0, exp: 900 } };
    const tokens = new ReplayTokens();
    const text = await tokens.inAnswer(answer, [{ ...token, path: ['access_token'] }]);
    const { access_token: access, refresh_token: refresh } = JSON.parse(text) as Record<string, string>;
    const { sub, exp = 0 } = decodeJwt(access!);
    expect(sub).toBe('user-ada');
    expect(Math.abs(exp - Date.now() / 1000 - 900)).toBeLessThan(5);
    expect(refresh).toMatch(/^[0-9a-f]{32}$/);

    expect(await tokens.inAddress('http://web/chat?token=<scrubbed>&more=1', [token])).toBe(
      `http://web/chat?token=${access}&more=1`,
    );
    expect(await tokens.of({ ...token, number: 2 }), 'another token with the same claims').not.toBe(access);
  });

  test('a token that did not change when it was renewed does not change in the replay', async () => {
    const account = { id: 'user-ada', email: 'ada@example.com' };
    const token = { number: 1, claims: { sub: 'user-ada', iat: 0, exp: 2 } };
    const tokens = new ReplayTokens();
    const { access } = await tokens.ofPerson({ account, token });
    const renewed = { number: 1, claims: { sub: 'user-ada', iat: -2, exp: 0 }, path: ['access_token'] };
    expect(JSON.parse(await tokens.inAnswer({ access_token: '<scrubbed>' }, [renewed]))).toEqual({
      access_token: access,
    });
  });

  test('answers come call by call, and what only reads gets the last one again', () => {
    const site = { web: 'http://web', api: 'http://api', auth: 'http://auth', ws: 'ws://api' };
    const now = { ...site, api: 'http://elsewhere' };
    const call = (method: string, took: number) => ({ ...CALL, method, took, url: 'http://api/api/threads?limit=20' });
    const answers = new Answers([call('GET', 1), call('POST', 2), call('GET', 3)], site);
    const next = (method: string) => answers.next(method, 'http://elsewhere/api/threads?limit=20', now)?.took;
    expect([next('GET'), next('GET'), next('GET')]).toEqual([1, 3, 3]);
    expect([next('POST'), next('POST'), next('DELETE')]).toEqual([2, undefined, undefined]);
    const validation = { ...call('POST', 4), url: 'http://auth/auth/validate-token-and-get-user' };
    const checked = new Answers([validation], site);
    const again = () => checked.next('POST', validation.url, now)?.took;
    expect([again(), again()], 'a token that is validated once more').toEqual([4, 4]);
  });

  test('a sign-in or a renewal whose body left with the page lets the recorded person in again', async () => {
    const person = { account: { id: 'user-ada', email: 'ada@example.com' }, sockets: [], exchanges: [], frames: [] };
    const tokens = new ReplayTokens();
    for (const path of ['dev/login', 'refresh']) {
      const letIn = await bodyOf({ ...CALL, method: 'POST', url: `http://auth/auth/${path}` }, person, tokens);
      const { access_token: access } = JSON.parse(letIn) as { access_token: string };
      expect(decodeJwt(access), path).toMatchObject({ sub: 'user-ada', email: 'ada@example.com' });
    }
    const other = await bodyOf(
      { ...CALL, method: 'POST', url: 'http://auth/auth/validate-token-and-get-user' },
      person,
      tokens,
    );
    expect(other, 'nothing shows that it let anybody in').toBe('');
  });

  test('the embedded page sends its messages as the recorded one did', () => {
    const person = { account: { id: 'user-ada', email: 'ada@example.com' }, sockets: [], exchanges: [], frames: [] };
    const sent = {
      ...CALL,
      method: 'POST',
      url: 'http://api/api/agent/v2/execute',
      sent: { message: 'How can we lower our GPU bill?', type: 'supervisor' },
    };
    expect(transportOf({ people: [person] })).toBe('websocket');
    expect(transportOf({ people: [person, { ...person, exchanges: [sent] }] })).toBe('rest');
  });

  test('the server goes on only when the page has sent what it had sent before', async () => {
    const account = { id: 'user-ada', email: 'ada@example.com' };
    const prompts = new Prompts({ account, sockets: [], exchanges: [], frames: [sendFrame('thread_1', 100, 1)] });
    const opened = { recorded: START, real: Date.now() };
    expect(await prompts.before(START + 50, opened)).toBe(opened);
    expect(prompts.unsent).toEqual(['Where does the money go?']);
    expect(prompts.frame(sendFrame('thread_1', 0, 1, 'Something else')), 'another question').toBe(false);
    const next = prompts.before(START + 200, opened);
    expect(prompts.frame(sendFrame('thread_9', 0, 1))).toBe(true);
    expect(await next).toMatchObject({ recorded: START + 100 });
    expect(prompts.unsent).toEqual([]);
  });

  test('what is not a recording, or one of a later version, is refused in one sentence', () => {
    expect(() => recordingOf({ version: VERSION + 1 })).toThrow(/has version 4; this suite replays versions up to 3: /);
    expect(() => recordingOf({ version: VERSION })).toThrow(/^it is not a recording: test /);
    expect(() => recordingOf(null)).toThrow(/^it is not a recording/);
  });

  test('a recording of an older version is replayed, and what it lacks is said in one sentence', () => {
    const exchange = { ...CALL, tokens: [{ path: ['access_token'], claims: { sub: 'user-ada' } }] };
    const first = {
      version: 1,
      test: { file: 'a.spec.ts', title: 'a' },
      target: { name: 'local', site: { web: '', api: '', auth: '', ws: '' } },
      budgets: {},
      people: [
        { account: { id: 'user-ada', email: '' }, sockets: [], frames: [], exchanges: [exchange], token: { exp: 9 } },
      ],
      probes: [],
      outcome: { passed: true, errors: [], rules: [], causes: [] },
    };
    const { version, people } = recordingOf(first);
    expect(version).toBe(VERSION);
    expect(people[0]?.exchanges[0]?.tokens).toEqual([{ ...exchange.tokens[0], number: 1 }]);
    expect(people[0]?.token).toEqual({ number: 2, claims: { exp: 9 } });
    expect(lacksOf(first)).toMatch(/^The recording is of version 1 \(this suite records version 3\): .*\.$/);
    expect(lacksOf({ ...first, version: VERSION })).toBeNull();
    const second = { ...first, version: 2, people: [{ ...first.people[0], exchanges: [], token: undefined }] };
    expect(recordingOf(second)).toMatchObject({ version: VERSION, test: first.test });
    expect(lacksOf(second)).toMatch(/^The recording is of version 2 .*: what was broken on purpose is not in it\.$/);
  });

  test('whatever is recorded more, or otherwise, is another version', () => {
    const print = createHash('sha256').update(JSON.stringify(recordingSchema())).digest('hex').slice(0, 12);
    expect(`${VERSION} ${print}`, 'raise VERSION, say in LACKS what the older one lacks, and note the print here').toBe(
      '3 9468250a9556',
    );
  });
});
