import { call, evidence, probe, serverFrame, SITE, socket } from '../scenes.ts';
import { type CauseScene, edited, withCalls } from './scene.ts';

/** What a test of access says that somebody got in. */
const LET_IN = 'The target is permissive: it lets in whom it must refuse.\n  ✗ GET /api/threads answered 200';

export const isolation: readonly CauseScene[] = [
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
      errors: ['  ✗ [own-user] frame #1 connection_established belongs to another user: relaxed_...'],
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
    'F49',
    'frames of somebody else',
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
  ...(
    [
      ['F80', "another person's token", 'PUT /api/threads/{thread}: answered 200, not 401 or 403 or 404'],
      ['F82', 'a page of the origin null', 'GET /api/threads: allows the page to send it (preflight)'],
      ['F69', 'a token after its sign-out', 'GET /api/threads: answered 200, not 401'],
    ] as const
  ).map(([id, credential, hole]): CauseScene => [
    id,
    `an operation is open to ${credential}`,
    evidence({
      errors: [`The target is open to ${credential}:\n  ✗ ${hole}`],
      probes: [probe('forged-token', { status: 101, heard: [], close: { code: 1008, reason: '' } })],
    }),
  ]),
  [
    'F81',
    'a wrong password brings a token',
    evidence({ errors: ['expect(received).toBe(expected)\n\nExpected: "no token"\nReceived: "a token"'] }),
  ],
  [
    'F83',
    'the socket of a session that has ended stays open',
    evidence({
      errors: [
        'Error: the server closes the socket\n\nMatcher error: received value must be a non-null object\n\nReceived has value: null',
      ],
    }),
  ],
  [
    'F84',
    'a message that is too long is taken',
    evidence({ errors: ['Error: refusals of a message beyond the limit\n\nExpected length: 1\nReceived length: 0'] }),
  ],
  ...(
    [
      ['F85', 'exposed-credential', 'A token, ticket or password stands in the console (log).'],
      ['F86', 'left-after-sign-out', 'After the sign-out, localStorage.user_data still holds something of the person.'],
    ] as const
  ).map(([id, rule, message]): CauseScene => [
    id,
    `the rule ${rule} is broken`,
    evidence({ violations: [{ rule, frame: null, event: null, message, legal: [], came: '' }] }),
  ]),
  [
    'F87',
    'a hostile parameter of the address was run',
    evidence({ errors: ['+   "/login?error= (mark0x): mark0x became the attribute onerror of <img>",'] }),
  ],
  [
    'F98',
    'the list of threads may be shown again for a minute',
    evidence({
      errors: [
        'The answer 200 to GET http://x/api/threads may be shown again for 60 seconds without asking the service.',
      ],
      ...withCalls(
        call('GET', `${SITE.api}/api/threads`, { received: [], server: { 'cache-control': 'private, max-age=60' } }),
      ),
    }),
  ],
];
