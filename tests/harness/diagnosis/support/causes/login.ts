import type { Exchange } from '../../../../../lib/evidence/index.ts';
import { call, closed, evidence, probe, SITE, socket, START, turnedAway } from '../scenes.ts';
import { type CauseScene, outside, withCalls, instead, refresh } from './scene.ts';

/** A socket is closed, the page refreshes its token, and the next socket is refused for its token, too. */
const refreshedInVain: Parameters<typeof evidence>[0] = {
  steps: null,
  asked: false,
  edit: () => [{ ...turnedAway('Token expired'), socket: 2 }],
  sockets: [
    closed(1008, 'Token expired', 900),
    closed(1008, 'Authentication failed', 4, { id: 2, openedAt: START + 950 }),
  ],
  ...withCalls(call('POST', `${SITE.auth}/auth/refresh`, { startedAt: START + 920, received: null })),
};

export const login: readonly CauseScene[] = [
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
  ['F41', 'the same token comes back', evidence({ ...withCalls(refresh('same', 'r1'), refresh('same', 'r2', 3_000)) })],
  [
    'F41',
    'the token that comes is the one that the page has, and the page leaves before a second answer is read',
    evidence({
      ...instead(
        /auth\/validate/,
        call('POST', `${SITE.auth}/auth/validate-token-and-get-user`, {
          sent: { token: 'same' },
          received: { valid: true },
        }),
        { ...refresh('same', 'r1'), startedAt: START + 100 },
      ),
      stimuli: [{ kind: 'clock moved', at: START + 50, detail: 'ahead by 10:05' }],
      sockets: [closed(1008, 'Token expired', 900)],
    }),
  ],
  ['F41', 'the next token is over, too, and the page has left before the answer was read', evidence(refreshedInVain)],
  [
    'F41',
    'the test has moved the clock of the page, and the server says of each token that it has expired',
    evidence({
      ...refreshedInVain,
      stimuli: [{ kind: 'clock moved', at: START + 100, detail: 'ahead by 10:05' }],
    }),
  ],
  [
    'F41',
    'the field is not found',
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
];

function pending(method: string, url: string): Exchange {
  return call(method, url, { status: null, took: null, received: null });
}
