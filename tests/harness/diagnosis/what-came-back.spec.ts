import { expect, test } from '@playwright/test';
import { diagnose } from '../../../lib/diagnosis/index.ts';
import type { Exchange, Socket } from '../../../lib/evidence/index.ts';
import { instead, outside, withCalls } from './support/causes/scene.ts';
import { call, CALLS, evidence, failed, SITE, socket, START } from './support/scenes.ts';

const TIMED_OUT = 'Timed out after 5000 ms waiting for the first event of a run that answers "Where?".';
const unsent = { steps: null, asked: false, errors: [TIMED_OUT] } as const;
const unlisted = { steps: null, asked: false, errors: ['expect(locator).toHaveCount(expected) failed'] } as const;
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

test('a page that a page fetches is no answer of a service', () => {
  const pages = ['/', '/chat', '/auth/callback'].map((path) => call('GET', `${SITE.api}${path}`, html));
  expect(named({ ...unlisted, ...withCalls(...pages) })).toEqual(['unknown possible null']);
});

test('a call of the test itself, and one that the page gives up, name no cause', () => {
  const own = call('POST', `${SITE.api}/api/threads`, { status: 422, resource: 'test' });
  const left = failed('GET', `${SITE.api}/api/threads`, 'net::ERR_ABORTED');
  expect(named({ ...unsent, ...withCalls(own, left) })).toEqual(['unknown possible null']);
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
