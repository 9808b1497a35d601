import { evidence, probe, serverFrame, socket } from '../scenes.ts';
import { type CauseScene, edited } from './scene.ts';

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
];
