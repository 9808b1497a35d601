import { call, closed, evidence, probe, SITE, socket, START, turnedAway, welcome } from '../scenes.ts';
import { type CauseScene, steps, outside, withCalls } from './scene.ts';

export const close: readonly CauseScene[] = [
  [
    'F11',
    '1011 before the welcome',
    evidence({ ...outside, sockets: [closed(1011, 'Failed to establish connection', 30)] }),
  ],
  [
    'F12',
    '1000 which nobody asked for',
    evidence({ ...outside, edit: () => [welcome], sockets: [closed(1000, 'main cleanup', 35)] }),
  ],
  ['F13', 'the socket is open and mute', evidence({ ...outside, sockets: [socket()] })],
  [
    'F37',
    'the breaker says so',
    evidence({
      ...outside,
      edit: () => [turnedAway('Auth error')],
      sockets: [closed(1011, 'Auth error', 40)],
      probes: [probe('breaker', { body: { circuit_breaker: { circuit_breaker: { state: 'open' } } } })],
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
  [
    'F45',
    'sockets are cut at once',
    evidence({
      ...outside,
      sockets: [1, 2, 3, 4].map((id) => closed(1006, '', 5 + id, { id, openedAt: START + 100 * id })),
    }),
  ],
  [
    'F51',
    'the server counts too many',
    evidence({ ...outside, sockets: [closed(1011, 'maximum number of WebSocket managers (5)', 20)] }),
  ],
  [
    'F52',
    'one is cut, and a bare one at the same age',
    evidence({
      steps: steps.slice(0, 4),
      sockets: [closed(1006, '', 1_000)],
      probes: [probe('kept-open', { status: 101, took: 1_050, close: { code: 1006, reason: '' } })],
    }),
  ],
  [
    'F52',
    'sockets are cut at one age',
    evidence({
      steps: steps.slice(0, 4),
      sockets: [1, 2, 3].map((id) => closed(1006, '', 1_000 + 10 * id, { id, openedAt: START + 1_100 * id })),
    }),
  ],
  [
    'F57',
    'the socket comes back and the frames do not',
    evidence({
      edit: (frames) => frames.filter((frame) => !/tool_|optimization/.test(frame.text)),
      sockets: [closed(1006, '', 260), socket({ id: 2, openedAt: START + 100, closedAt: START + 400 })],
    }),
  ],
];
