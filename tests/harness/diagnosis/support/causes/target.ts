import type { Exchange } from '../../../../../lib/evidence/index.ts';
import { call, CALLS, evidence, failed, probe, SITE, socket, welcome } from '../scenes.ts';
import { type CauseScene, outside, withCalls, instead } from './scene.ts';

const health = (name: string, state: Record<string, unknown>) =>
  probe('api-health', { body: { status: 'degraded', checks: { [name]: state } } });

const sentOtherwise = {
  rule: 'sent-as-written',
  frame: null,
  event: null,
  message: 'the person wrote "Where does the money go?", and "does the money go?" left the browser',
  legal: ['"Where does the money go?"'],
  came: '"does the money go?"',
};

export const target: readonly CauseScene[] = [
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
  ['F96', 'a word is lost between the field and the message', evidence({ violations: [sentOtherwise] })],
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
    'the test speaks of it',
    evidence({
      probes: [health('clickhouse', { status: 'failed' })],
      errors: ['expected "clickhouse": "healthy", but was "clickhouse": "down"'],
    }),
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
    'F97',
    'its policy forbids the address of the API',
    evidence({
      ...outside,
      sockets: [],
      exchanges: CALLS.slice(0, 2),
      consoleErrors: [
        `Connecting to '${SITE.api}/health/ready' violates the following Content Security Policy directive: "connect-src 'self'".`,
      ],
    }),
  ],
  [
    'F94',
    'the chat is answered by a gateway',
    evidence({
      ...outside,
      sockets: [],
      exchanges: [...CALLS.slice(0, 3), call('GET', `${SITE.web}/chat`, { resource: 'document', status: 503 })],
    }),
  ],
  [
    'F94',
    'nothing comes from the server of the page',
    evidence({
      ...outside,
      sockets: [],
      exchanges: [{ ...failed('GET', `${SITE.web}/login`, 'net::ERR_CONNECTION_REFUSED'), resource: 'document' }],
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
    'F56',
    'the test speaks of it',
    evidence({ ...withCalls(revised('one'), revised('two')), errors: ['expected one revision, but were 2'] }),
  ],
  ['F60', 'nothing was executed', evidence({ runner: { planned: 40, executed: 0 } })],
];

function revised(revision: string): Exchange {
  return call('GET', `${SITE.api}/api/threads`, { server: { 'x-netra-revision': revision } });
}
