import { expect, test } from '@playwright/test';
import { diagnose } from '../../../lib/diagnosis/index.ts';
import { type Exchange, type Socket, type Stimulus, UNRECORDED_MESSAGE } from '../../../lib/evidence/index.ts';
import { instead, outside, unsent, withCalls } from './support/causes/scene.ts';
import { sendFrame } from '../protocol/support/scenes.ts';
import { call, CALLS, evidence, failed, SITE, socket, START } from './support/scenes.ts';

const unlisted = { ...unsent, errors: ['The list of conversations is empty.'] } as const;
const leftOut = { ...outside, sockets: [], errors: ['expect(page).toHaveURL(expected) failed'] } as const;
const scenes = {
  'the call that makes a thread': unsent,
  'the message over REST': unsent,
  'the list of threads': unlisted,
  'the sign-in': leftOut,
};
const html = { received: null, server: { 'content-type': 'text/html; charset=utf-8' } } as const;

const named = (seen: Parameters<typeof evidence>[0]) =>
  diagnose(evidence(seen)).causes.map(({ id, confidence, owner }) => `${id} ${confidence} ${owner}`);

/** The cause, its confidence and its owner, by what came back to a call. */
function cases(of: Readonly<Record<keyof typeof scenes, [Exchange, string][]>>) {
  return Object.entries(of).flatMap(([what, list]) =>
    list.map(([seen, cause]) => ({ what: what as keyof typeof scenes, seen, cause })),
  );
}

const status = (method: string, address: string, ...all: number[]) =>
  all.map((one) => call(method, address, { status: one, received: { detail: 'No' } }));
const all = (list: readonly Exchange[], cause: string) => list.map((one): [Exchange, string] => [one, cause]);
const errors = ['CONNECTION_REFUSED', 'CERT_DATE_INVALID', 'NAME_NOT_RESOLVED', 'HTTP2_PROTOCOL_ERROR', 'TIMED_OUT'];

for (const { what, seen, cause } of cases({
  'the call that makes a thread': [
    ...all(status('POST', `${SITE.api}/api/threads`, 400, 403, 409, 413, 415, 422, 429), 'F95 certain backend'),
    ...all(status('POST', `${SITE.api}/api/threads`, 500, 503), 'F92 certain backend'),
    [call('POST', `${SITE.api}/api/threads`, { ...html, status: 502 }), 'F92 certain infrastructure'],
    [call('POST', `${SITE.api}/api/threads`, html), 'F93 certain infrastructure'],
    ...all(
      errors.map((error) => failed('POST', `${SITE.api}/api/threads`, `net::ERR_${error}`)),
      'F92 likely infrastructure',
    ),
  ],
  'the message over REST': [
    ...all(status('POST', `${SITE.api}/api/agent/v2/execute`, 400, 422, 429), 'F95 certain backend'),
    [call('POST', `${SITE.api}/api/agent/v2/execute`, html), 'F93 certain infrastructure'],
  ],
  'the list of threads': [
    ...all(status('GET', `${SITE.api}/api/threads`, 400, 403, 422, 429), 'F95 likely backend'),
    [call('GET', `${SITE.api}/api/threads`, html), 'F93 certain infrastructure'],
  ],
  'the sign-in': [
    ...all(status('POST', `${SITE.auth}/auth/dev/login`, 401, 403, 422, 429), 'F95 likely auth'),
    ...all(status('POST', `${SITE.auth}/auth/dev/login`, 500), 'F92 certain auth'),
    ...all(status('POST', `${SITE.auth}/auth/dev/login`, 404, 405), 'F30 certain auth'),
    [call('POST', `${SITE.auth}/auth/login`, html), 'F93 certain infrastructure'],
  ],
}))
  test(`${what} comes back as ${seen.status ?? seen.failure} (${seen.server['content-type']}): ${cause}`, () => {
    expect(named({ ...scenes[what], ...withCalls(seen) })).toEqual([cause]);
  });

for (const code of [200, 301, 400, 404, 426, 429, 502, 503, 504])
  test(`an upgrade that is answered with ${code} is refused, and the way to the backend is looked at first`, () => {
    const refused: Socket = socket({ status: code, chosen: null });
    expect(named({ ...outside, sockets: [refused] })).toEqual(['upgrade-refused certain infrastructure']);
  });

test('what failed several times in several ways tells each of them once, and where to look for each', () => {
  const told = (seen: Parameters<typeof evidence>[0]) =>
    diagnose(evidence(seen)).causes.map(({ id, signals, lookFirst }) => ({
      id,
      told: [...signals, lookFirst].join('\n'),
    }));
  const refused = [502, 502, 502, 404].map((code, index) =>
    socket({ id: index + 1, status: code, chosen: null, openedAt: START + 100 * index }),
  );
  const [upgrade] = told({ ...outside, sockets: refused });
  expect(upgrade).toMatchObject({
    id: 'upgrade-refused',
    told: expect.stringMatching(/404[^]*502[^]*route of[^]*reaches it/),
  });
  const again = (list: Exchange[]) => list.map((one, index) => ({ ...one, startedAt: START - 400 + index }));
  const making = again(status('POST', `${SITE.api}/api/threads`, 422, 422, 429));
  expect(told({ ...unsent, ...withCalls(...making) })).toMatchObject([
    { id: 'F95', told: expect.stringMatching(/422[^]*429[^]*the reason that[^]*the limits of/) },
  ]);
  const broken = again([
    ...status('POST', `${SITE.api}/api/threads`, 500, 500),
    call('POST', `${SITE.api}/api/threads`, { ...html, status: 502 }),
  ]);
  expect(told({ ...unsent, ...withCalls(...broken) })).toMatchObject([
    { id: 'F92', told: expect.stringMatching(/500[^]*502[^]*the log of[^]*between the browser/) },
  ]);
  const names = ['net::ERR_NAME_NOT_RESOLVED', 'net::ERR_FAILED'].map((error) =>
    failed('GET', `${SITE.api}/api/threads`, error),
  );
  expect(told({ ...outside, sockets: [], ...instead(/:8000/, ...again(names)) })).toMatchObject([
    { id: 'F08', told: expect.stringMatching(/NOT_RESOLVED[^]*ERR_FAILED[^]*DNS/) },
  ]);
});

for (const [error, place] of [
  ['net::ERR_CERT_DATE_INVALID', /certificate/],
  ['net::ERR_NAME_NOT_RESOLVED', /DNS/],
] as const)
  test(`a backend that is not reached says where to look: ${error}`, () => {
    const close = { code: 1006, reason: '' };
    const { causes } = diagnose(
      evidence({
        ...outside,
        ...instead(/:8000/, failed('GET', `${SITE.api}/api/threads`, error)),
        sockets: [socket({ status: null, chosen: null, errors: [error], closedAt: START, close })],
      }),
    );
    expect(causes).toMatchObject([{ id: 'F08', owner: 'infrastructure', lookFirst: expect.stringMatching(place) }]);
  });

const frozen = { shown: false, errors: ['The screen shows no answer.'] } as const;
const later = (seen: Exchange) => ({ ...seen, status: 200, startedAt: seen.startedAt + 100 });

for (const seen of [
  call('POST', `${SITE.api}/api/threads`, { status: 503 }),
  call('POST', `${SITE.api}/api/threads`, { status: 429 }),
  call('GET', `${SITE.auth}/auth/config`, { status: 503 }),
  call('POST', `${SITE.auth}/auth/dev/login`, { status: 401 }),
])
  test(`a call that is made again with success is no cause: ${seen.method} ${seen.url} ${seen.status}`, () => {
    expect(named({ ...frozen, ...withCalls(seen, later(seen)) }).join()).not.toMatch(/F92|F95/);
  });

for (const seen of [
  call('POST', `${SITE.api}/api/agents/stop`, { status: 409 }),
  call('POST', `${SITE.api}/api/threads/thread_1/auto-rename`, { status: 500 }),
  call('GET', `${SITE.api}/api/admin`, { status: 403, received: { detail: 'Admins only' } }),
  call('POST', `${SITE.auth}/auth/logout`, html),
  call('GET', `${SITE.api}/api/threads`, { ...html, status: 204 }),
])
  test(`a call that carries nothing of the person is not why the screen stands still: ${seen.method} ${seen.url}`, () => {
    expect(named({ ...frozen, ...withCalls(seen) }).join()).not.toMatch(/F92|F93|F95/);
  });

for (const failure of [
  'net::ERR_ABORTED',
  'NS_BINDING_ABORTED',
  'NS_ERROR_ABORT',
  'Load request cancelled',
  'cancelled',
])
  test(`a call that the page gives up is no broken connection: ${failure}`, () => {
    expect(named({ ...unsent, ...withCalls(failed('POST', `${SITE.api}/api/threads`, failure)) })).not.toContain(
      'F92 likely infrastructure',
    );
  });

test('a connection that breaks is no call that the page gives up', () => {
  const broken = failed('POST', `${SITE.api}/api/threads`, 'net::ERR_CONNECTION_ABORTED');
  expect(named({ ...unsent, ...withCalls(broken) })).toEqual(['F92 likely infrastructure']);
});

test('a page that came in the end, and a thread that is not there, are no missing pages', () => {
  const page = (path: string, code: number, startedAt: number) =>
    call('GET', `${SITE.web}${path}`, { resource: 'document', status: code, received: null, startedAt });
  for (const first of [page('/chat', 503, START - 900), page('/chat/thread_x', 404, START - 900)])
    expect(named({ ...frozen, exchanges: [first, ...CALLS] }).join()).not.toContain('F94');
});

test('the document of a frame is no page: it is not missed, and loads nothing anew', () => {
  const framed = (code: number) =>
    call('GET', `${SITE.web}/login`, { resource: 'iframe', status: code, received: null, startedAt: START + 6_000 });
  expect(named({ ...frozen, ...withCalls(framed(503)) })).toEqual(named(frozen));
  expect(named({ ...frozen, ...withCalls(...Array.from({ length: 8 }, () => framed(200))) })).toEqual(named(frozen));
  const page = { ...framed(503), resource: 'document' };
  expect(named({ ...frozen, ...withCalls(page) }).join()).toContain('F94');
});

test('an upgrade that was refused before another one opened, that leads elsewhere, or that the test cut, is no cause', () => {
  const before = socket({ id: 7, status: 502, chosen: null, openedAt: START - 2_000 });
  expect(named({ ...frozen, sockets: [before, socket()] }).join()).not.toContain('upgrade-refused');
  const elsewhere = socket({ id: 7, status: 404, chosen: null, url: 'ws://localhost:8000/_next/webpack-hmr' });
  expect(named({ ...frozen, sockets: [socket(), elsewhere] }).join()).not.toContain('upgrade-refused');
  const stimuli = [{ kind: 'server restart', at: START - 300, detail: 'down for 0 ms' }] as const;
  const cut = socket({ status: 503, chosen: null, closedAt: START - 150, close: { code: 1006, reason: '' } });
  expect(named({ ...outside, sockets: [cut], stimuli: [...stimuli] }).join()).not.toContain('upgrade-refused');
});

test('a page that a page fetches is no answer of a service', () => {
  const pages = ['/', '/chat', '/auth/callback'].map((path) => call('GET', `${SITE.api}${path}`, html));
  expect(named({ ...unlisted, ...withCalls(...pages) })).toEqual(['unknown possible null']);
});

test('a call of the test itself, and one that the page gives up, name no cause', () => {
  const own = call('POST', `${SITE.api}/api/threads`, { status: 422, resource: 'test' });
  const left = failed('GET', `${SITE.api}/api/threads`, 'net::ERR_ABORTED');
  expect(named({ ...unsent, ...withCalls(own, left) })).toEqual(['unknown possible null']);
});

for (const text of [
  `Refused to connect to 'https://stats.example/c' because it violates the following Content Security Policy directive: "connect-src 'self' ${SITE.api} ${SITE.ws}".`,
  `Refused to apply inline style because it violates the following Content Security Policy directive: "style-src 'self' ${SITE.web}".`,
  `[Report Only] Refused to connect to '${SITE.api}/health' because it violates the following Content Security Policy directive: "connect-src 'self'".`,
  `Mixed Content: The page at '${SITE.web}/chat' was loaded over HTTPS, but requested an insecure element 'http://cdn.example/logo.png'. This request was automatically upgraded to HTTPS.`,
])
  test(`a policy that forbids nothing of the target names no cause: ${text.slice(0, 60)}`, () => {
    expect(named({ ...frozen, consoleErrors: [text] }).join()).not.toContain('F97');
  });

for (const [what, text, causes] of [
  [
    'an address of the target',
    `Connecting to '${SITE.ws}' violates the following Content Security Policy directive: "connect-src 'self'".`,
    ['F97 certain frontend'],
  ],
  [
    'a plain address of the target',
    `Mixed Content: The page at 'https://a.example' attempted to connect to the insecure WebSocket endpoint '${SITE.ws}'.`,
    ['F97 certain frontend'],
  ],
  [
    'the address of somebody else',
    `Refused to load the script 'https://b.example/tag.js' because it violates the following Content Security Policy directive: "script-src 'self'".`,
    ['unknown possible null'],
  ],
] as const)
  test(`a policy of the page that forbids ${what}: ${causes.join()}`, () => {
    expect(named({ ...outside, sockets: [], exchanges: CALLS, consoleErrors: [text] })).toEqual(causes);
  });

test('a page whose call the test itself answered did ask, and is not blank', () => {
  const blank = { ...outside, sockets: [], page: { url: SITE.web, chat: false } };
  const asked = call('GET', `${SITE.auth}/auth/config`, { status: null, failure: 'net::ERR_FAILED', received: null });
  const causes = (...stimuli: Stimulus[]) =>
    diagnose(evidence({ ...blank, exchanges: [...CALLS.slice(0, 2), asked], stimuli })).causes.map(({ id }) => id);
  expect(causes()).not.toContain('unknown');
  for (const kind of ['answer replaced', 'not recorded'] as const)
    expect(causes({ kind, at: asked.startedAt, detail: 'GET /auth/config' }), kind).toEqual(['unknown']);
});

test('a call that a replay answered is evidence, although a later one like it is not recorded', () => {
  const renewal = (part: Partial<Exchange>) =>
    call('POST', `${SITE.auth}/auth/refresh`, { sent: { refresh_token: 'once' }, received: {}, ...part });
  const again = renewal({ startedAt: START + 900, status: 401, received: { detail: 'Refresh token was used' } });
  const stimuli: Stimulus[] = [{ kind: 'not recorded', at: START + 1_200, detail: 'POST /auth/refresh' }];
  const lost = renewal({ startedAt: START + 1_190, status: null, failure: 'net::ERR_FAILED', received: null });
  const exchanges = [...CALLS, renewal({ startedAt: START + 800 }), again, lost];
  expect(diagnose(evidence({ ...leftOut, exchanges, stimuli })).causes).toMatchObject([{ id: 'F41' }]);
});

test('nobody is to blame for the silence after a message that the replayed recording does not have', () => {
  const asked = { ...sendFrame('thread_1', 100, 900), time: START + 100 };
  const causes = (...stimuli: Stimulus[]) =>
    diagnose(
      evidence({ ...outside, steps: [], edit: (frames) => [...frames, asked], takenAt: START + 20_000, stimuli }),
    ).causes;
  expect(causes()).toMatchObject([{ id: 'silent-after-send', owner: 'backend' }]);
  const unrecorded = causes({ kind: 'not recorded', at: START + 120, detail: UNRECORDED_MESSAGE });
  expect(unrecorded).toMatchObject([{ id: 'unknown', owner: null }]);
});

test('a blank page that waits for a style sheet of somebody else says so', () => {
  const blank = { ...outside, sockets: [], page: { url: SITE.web, chat: false } };
  const sheet = call('GET', 'https://fonts.example/css2', { resource: 'stylesheet', status: null, received: null });
  const causes = (...more: Exchange[]) =>
    diagnose(evidence({ ...blank, exchanges: [...CALLS.slice(0, 2), ...more] })).causes;
  const fetches = 'what the page fetches before it runs, and from whom';
  expect(causes(sheet)).toMatchObject([{ id: 'F48', owner: 'frontend', lookFirst: fetches }]);
  expect(causes(sheet)[0]!.signals.join()).toContain('https://fonts.example GET /css2');
  expect(causes({ ...sheet, status: 200 })[0]!.lookFirst).not.toBe(fetches);
});
