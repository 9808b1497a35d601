import { expect, test } from '@playwright/test';
import type { Evidence, Exchange, Frame } from '../../../lib/evidence/index.ts';
import { CATALOGUE, diagnose } from '../../../lib/diagnosis/index.ts';
import {
  call,
  CALLS,
  closed,
  evidence,
  exampleSteps,
  failed,
  probe,
  serverFrame,
  SITE,
  socket,
  START,
  turnedAway,
  welcome,
} from './support/scenes.ts';
import { FURTHER_SCENES } from './support/further-scenes.ts';

const steps = exampleSteps();
/** What a test of access says that somebody got in. */
const LET_IN = 'The target is permissive: it lets in whom it must refuse.\n  ✗ GET /api/threads answered 200';
const unanswered = { steps: null } as const;
/** Nobody came as far as asking. */
const outside = { steps: null, asked: false, edit: () => [] } as const;
const withCalls = (...more: Exchange[]) => ({ exchanges: [...CALLS, ...more] });
const instead = (part: RegExp, ...more: Exchange[]) => ({
  exchanges: [...CALLS.filter(({ url }) => !part.test(url)), ...more],
});
const edited = (type: string, change: (message: Record<string, unknown>) => unknown) => (frames: Frame[]) =>
  frames.flatMap((frame) => {
    const message = JSON.parse(frame.text) as Record<string, unknown>;
    if (message.type !== type) return [frame];
    const after = change(message);
    return after === null ? [] : [{ ...frame, text: typeof after === 'string' ? after : JSON.stringify(after) }];
  });
const moved = (frame: Frame): Frame => {
  const { payload, ...around } = JSON.parse(frame.text) as Record<string, unknown>;
  return frame.direction === 'sent' || !payload
    ? frame
    : { ...frame, text: JSON.stringify({ ...around, body: payload }) };
};
const listed = (status: string, id = 'run_hidden') =>
  probe('runs', { body: [{ agent_id: id, status, start_time: new Date(START + 50).toISOString() }] });
const health = (name: string, state: Record<string, unknown>) =>
  probe('api-health', { body: { status: 'degraded', checks: { [name]: state } } });

/** What a test saw under each cause of the catalogue, some in two ways. */
const scenes: [id: string, when: string, seen: Evidence][] = [
  [
    'F01',
    'the 101 names no subprotocol',
    evidence({ ...outside, sockets: [socket({ chosen: null, errors: ['Error during WebSocket handshake'] })] }),
  ],
  [
    'F01',
    'the 403 names the missing subprotocol',
    evidence({
      ...outside,
      sockets: [socket({ status: 403, chosen: null })],
      probes: [probe('upgrade', { status: 403, body: { detail: 'no subprotocols supported' } })],
    }),
  ],
  [
    'F02',
    'the 101 names another',
    evidence({ ...outside, sockets: [socket({ chosen: 'agent_chat', errors: ['Error during WebSocket handshake'] })] }),
  ],
  [
    'F03',
    'a token in the header is welcomed',
    evidence({
      ...outside,
      edit: () => [turnedAway('No token')],
      sockets: [closed(1008, 'Authentication failed', 40)],
      probes: [probe('upgrade-header', { heard: ['connection_established'] })],
    }),
  ],
  [
    'F04',
    'the server tells of dots',
    evidence({
      ...outside,
      edit: () => [turnedAway('Token validation failed: JWT must have 2 dots')],
      sockets: [closed(1008, 'Authentication failed', 40)],
    }),
  ],
  [
    'F05',
    'only the auth service takes the token',
    evidence({
      ...outside,
      ...instead(
        /api\/threads/,
        call('GET', `${SITE.api}/api/threads`, { status: 401, received: { detail: 'signature verification failed' } }),
      ),
      edit: () => [turnedAway('Token validation failed: signature verification failed')],
      sockets: [closed(1008, 'Authentication failed', 40)],
    }),
  ],
  [
    'F06',
    'a token in the header is lost as well',
    evidence({
      ...outside,
      edit: () => [turnedAway('No token')],
      sockets: [closed(1011, 'Auth error', 40)],
      probes: [probe('upgrade-header', { heard: ['error_message'] })],
    }),
  ],
  [
    'F07',
    'the 403 is a page of HTML',
    evidence({
      ...outside,
      sockets: [socket({ status: 403, chosen: null })],
      probes: [probe('upgrade', { status: 403, contentType: 'text/html', body: '<!doctype html>' })],
    }),
  ],
  [
    'F08',
    'every call of the API fails',
    evidence({
      ...outside,
      ...instead(/:8000/, failed('GET', `${SITE.api}/health/ready`)),
      sockets: [socket({ status: 503, chosen: null })],
      consoleErrors: [`Access to fetch at '${SITE.api}/health/ready' from origin has been blocked by CORS policy`],
    }),
  ],
  [
    'F09',
    'the API says that it starts up',
    evidence({
      ...outside,
      ...instead(
        /:8000/,
        call('GET', `${SITE.api}/health/ready`, {
          status: 503,
          received: { startup_in_progress: true, message: 'Service is starting up' },
        }),
      ),
      sockets: [socket({ status: 403, chosen: null })],
    }),
  ],
  ['F10', 'the upgrade has no answer', evidence({ ...outside, sockets: [socket({ status: null, chosen: null })] })],
  [
    'F11',
    'the socket closes with 1011 before the welcome',
    evidence({ ...outside, sockets: [closed(1011, 'Failed to establish connection', 30)] }),
  ],
  [
    'F12',
    'the socket closes with 1000, which nobody asked for',
    evidence({ ...outside, edit: () => [welcome], sockets: [closed(1000, 'main cleanup', 35)] }),
  ],
  ['F13', 'the socket is open and mute', evidence({ ...outside, sockets: [socket()] })],
  [
    'F14',
    'a fresh socket acknowledges nothing',
    evidence({
      ...unanswered,
      probes: [listedNone(), probe('ask', { heard: [] }), probe('unknown-type', { heard: ['connection_established'] })],
    }),
  ],
  [
    'F14',
    'the question is answered later',
    evidence({
      ...unanswered,
      probes: [listedNone(), probe('ask', { heard: [] }), probe('ask-later', { heard: ['agent_started'] })],
    }),
  ],
  [
    'F15',
    'the question is answered under an alias',
    evidence({
      ...unanswered,
      probes: [listedNone(), probe('ask', { heard: [] }), probe('ask-alias', { heard: ['agent_started'] })],
    }),
  ],
  [
    'F16',
    'the question is acknowledged',
    evidence({
      ...unanswered,
      edit: (frames) => [...frames, serverFrame({ type: 'ack', received_type: 'start_agent' }, { time: START + 20 })],
    }),
  ],
  [
    'F17',
    'the question is answered with another field',
    evidence({
      ...unanswered,
      probes: [listedNone(), probe('ask', { heard: [] }), probe('ask-other-field', { heard: ['agent_started'] })],
    }),
  ],
  ['F18', 'the run exists', evidence({ ...unanswered, probes: [listed('completed')] })],
  [
    'F18',
    'the message left some time after the key',
    evidence({ ...unanswered, takenAt: START + 1_900, probes: [listed('completed')] }),
  ],
  [
    'F19',
    'the run is said to be running',
    evidence({ steps: steps.slice(0, 2), probes: [listed('running', 'run_1')] }),
  ],
  ['F20', 'no agent thinks', evidence({ edit: edited('agent_thinking', () => null) })],
  [
    'F20',
    'thoughts come under the type reasoning',
    evidence({ edit: edited('agent_thinking', (message) => ({ ...message, type: 'reasoning' })) }),
  ],
  ['F21', 'one result is missing', evidence({ steps: steps.toSpliced(6, 1) })],
  ['F22', 'a tool ends before it begins', evidence({ edit: swappedTypes('tool_executing', 'tool_completed') })],
  [
    'F22',
    'events come in batches',
    evidence({
      ...unanswered,
      edit: (frames) => [...frames, serverFrame({ type: 'event_batch', events: {} }, { time: START + 90 })],
    }),
  ],
  [
    'F23',
    'every frame comes twice',
    evidence({ edit: (frames) => frames.flatMap((frame) => (frame.direction === 'sent' ? [frame] : [frame, frame])) }),
  ],
  ['F24', 'fields are in another place', evidence({ edit: (frames) => frames.map(moved) })],
  [
    'F25',
    'tools have no name',
    evidence({
      edit: (frames) => frames.map((frame) => ({ ...frame, text: frame.text.replace(/"tool_name":"\w+",/, '') })),
    }),
  ],
  [
    'F25',
    'events have no run',
    evidence({
      edit: (frames) => frames.map((frame) => ({ ...frame, text: frame.text.replace(/"run_id":"\w+",/, '') })),
    }),
  ],
  ['F26', 'the answer came and is not shown', evidence({ shown: false })],
  [
    'F27',
    'the run is said to have failed',
    evidence({ steps: steps.slice(0, 2), probes: [listed('failed', 'run_1')] }),
  ],
  [
    'F28',
    'the answer is a canned text',
    evidence({ steps: answering('Mock triage agent response: Successfully processed your request') }),
  ],
  [
    'F29',
    'REST does not say success',
    evidence({
      ...unanswered,
      asked: false,
      ...withCalls(
        call('POST', `${SITE.api}/api/agent/v2/execute`, {
          startedAt: START,
          sent: { message: 'Where?' },
          received: { run_id: 'r', status: 'started' },
        }),
      ),
    }),
  ],
  [
    'F30',
    'one endpoint is missing',
    evidence({
      ...outside,
      edit: () => [welcome],
      ...withCalls(call('POST', `${SITE.api}/api/threads`, { status: 404, received: { detail: 'Not Found' } })),
    }),
  ],
  [
    'F31',
    'the list of threads fails',
    evidence({
      ...instead(
        /api\/threads/,
        call('GET', `${SITE.api}/api/threads`, { status: 500, received: { detail: 'Failed to list threads' } }),
      ),
    }),
  ],
  [
    'F32',
    'the created thread is not found',
    evidence({
      ...withCalls(
        call('POST', `${SITE.api}/api/threads`, { received: { id: 't1' } }),
        call('GET', `${SITE.api}/api/threads/t1/messages`, {
          status: 404,
          received: { detail: '404: Thread not found' },
        }),
      ),
    }),
  ],
  [
    'F32',
    'the run is in another thread',
    evidence({
      edit: (frames) =>
        frames.map((frame) =>
          frame.direction === 'sent' ? frame : { ...frame, text: frame.text.replace('"thread_1"', '"thread_17"') },
        ),
      shown: false,
    }),
  ],
  [
    'F32',
    'frames name another thread',
    evidence({ edit: edited('agent_thinking', (message) => ({ ...message, thread_id: 'thread_9' })) }),
  ],
  [
    'F33',
    'the health of the database says so',
    evidence({ probes: [health('postgresql', { status: 'degraded', response_time_ms: 5022 })] }),
  ],
  [
    'F33',
    'only what touches the database is slow',
    evidence({
      ...outside,
      edit: () => [welcome],
      ...instead(/api\/threads/, call('GET', `${SITE.api}/api/threads`, { took: 5_100 })),
    }),
  ],
  [
    'F34',
    'the API says so',
    evidence({
      ...instead(/health\/ready/, call('GET', `${SITE.api}/health/ready`, { received: { redis_db: 'failed' } })),
    }),
  ],
  [
    'F35',
    'the failed ClickHouse is the only finding',
    evidence({ probes: [health('clickhouse', { status: 'failed' })] }),
  ],
  [
    'F36',
    'every call of the auth service fails',
    evidence({
      ...outside,
      ...instead(/:8081/, failed('GET', `${SITE.auth}/auth/config`)),
      sockets: [],
      probes: [probe('auth-health', { status: 503 })],
    }),
  ],
  [
    'F37',
    'the circuit breaker reports itself open',
    evidence({
      ...outside,
      edit: () => [turnedAway('Auth error')],
      sockets: [closed(1011, 'Auth error', 40)],
      probes: [probe('breaker', { body: { circuit_breaker: { circuit_breaker: { state: 'open' } } } })],
    }),
  ],
  [
    'F38',
    'the server has let somebody in by its demo mode',
    evidence({
      errors: [LET_IN],
      probes: [
        probe('permissiveness', {
          body: { validation_stats: { auth_permissiveness_stats: { by_level: { strict: 3, demo: 1 } } } },
        }),
      ],
    }),
  ],
  [
    'F38',
    'the welcome is for a relaxed user',
    evidence({
      edit: (frames) => [
        serverFrame({ type: 'connection_established', data: { user_id: 'relaxed_...' } }),
        ...frames.slice(1),
      ],
    }),
  ],
  [
    'F38',
    'a forged token is welcomed',
    evidence({ errors: [LET_IN], probes: [probe('forged-token', { status: 101, heard: ['connection_established'] })] }),
  ],
  [
    'F39',
    'the auth service does not know the backend',
    evidence({
      ...outside,
      ...instead(
        /api\/threads/,
        call('GET', `${SITE.api}/api/threads`, { status: 403, received: { detail: 'Not authenticated' } }),
      ),
      edit: () => [turnedAway('Not authenticated')],
      sockets: [closed(1008, 'Authentication failed', 40)],
      probes: [probe('service-identity', { body: { error: 'invalid_service_id' } })],
    }),
  ],
  [
    'F40',
    'the socket says so',
    evidence({
      steps: steps.slice(0, 5),
      sockets: [closed(1008, 'Token expired', 5_000)],
      ...withCalls(call('POST', `${SITE.auth}/auth/refresh`, { status: 401 })),
    }),
  ],
  ['F41', 'the same token comes back', evidence({ ...withCalls(refresh('same', 'r1'), refresh('same', 'r2')) })],
  [
    'F41',
    'the next token has expired, too, and the page has left before the answer was read',
    evidence({
      steps: null,
      asked: false,
      edit: () => [{ ...turnedAway('Token expired'), socket: 2 }],
      sockets: [
        closed(1008, 'Token expired', 900),
        closed(1008, 'Authentication failed', 4, { id: 2, openedAt: START + 950 }),
      ],
      ...withCalls(call('POST', `${SITE.auth}/auth/refresh`, { startedAt: START + 920, received: null })),
    }),
  ],
  [
    'F41',
    'the token field is missing',
    evidence({ ...withCalls(call('POST', `${SITE.auth}/auth/refresh`, { status: 422 })) }),
  ],
  [
    'F42',
    'the redirect carries no token',
    evidence({
      ...outside,
      sockets: [],
      ...withCalls(
        call('GET', `${SITE.auth}/auth/callback?code=x&state=y`, {
          resource: 'document',
          status: 302,
          server: { location: `${SITE.web}/auth/callback?email=ada` },
        }),
      ),
    }),
  ],
  [
    'F43',
    'the auth service is asked in vain',
    evidence({
      ...outside,
      sockets: [],
      ...instead(/auth\/validate/, pending('POST', `${SITE.auth}/auth/validate-token-and-get-user`)),
    }),
  ],
  [
    'F44',
    'the only socket has no token',
    evidence({
      ...outside,
      edit: () => [turnedAway('No token')],
      sockets: [closed(1008, 'Authentication failed', 20, { offered: [], chosen: null, credential: { by: 'none' } })],
    }),
  ],
  [
    'F44',
    'the page has left before the answer to the sign-in was read',
    evidence({
      ...outside,
      edit: () => [turnedAway('No token')],
      storage: { token: false },
      sockets: [closed(1008, 'Authentication failed', 20, { offered: [], chosen: null, credential: { by: 'none' } })],
      ...instead(/auth\/validate|api\/threads/, call('POST', `${SITE.auth}/auth/dev/login`, { received: null })),
    }),
  ],
  [
    'F44',
    'the first socket has no token',
    evidence({
      edit: (frames) => frames.map((frame) => ({ ...frame, socket: 2 })),
      sockets: [
        closed(1008, 'Authentication failed', 20, { offered: [], chosen: null, credential: { by: 'none' } }),
        socket({ id: 2 }),
      ],
    }),
  ],
  [
    'F45',
    'sockets are cut at once',
    evidence({
      ...outside,
      sockets: [1, 2, 3, 4].map((id) => closed(1006, '', 5 + id, { id, openedAt: START + 100 * id })),
    }),
  ],
  [
    'F46',
    'the page asks another host',
    evidence({
      ...outside,
      sockets: [],
      exchanges: [
        ...CALLS.slice(0, 3),
        failed('GET', 'http://localhost:9999/auth/config', 'net::ERR_CONNECTION_REFUSED'),
      ],
    }),
  ],
  [
    'F47',
    'one call is blocked',
    evidence({
      ...instead(
        /api\/threads/,
        call('GET', `${SITE.api}/api/threads`, { status: 307, server: { location: '/api/threads/' } }),
        failed('GET', `${SITE.api}/api/threads/`),
      ),
      consoleErrors: [
        `Access to fetch at '${SITE.api}/api/threads/' (redirected from '${SITE.api}/api/threads') has been blocked by CORS policy`,
      ],
    }),
  ],
  [
    'F48',
    'the page asks for nothing',
    evidence({ ...outside, sockets: [], exchanges: CALLS.slice(0, 2), page: { url: SITE.web, chat: false } }),
  ],
  [
    'F49',
    'frames belong to another person',
    evidence({
      edit: edited('agent_thinking', (message) => ({
        ...message,
        user_id: 'user-eve',
        run_id: 'run_9',
        thread_id: 'thread_9',
      })),
    }),
  ],
  [
    'F50',
    'only the newer tab hears',
    evidence({
      sockets: [socket(), socket({ id: 2, page: 2 })],
      edit: (frames) => frames.map((frame) => (/run_id/.test(frame.text) ? { ...frame, socket: 2 } : frame)),
    }),
  ],
  [
    'F51',
    'the server counts too many',
    evidence({ ...outside, sockets: [closed(1011, 'maximum number of WebSocket managers (5)', 20)] }),
  ],
  [
    'F52',
    'one socket is cut, and a bare one at the same age',
    evidence({
      steps: steps.slice(0, 4),
      sockets: [closed(1006, '', 1_000)],
      probes: [probe('kept-open', { status: 101, took: 1_050, close: { code: 1006, reason: '' } })],
    }),
  ],
  [
    'F52',
    'all sockets are cut at the same age',
    evidence({
      steps: steps.slice(0, 4),
      sockets: [1, 2, 3].map((id) => closed(1006, '', 1_000 + 10 * id, { id, openedAt: START + 1_100 * id })),
    }),
  ],
  ['F53', 'the last piece never comes', evidence({ steps: steps.slice(0, 13) })],
  [
    'F54',
    'a frame is half a message',
    evidence({ edit: edited('tool_completed', () => '{"type": "tool_completed", "result": <Tool') }),
  ],
  ['F55', 'the late welcome is the only finding', evidence({ sockets: [socket({ openedAt: START - 2_700 })] })],
  [
    'F55',
    'the socket was accepted only now',
    evidence({
      ...outside,
      takenAt: START + 2_450,
      sockets: [socket({ openedAt: START - 200, answeredAt: START + 2_400 })],
    }),
  ],
  ['F56', 'different revisions are the only finding', evidence({ ...withCalls(revised('one'), revised('two')) })],
  [
    'F57',
    'the socket comes back and the frames do not',
    evidence({
      edit: (frames) => frames.filter((frame) => !/tool_|optimization/.test(frame.text)),
      sockets: [closed(1006, '', 260), socket({ id: 2, openedAt: START + 100, closedAt: START + 400 })],
    }),
  ],
  [
    'F58',
    'one ticket is given twice',
    evidence({
      ...outside,
      ...withCalls(ticket('t1'), ticket('t1')),
      sockets: [closed(1008, 'Authentication failed', 20, { offered: [], chosen: null, credential: { by: 'ticket' } })],
    }),
  ],
  [
    'F59',
    'the run exists under such a name',
    evidence({ ...unanswered, probes: [listed('completed', 'thread_17_run_1')] }),
  ],
  ['F60', 'nothing was executed', evidence({ runner: { planned: 40, executed: 0 } })],
  [
    'F61',
    'the upgrade fails with 500',
    evidence({
      ...outside,
      sockets: [socket({ status: 500, chosen: null })],
      probes: [probe('upgrade', { status: 500, contentType: 'text/plain', body: 'Internal Server Error' })],
    }),
  ],
];

function listedNone() {
  return probe('runs', { body: [] });
}

function refresh(access_token: string, refresh_token: string): Exchange {
  return call('POST', `${SITE.auth}/auth/refresh`, { sent: { refresh_token }, received: { access_token } });
}

function ticket(ticket_id: string): Exchange {
  return call('POST', `${SITE.api}/api/websocket/ticket`, { received: { ticket_id } });
}

function revised(revision: string): Exchange {
  return call('GET', `${SITE.api}/api/threads`, { server: { 'x-netra-revision': revision } });
}

function pending(method: string, url: string): Exchange {
  return call(method, url, { status: null, took: null, received: null });
}

function answering(text: string) {
  return steps.flatMap((step) => {
    if (step.type === 'partial_result')
      return step.fields.is_complete ? [{ ...step, fields: { content: text, is_complete: true } }] : [];
    if (step.type === 'final_report') return [{ ...step, fields: { executive_summary: text } }];
    return [
      step.fields.result === undefined || step.type !== 'agent_completed'
        ? step
        : { ...step, fields: { result: text } },
    ];
  });
}

/** The two ends of a call change places, with their times. */
function swappedTypes(first: string, second: string) {
  return (frames: Frame[]): Frame[] => {
    const [a, b] = [first, second].map((type) =>
      frames.findIndex(({ text }) => text.includes(`"${type}"`) && text.includes('price_lookup')),
    );
    const [one, other] = [frames[a ?? 0], frames[b ?? 0]];
    return one && other
      ? frames.with(a ?? 0, { ...other, time: one.time }).with(b ?? 0, { ...one, time: other.time })
      : frames;
  };
}

test.describe('diagnosis of each cause', () => {
  for (const [id, when, seen] of scenes) {
    test(`${id} is diagnosed: ${when}`, () => {
      const diagnosis = diagnose(seen);
      expect(
        diagnosis.causes.map((cause) => cause.id),
        JSON.stringify(diagnosis.causes, null, 1),
      ).toEqual([id]);
      const [cause] = diagnosis.causes;
      expect(cause?.signals.length).toBeGreaterThan(0);
      expect(diagnosis.lookFirst).toBe(cause?.lookFirst);
      expect(
        diagnosis.whys.filter(({ hypothesis }) => !hypothesis).every(({ evidence: places }) => places.length > 0),
      ).toBe(true);
      expect(diagnosis.whys.at(-1)?.hypothesis).toBe(true);
    });
  }

  test('every cause of the catalogue has an example', () => {
    const told = [...scenes, ...FURTHER_SCENES].map(([id]) => id);
    expect(new Set(told)).toEqual(new Set(CATALOGUE.map(({ id }) => id)));
    expect(CATALOGUE.map(({ id }) => id)).toEqual(
      CATALOGUE.map((_, index) => `F${String(index + 1).padStart(2, '0')}`),
    );
  });
});

test("a close with 1000 that the page asked for is nobody's fault", () => {
  const bye = serverFrame({ type: 'disconnect', payload: {} }, { direction: 'sent' });
  const left = evidence({ ...outside, edit: () => [welcome, bye], sockets: [closed(1000, 'main cleanup', 35)] });
  expect(diagnose(left).causes.map(({ id }) => id)).toEqual(['unknown']);
});

test('a 404 for a thread that nobody ever saw matches no catalogue entry', () => {
  const unknown = call('GET', `${SITE.api}/api/threads/thread_of_nobody/messages`, {
    status: 404,
    received: { detail: '404: Thread not found' },
  });
  expect(diagnose(evidence(withCalls(unknown))).causes.map(({ id }) => id)).toEqual(['unknown']);
});

test.describe('token that was never valid', () => {
  const neverIn = {
    ...outside,
    ...instead(
      /api\/threads/,
      call('GET', `${SITE.api}/api/threads`, { status: 401, received: { detail: 'Token expired' } }),
    ),
  };
  for (const [id, what, seen] of [
    [
      'F40',
      'an expired token',
      evidence({ ...neverIn, edit: () => [turnedAway('Token expired')], sockets: [closed(1008, 'Token expired', 9)] }),
    ],
    [
      'F05',
      'different JWT secrets',
      evidence({
        ...outside,
        edit: () => [turnedAway('Token validation failed: Invalid Compact JWS')],
        sockets: [closed(1008, 'Authentication failed', 9)],
        ...instead(
          /api\/threads/,
          call('GET', `${SITE.api}/api/threads`, {
            status: 401,
            received: { detail: 'Token validation failed: Invalid Compact JWS' },
          }),
        ),
      }),
    ],
  ] as const) {
    test(`a token that was never valid is not diagnosed as ${id} (${what})`, () => {
      expect(
        diagnose(seen).causes.map((cause) => cause.id),
        JSON.stringify(diagnose(seen).causes),
      ).toEqual(['unknown']);
    });
  }
});
