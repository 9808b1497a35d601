import { expect, test } from '@playwright/test';
import type { Evidence, Frame } from '../../../lib/evidence/index.ts';
import { diagnose } from '../../../lib/diagnosis/index.ts';
import { threadAt } from '../../../lib/diagnosis/open-thread.ts';
import { call, CALLS, closed, evidence, failed, probe, SITE, socket, START, welcome } from './support/scenes.ts';
import { refresh } from './support/causes/scene.ts';
import { told } from './support/further-scenes.ts';

const ids = (seen: Evidence) => diagnose(seen).causes.map(({ id }) => id);

test('what the frames of somebody else do not take away is missing for another reason: F20 beside F49', () => {
  const foreign = (frame: Frame) => ({ ...frame, text: frame.text.replaceAll('user-ada', 'user-eve') });
  const isOf = (type: string) => (frame: Frame) => frame.text.includes(`"type":"${type}"`);
  const moved = (frames: Frame[]) => frames.map((frame) => (isOf('agent_thinking')(frame) ? foreign(frame) : frame));
  expect(ids(evidence({ edit: moved }))).toEqual(['F49']);
  const lacking = evidence({ edit: (frames) => moved(frames).filter((frame) => !isOf('tool_executing')(frame)) });
  expect(ids(lacking)).toEqual(['F20', 'F49']);
});

test('an event that is missing is named beside frames that come twice, or that cannot be read: F20', () => {
  const isThought = (frame: Frame) => frame.text.includes('"type":"agent_thinking"');
  const twice = (frames: Frame[]) => frames.flatMap((frame, index) => (index === 2 ? [frame, frame] : [frame]));
  expect(ids(evidence({ edit: twice }))).toEqual(['F23']);
  expect(ids(evidence({ edit: (frames) => twice(frames).filter((frame) => !isThought(frame)) }))).toContain('F20');
  const unread = (frames: Frame[]) =>
    frames.map((frame) => (frame === frames.findLast(isThought) ? { ...frame, text: '{"type"' } : frame));
  expect(ids(evidence({ edit: unread }))).toEqual(['F54']);
  const withoutTools = (frames: Frame[]) => frames.filter(({ text }) => !text.includes('"type":"tool_'));
  expect(ids(evidence({ edit: (frames) => withoutTools(unread(frames)) }))).toContain('F20');
});

test('what the page says of an agent follows from its missing end, and its figures from a page that stopped', () => {
  const outcome = told('screen-told', 'the page says of data_agent that it completed, and no frame ends it: "Done"');
  const figure = told(
    'screen-figure',
    'the page shows "Step 1", and no frame and no answer of the API carries it there',
  );
  const endless = (frames: Frame[]) =>
    frames.filter(({ text }) => !/"agent_completed".*data_agent|data_agent.*"agent_completed"/.test(text));
  expect(ids(evidence({ errors: [outcome] }))).toEqual(['F89']);
  expect(ids(evidence({ errors: [outcome], edit: endless }))).toEqual(['F20']);
  const sockets = [closed(1006, '', 900), socket({ id: 2, openedAt: START + 720 })];
  const back = (frames: Frame[]) => [...endless(frames), { ...welcome, socket: 2, time: START + 750 }];
  expect(ids(evidence({ errors: [outcome], edit: back, sockets }))).toEqual(['F57']);
  expect(ids(evidence({ errors: [figure], edit: endless }))).toEqual(['F20', 'F89']);
  const frozen = 'The screen does not show the answer to "Where does the money go?".';
  expect(ids(evidence({ errors: [frozen, figure] }))).toEqual(['F89']);
  expect(ids(evidence({ errors: [frozen, figure], shown: false }))).toEqual(['F26']);
});

test('an answer that is not on the screen because its address leads to another thread is no frame without a handler', () => {
  const says = 'the page shows the thread thread_1 above the chat as "Plans", which is the title of thread_2';
  const frozen = 'The screen does not show the answer to "Where does the money go?".';
  expect(ids(evidence({ errors: [frozen, told('screen-threads', says)], shown: false }))).toEqual(['F89']);
});

test('a list of threads that fails is a side note where no error speaks of it and another cause accounts for all', () => {
  const failed = call('GET', `${SITE.api}/api/threads`, {
    status: 500,
    received: { detail: 'Failed to list threads' },
  });
  const seen = evidence({ exchanges: [...CALLS, failed], steps: null, asked: false, edit: () => [] });
  const errors = ['The screen does not show the answer to "Where does the money go?" within 5000 ms after its end.'];
  const { causes, notes } = diagnose({ ...seen, errors });
  expect(causes.map(({ id }) => id)).toEqual(['F13']);
  expect(notes).toContainEqual(expect.stringMatching(/F31 The list of threads fails/));
  const other = diagnose({ ...seen, errors: [...errors, 'expected 3 to be 4'] });
  expect(other.causes.map(({ id }) => id)).toEqual(['F13', 'F31']);
});

test('what the product can do without is a cause where an error speaks of it, whatever else is found, and only there', () => {
  const checks = { postgresql: { status: 'degraded', response_time_ms: 5_022 }, clickhouse: { status: 'failed' } };
  const health = call('GET', `${SITE.api}/api/health`, { took: 5_054, received: { checks } });
  const ready = (one: (typeof CALLS)[number]) =>
    one.url.endsWith('/health/ready') ? { ...one, received: { clickhouse_db: 'skipped_optional' } } : one;
  const seen = { ...evidence({ exchanges: [...CALLS.map(ready), health] }) };
  const told = (error: string) => diagnose({ ...seen, errors: [error] });
  const state = 'expected "clickhouse": StringMatching /^(healthy|off)$/, but was "clickhouse": "down"';
  expect(told(`"degraded" ${state}`).causes.map(({ id, confidence }) => `${id} ${confidence}`)).toEqual([
    'F33 certain',
    'F35 certain',
  ]);
  const other = told('Timed out after 5000 ms waiting for the first event of a run that answers "Where?".');
  expect(other.causes.map(({ id }) => id)).toEqual(['F33']);
  expect(other.notes).toContainEqual(expect.stringMatching(/^F35 ClickHouse is down/));
});

test('answers of two revisions are a cause where an error speaks of them, whatever else is found, and only there', () => {
  const of = (revision: string) => (one: (typeof CALLS)[number]) => ({
    ...one,
    server: { 'x-netra-revision': revision },
  });
  const [first, ...others] = CALLS.filter(({ url }) => url.startsWith(SITE.api));
  const exchanges = [...CALLS.filter(({ url }) => !url.startsWith(SITE.api)), of('1')(first!), ...others.map(of('2'))];
  const seen = evidence({ exchanges, edit: (frames) => frames.filter(({ text }) => !/"agent_thinking"/.test(text)) });
  expect(ids({ ...seen, errors: [...seen.errors, 'expected one revision, but were 2'] })).toEqual(['F56', 'F20']);
  expect(ids(evidence({ exchanges, errors: ['expected 3 to be 4'] }))).toEqual(['unknown']);
});

test('a call that fails says how many of its kind fail', () => {
  const list = (status: number) =>
    call('GET', `${SITE.api}/api/threads`, { status, received: { detail: 'Failed to list threads' } });
  const others = CALLS.filter(({ url }) => !url.endsWith('/api/threads'));
  const told = (...lists: number[]) =>
    diagnose(
      evidence({ exchanges: [...others, ...lists.map(list)], errors: ['a thread of /api/threads is not listed'] }),
    ).causes.map(({ signals }) => signals[0]);
  expect(told(500)).toEqual(['GET /api/threads: 500: Failed to list threads']);
  expect(told(500, 500, 500)).toEqual(['GET /api/threads: 500: Failed to list threads (each of 3 calls)']);
  expect(told(200, 500, 500)).toEqual(['GET /api/threads: 500: Failed to list threads (2 of 3 calls)']);
  expect(told(200, 503)).toEqual(['GET /api/threads: answered 503: Failed to list threads (1 of 2 calls)']);
});

test('what the page said in an alert is a symptom, and what else it could be is told without its probe', () => {
  const turned = (frame: Frame) => ({ ...frame, text: '{"type":"error_message","payload":{"error":"No token"}}' });
  const sockets = [socket({ closedAt: START, close: { code: 1008, reason: 'Authentication failed' } })];
  const page = { url: `${SITE.web}/login`, alerts: ['Your session was refused.'] };
  const edit = () => [turned(welcome)];
  const { whys, probe: telling } = diagnose(evidence({ steps: null, asked: false, edit, sockets, page }));
  expect(whys.map(({ level, says }) => `${level}: ${says}`)[1]).toBe(
    'symptom: the page says: "Your session was refused."',
  );
  expect(whys.filter(({ hypothesis }) => hypothesis)).toHaveLength(1);
  expect(whys.map(({ says }) => says).join('\n')).not.toContain(telling);
});

test('another conversation on the screen is no answer that went back', () => {
  const seen = evidence({ errors: ['[screen-flicker] something of the screen'] });
  const at = (path: string) => (one: Evidence['screen'][number]) => ({ ...one, path });
  const empty = { time: seen.takenAt - 1, streaming: null, answers: [] };
  const inItsThread = seen.screen.map(at('/chat/thread_1'));
  const told = (path: string) => ids({ ...seen, screen: [...inItsThread, { ...empty, path }] });
  expect(told('/chat/thread_2')).toEqual(['unknown']);
  expect(told('/chat')).toEqual(['unknown']);
  expect(told('/chat/thread_1')).toEqual(['F75']);
});

test('a slow call that held a message back for all the time that a test waited is a likely cause, if the run came', () => {
  const slow = call('POST', `${SITE.api}/api/threads`, { startedAt: START - 5_200, took: 5_185, received: {} });
  const told = (wait: number, edit = (frames: Frame[]) => frames) =>
    diagnose({
      ...evidence({ exchanges: [...CALLS, slow], edit }),
      errors: [`Timed out after ${wait} ms waiting for the first event of a run that answers "Where?".`],
      budgets: { ...evidence({}).budgets, ready: 20_000 },
    }).causes.map(({ id, confidence }) => `${id} ${confidence}`);
  expect(told(5_000)).toEqual(['F33 likely']);
  expect(told(15_000)).toEqual(['F33 possible']);
  expect(told(5_000, (frames) => frames.filter(({ text }) => !text.includes('run_1')))).not.toContain('F33 likely');
});

test('a page at an address that is not encoded rightly stands at no thread', () => {
  expect(threadAt('http://web.example/chat/thread%201')).toBe('thread 1');
  expect(threadAt('http://web.example/chat/%ZZ')).toBeNull();
});

test('a refresh token that the page shows twice is for the page to mend, and a token that comes twice for the auth service', () => {
  const owners = (...refreshes: ReturnType<typeof call>[]) =>
    diagnose(evidence({ exchanges: [...CALLS, ...refreshes] })).causes.map(({ id, owner }) => `${id} ${owner}`);
  const again = { ...refresh('', 'r1'), status: 401, received: { detail: 'Invalid refresh token' } };
  expect(owners(refresh('new', 'r1'), again)).toEqual(['F41 frontend']);
  expect(owners(refresh('same', 'r1'), refresh('same', 'r2', 3_000))).toEqual(['F41 auth']);
  expect(owners(refresh('same', 'r1'), refresh('same', 'r2', 3_000), again)).toEqual(['F41 auth']);
  const byTest = { resource: 'test' };
  expect(owners({ ...refresh('new', 'r1'), ...byTest }, { ...again, ...byTest }), 'a test that tries it').toEqual([
    'unknown null',
  ]);
});

test('an answer that names a run which is never heard, while another begins, comes before a page that shows nothing: F32', () => {
  const sent = { message: 'Where does the money go?', thread_id: 'thread_1' };
  const received = { success: true, run_id: 'run_other' };
  const order = call('POST', `${SITE.api}/api/agent/v2/execute`, { startedAt: START - 5, sent, received });
  const blank = { asked: false, shown: false };
  expect(ids(evidence({ ...blank, exchanges: [...CALLS, order] }))).toEqual(['F32']);
});

test('a question whose call is answered with the run of an earlier one is told so, and what the test asks unheard is not', () => {
  const silent = 'Timed out after 5000 ms waiting for the first event of a run that answers "Where does it go?".';
  const sent = { message: 'Where does it go?', thread_id: 'thread_1' };
  const asked = (run_id: string) =>
    call('POST', `${SITE.api}/api/agent/v2/execute`, {
      startedAt: START + 2_000,
      sent,
      received: { success: true, run_id },
    });
  const causesOf = (run: string) => diagnose(evidence({ errors: [silent], exchanges: [...CALLS, asked(run)] })).causes;
  expect(causesOf('run_1')).toMatchObject([
    {
      id: 'silent-after-send',
      confidence: 'likely',
      owner: 'backend',
      lookFirst: expect.stringMatching('new question'),
    },
  ]);
  expect(causesOf('run_2')).toMatchObject([{ id: 'silent-after-send', confidence: 'possible' }]);
  const unheard = { ...asked('run_2'), resource: 'test' };
  const alone = evidence({
    steps: null,
    asked: false,
    edit: () => [],
    errors: ['runs that go on'],
    sockets: [],
    exchanges: [unheard],
  });
  expect(ids(alone)).toEqual(['unknown']);
});

test('a run in a thread that was asked before is misplaced where nothing was asked there anew: F32', () => {
  const first = evidence();
  const [, question] = first.frames;
  const next = first.frames.map((frame) => ({
    ...frame,
    seq: frame.seq + 100,
    time: frame.time + 60_000,
    text: frame.text.replaceAll('run_1', 'run_2'),
  }));
  const asked = (thread: string) => [
    ...first.frames,
    { ...question!, seq: 101, time: next[0]!.time, text: question!.text.replaceAll('thread_1', thread) },
    ...next.slice(2),
  ];
  const seen = (thread: string) => ({ ...first, takenAt: first.takenAt + 60_000, frames: asked(thread) });
  expect(ids({ ...seen('thread_2'), errors: ['it is red'] })).toContain('F32');
  expect(ids({ ...seen('thread_1'), errors: ['it is red'] })).not.toContain('F32');
});

test('an answer about tools that is not JSON accounts for nothing that a person misses', () => {
  const unsent = ['Timed out after 5000 ms waiting for the first event of a run that answers "Where?".'];
  const garbled = call('GET', `${SITE.api}/api/mcp/config`, { received: null, malformed: 120 });
  const seen = evidence({ steps: null, asked: false, errors: unsent, exchanges: [...CALLS, garbled] });
  expect(ids(seen)).toEqual(['F68']);
});

test('an answer that is not the JSON it is said to be comes before a button without effect', () => {
  const unsent = ['Timed out after 5000 ms waiting for the first event of a run that answers "Where?".'];
  const pressed = { steps: null, asked: false, errors: unsent };
  const made = call('POST', `${SITE.api}/api/threads`, { received: null });
  expect(ids(evidence({ ...pressed, exchanges: [...CALLS, made] }))).toEqual(['F68']);
  const garbled = [...CALLS, { ...made, malformed: 120 }];
  expect(ids(evidence({ ...pressed, exchanges: garbled }))).toEqual(['F93']);
});

test('a service that went down looks to the browser like one without CORS headers, and its health tells them apart', () => {
  const renewal = { ...failed('POST', `${SITE.auth}/auth/refresh`), startedAt: START - 100 };
  const seen = (status: number) =>
    evidence({
      exchanges: [...CALLS, renewal],
      consoleErrors: [`Access to fetch at '${renewal.url}' from origin '${SITE.web}' has been blocked by CORS policy`],
      probes: [probe('auth-health', { status })],
    });
  expect(ids(seen(503))).toContain('F36');
  expect(ids(seen(503))).not.toContain('F47');
  const named = (...more: ReturnType<typeof call>[]) =>
    diagnose({ ...seen(200), exchanges: [...CALLS, renewal, ...more] }).causes.map(
      ({ id, confidence }) => `${id} ${confidence}`,
    );
  expect(named()).toContain('F47 likely');
  const injected = { kind: 'fault injected', at: START - 200, detail: 'F36' } as const;
  expect(ids({ ...seen(200), stimuli: [injected] })).not.toContain('F47');
  const healed = { kind: 'faults healed', at: START - 100, detail: 'all' } as const;
  expect(ids({ ...seen(200), stimuli: [injected, healed] }), 'soon after it was healed').not.toContain('F47');
  const longAgo = [injected, healed].map((stimulus) => ({ ...stimulus, at: stimulus.at - 60_000 }));
  expect(ids({ ...seen(200), stimuli: longAgo }), 'long after it was healed').toContain('F47');
  expect(
    diagnose({
      ...seen(200),
      exchanges: [...CALLS, renewal, call('GET', `${SITE.auth}/auth/config`, { startedAt: START })],
    }).causes.flatMap(({ candidates }) => candidates.map(({ id }) => id)),
    'where the service goes on to answer',
  ).toContain('F92');
});
