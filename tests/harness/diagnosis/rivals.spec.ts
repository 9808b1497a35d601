import type { Exchange } from '../../../lib/evidence/index.ts';
import { instead, outside, refresh, unsent, withCalls } from './support/causes/scene.ts';
import { type Rivalry, testRivalries } from './support/rivals.ts';
import { call, CALLS, closed, failed, probe, SITE, socket, START, turnedAway } from './support/scenes.ts';

const gone = 'page.click: Target page, context or browser has been closed';
const page = (path: string, part: Partial<Exchange> = {}) =>
  call('GET', `${SITE.web}${path}`, { resource: 'document', received: null, ...part });
const script = (status: number) => call('GET', `${SITE.web}/main.js`, { resource: 'script', status, received: null });
const empty = { ...outside, sockets: [], page: { url: `${SITE.web}/chat`, chat: false } } as const;
const threads = `${SITE.api}/api/threads`;
const blocked = (says: string) => [
  `Access to fetch at '${threads}' from origin '${SITE.web}' has been blocked by CORS policy: ${says}`,
];
const missing = "No 'Access-Control-Allow-Origin' header is present on the requested resource.";
const starting = { status: 503, received: { error: 'service_not_ready', message: 'Starting up' } };
const policy = (address: string) => [
  `Connecting to '${address}' violates the following Content Security Policy directive: "connect-src 'self'".`,
];
const naked = { offered: [], chosen: null, credential: { by: 'none' } } as const;
const signIn = (at: number) =>
  call('POST', `${SITE.auth}/auth/dev/login`, { startedAt: START + at, received: { access_token: 'a.b.c' } });
const byToken = { id: 2, openedAt: START + 5_000 };
const expired = {
  ...outside,
  edit: () => [{ ...turnedAway('Token expired'), socket: 2 }],
  sockets: [closed(1008, 'Token expired', 900), closed(1008, 'Authentication failed', 4, byToken)],
};
const anonymous = {
  ...outside,
  ...instead(/api\/threads/, call('GET', threads, { status: 403, received: { detail: 'Not authenticated' } })),
};
const chat = (text: string, isThere: boolean) => ({ page: { url: `${SITE.web}/chat`, chat: isThere, text } });

const rivalries: readonly Rivalry[] = [
  {
    id: 'F72',
    certain: { 'the browser is said to have died': { errors: [gone, 'The browser died.'] } },
    rivals: {
      'the time of the test was over': { errors: ['Test timeout of 30000ms exceeded.', gone] },
      'the page may have closed itself': { errors: [gone] },
    },
  },
  {
    id: 'F70',
    certain: {
      'the page goes round': {
        ...empty,
        exchanges: [page('/chat', { status: null, failure: 'net::ERR_TOO_MANY_REDIRECTS' })],
      },
    },
    rivals: {
      'a picture goes round': withCalls({
        ...failed('GET', `${SITE.web}/logo.png`, 'net::ERR_TOO_MANY_REDIRECTS'),
        resource: 'image',
      }),
      'a call goes round': withCalls(failed('GET', threads, 'net::ERR_TOO_MANY_REDIRECTS')),
    },
  },
  {
    id: 'F46',
    certain: {
      'a service is asked elsewhere': {
        ...empty,
        exchanges: [page('/chat'), failed('GET', 'http://localhost:9999/auth/config')],
      },
    },
    rivals: {
      'a counter of visits has an API': {
        ...empty,
        exchanges: [page('/chat'), call('POST', 'https://stats.example/api/collect')],
      },
      'an identity provider shows its page': {
        ...empty,
        exchanges: [page('/login'), call('GET', 'https://sso.example/auth/realms/x', { resource: 'document' })],
      },
    },
  },
  {
    id: 'F94',
    certain: { 'the last page is not served': { ...empty, exchanges: [page('/chat', { status: 503 })] } },
    rivals: {
      'another page came after it': {
        shown: false,
        exchanges: [page('/login', { status: 503, startedAt: START - 900 }), ...CALLS],
      },
      'it came at last': {
        shown: false,
        exchanges: [page('/chat', { status: 503, startedAt: START - 900 }), ...CALLS],
      },
    },
  },
  {
    id: 'F97',
    certain: { 'nothing of the service is reached': { ...empty, exchanges: CALLS, consoleErrors: policy(SITE.ws) } },
    rivals: {
      'another document reaches the socket': { shown: false, consoleErrors: policy(SITE.ws) },
      'another document reaches the API': { shown: false, consoleErrors: policy(`${SITE.api}/api/threads`) },
    },
  },
  {
    id: 'F48',
    certain: { 'all its code came': { ...empty, exchanges: [page('/chat'), script(200)] } },
    rivals: {
      'a gateway shows that it is closed': { ...empty, exchanges: [page('/chat')] },
      'its code is not there': { ...empty, exchanges: [page('/chat'), script(404)] },
      'the page died': { ...empty, exchanges: [page('/chat'), script(200)], crashed: true },
    },
  },
  {
    id: 'F62',
    certain: { 'an error stands in place of the chat': chat('Something went wrong', false) },
    rivals: {
      'an answer or a notice says so': chat('Netra Agent\nSomething went wrong', true),
      'another page threw and never had a chat': {
        pageErrors: ['TypeError: x is null'],
        page: { url: `${SITE.web}/docs`, chat: false },
      },
    },
  },
  {
    id: 'F09',
    certain: {
      'it never was ready': {
        ...outside,
        sockets: [],
        ...instead(/:8000/, call('GET', `${SITE.api}/health/ready`, starting)),
      },
    },
    rivals: {
      'it was ready in the end': {
        shown: false,
        exchanges: [call('GET', `${SITE.api}/health/ready`, { ...starting, startedAt: START - 3_000 }), ...CALLS],
      },
      'a call was early and others were not': {
        steps: null,
        exchanges: [call('GET', threads, { ...starting, startedAt: START - 3_000 }), ...CALLS],
      },
    },
  },
  {
    id: 'F08',
    certain: {
      'nobody listens': {
        ...outside,
        sockets: [],
        ...instead(
          /:8000/,
          ...['/health', '/api/threads'].map((path) =>
            failed('GET', `${SITE.api}${path}`, 'net::ERR_CONNECTION_REFUSED'),
          ),
        ),
      },
    },
    rivals: {
      'the browser has no network': {
        ...outside,
        sockets: [],
        ...instead(
          /:8000/,
          ...['/health', '/api/threads'].map((path) =>
            failed('GET', `${SITE.api}${path}`, 'net::ERR_INTERNET_DISCONNECTED'),
          ),
        ),
      },
      'the policy of the page forbids it': {
        ...outside,
        sockets: [],
        ...instead(/:8000/, ...['/health', '/api/threads'].map((path) => failed('GET', `${SITE.api}${path}`, 'csp'))),
      },
    },
  },
  {
    id: 'F47',
    certain: {
      'another origin is allowed': {
        ...withCalls(failed('GET', threads)),
        consoleErrors: blocked(
          "The 'Access-Control-Allow-Origin' header has a value 'https://b.example' that is not equal to the supplied origin.",
        ),
      },
    },
    rivals: {
      'the service failed, and its answer has no headers': {
        ...withCalls({ ...failed('GET', threads), startedAt: START - 900 }),
        consoleErrors: blocked(missing),
      },
      'a gateway answered': {
        ...withCalls({ ...failed('GET', threads), startedAt: START + 900 }),
        consoleErrors: blocked(missing),
      },
    },
  },
  {
    id: 'F42',
    certain: { 'nobody gets in': { ...empty, exchanges: [...CALLS, page('/auth/callback')] } },
    rivals: {
      'the token came by another way': {
        shown: false,
        exchanges: [...CALLS, page('/auth/callback', { startedAt: START - 900 })],
      },
      'the provider reports an error': { ...empty, exchanges: [...CALLS, page('/auth/callback?error=denied')] },
    },
  },
  {
    id: 'F44',
    certain: {
      'the person was signed in': {
        ...outside,
        storage: null,
        exchanges: [...CALLS, signIn(-900)],
        sockets: [socket({ ...naked, close: { code: 1008, reason: '' } })],
      },
    },
    rivals: {
      'the person signed in only then': {
        ...instead(/validate/, signIn(2_000)),
        sockets: [socket({ ...naked, id: 1 }), socket(byToken)],
        edit: () => [],
      },
      'the socket asked with a ticket': { ...outside, sockets: [socket({ ...naked, credential: { by: 'ticket' } })] },
    },
  },
  {
    id: 'F41',
    certain: { 'a token of long ago comes again': withCalls(refresh('same', 'r1'), refresh('same', 'r2', 3_000)) },
    rivals: {
      'two tokens are of one second': withCalls(refresh('same', 'r1'), refresh('same', 'r2', -300)),
      'the page shows the old token': { ...expired, ...withCalls({ ...refresh('', 'r1', 4_900), received: null }) },
      'the new token ran out an hour later': {
        ...expired,
        ...withCalls({ ...refresh('', 'r1', -3_600_000), received: null }),
      },
    },
  },
  {
    id: 'F39',
    certain: { 'the page has a token': anonymous },
    rivals: {
      'the page has none': { ...anonymous, storage: { token: false } },
      'the backend has another secret': {
        ...outside,
        ...instead(
          /api\/threads/,
          call('GET', threads, { status: 401, received: { detail: 'signature verification failed' } }),
        ),
      },
    },
  },
  {
    id: 'F95',
    certain: { 'the message never leaves': { ...unsent, ...withCalls(call('POST', threads, { status: 429 })) } },
    rivals: {
      'the message left all the same': { steps: null, ...withCalls(call('POST', threads, { status: 409 })) },
      'it is made again with success': {
        ...unsent,
        ...withCalls(call('POST', threads, { status: 429 }), call('POST', threads, { startedAt: START })),
      },
    },
  },
  {
    id: 'F04',
    certain: {
      'the same token is welcomed unwrapped': {
        ...outside,
        edit: () => [turnedAway('JWT must have 2 dots')],
        sockets: [closed(1008, 'Authentication failed', 40)],
        probes: [probe('upgrade-raw-token', { heard: ['connection_established'] })],
      },
    },
    rivals: {
      'the page keeps what is no token': {
        ...outside,
        edit: () => [turnedAway('JWT must have 2 dots')],
        sockets: [closed(1008, 'Authentication failed', 40)],
      },
      'it is refused unwrapped, too': {
        ...outside,
        edit: () => [turnedAway('JWT must have 2 dots')],
        sockets: [closed(1008, 'Authentication failed', 40)],
        probes: [probe('upgrade-raw-token', { heard: ['error_message'] })],
      },
    },
  },
];

testRivalries(rivalries);
