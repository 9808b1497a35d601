import type {
  Evidence,
  Exchange,
  Probe,
  ProbeName,
  ScreenSample,
  Socket,
  Frame,
} from '../../../../lib/evidence/index.ts';
import { judgeAll, normalise } from '../../../../lib/protocol/index.ts';
import {
  countsOf,
  exampleSteps,
  expectationsFor,
  sendFrame,
  START,
  type Step,
  toFrames,
  USER,
} from '../../protocol/support/scenes.ts';

export const SITE = {
  web: 'http://localhost:3000',
  api: 'http://localhost:8000',
  auth: 'http://localhost:8081',
  ws: 'ws://localhost:8000/ws',
};

/** When the page's socket opened, and when the evidence was taken, in milliseconds around the start of the scene. */
const OPENED = -200;
const TAKEN = 8_000;

export function call(method: string, url: string, part: Partial<Exchange> = {}): Exchange {
  return {
    method,
    url,
    resource: 'fetch',
    startedAt: START - 500,
    status: 200,
    server: { 'content-type': 'application/json' },
    took: 12,
    failure: null,
    sent: null,
    received: {},
    ...part,
  };
}

export function failed(method: string, url: string, failure = 'net::ERR_FAILED'): Exchange {
  return call(method, url, { status: null, took: null, failure, received: null });
}

export function socket(part: Partial<Socket> = {}): Socket {
  return {
    id: 1,
    page: 1,
    url: SITE.ws,
    offered: ['jwt-auth', 'jwt.<token>'],
    chosen: 'jwt-auth',
    status: 101,
    credential: { by: 'subprotocol' },
    openedAt: START + OPENED,
    answeredAt: null,
    closedAt: null,
    close: null,
    errors: [],
    ...part,
  };
}

/** A socket that was closed so long after it opened. */
export function closed(code: number, reason: string, age: number, part: Partial<Socket> = {}): Socket {
  const openedAt = part.openedAt ?? START + OPENED;
  return socket({ openedAt, closedAt: openedAt + age, close: { code, reason }, ...part });
}

export function probe(name: ProbeName, part: Partial<Probe> = {}): Probe {
  return { name, status: 200, ...part };
}

export function serverFrame(message: Record<string, unknown>, part: Partial<Frame> = {}): Frame {
  return {
    seq: 0,
    socket: 1,
    direction: 'received',
    time: START + OPENED + 30,
    text: JSON.stringify(message),
    ...part,
  };
}

export const welcome = serverFrame({
  type: 'connection_established',
  data: { user_id: `${USER.slice(0, 8)}...` },
  timestamp: (START + OPENED + 30) / 1000,
  server_id: 's',
  correlation_id: 'c',
});

export const turnedAway = (error_message: string) =>
  serverFrame({ type: 'error_message', error_code: 'AUTH_FAILED', error_message, details: {} });

/** The HTTP calls of a page that loads and works. */
export const CALLS: readonly Exchange[] = [
  call('GET', `${SITE.web}/chat`, { resource: 'document', received: null }),
  call('GET', `${SITE.web}/main.js`, { resource: 'script', received: null }),
  call('GET', `${SITE.api}/health/ready`, {
    received: { status: 'ready', core_db: 'connected', redis_db: 'connected', clickhouse_db: 'connected' },
  }),
  call('GET', `${SITE.auth}/auth/config`, { received: { development_mode: true } }),
  call('POST', `${SITE.auth}/auth/validate-token-and-get-user`, { received: { valid: true, user_id: USER } }),
  call('GET', `${SITE.api}/api/threads`, { received: [] }),
];

interface Scene extends Partial<Omit<Evidence, 'frames'>> {
  /** The run that answers; null: none does. */
  steps?: Step[] | null;
  /** What becomes of all frames before they are numbered. */
  edit?: (frames: Frame[]) => Frame[];
  /** Whether the person sent the question over the socket. */
  asked?: boolean;
  /** Whether the screen shows what comes. */
  shown?: boolean;
}

/** Everything that a test of the golden path sees where nothing is wrong, except what the scene changes. */
export function evidence({
  steps = exampleSteps(),
  edit = (frames) => frames,
  asked = true,
  shown = true,
  ...more
}: Scene = {}): Evidence {
  const run = steps ?? [];
  const frames = edit([welcome, ...(asked ? [sendFrame('thread_1', 0, 0)] : []), ...toFrames(run)]).map(
    (frame, index) => ({ ...frame, seq: index + 1 }),
  );
  const expectations = expectationsFor(run, {
    now: START + TAKEN,
    thread: 'thread_1',
    ...(steps ? { counts: countsOf(exampleSteps()) } : {}),
  });
  const events = frames.map(normalise);
  return {
    target: { name: 'local', site: SITE },
    account: { id: USER },
    takenAt: START + TAKEN,
    budgets: { ready: 5_000, welcome: 2_500, firstEvent: 2_500, silence: 2_000 },
    errors: ['The screen does not show the answer to "Where does the money go?".\nThe screen shows no answer.'],
    exchanges: CALLS,
    sockets: [socket()],
    frames,
    violations: judgeAll(events, expectations),
    screen: shown ? screenOf(frames) : [{ time: START, streaming: null, answers: [] }],
    consoleErrors: [],
    pageErrors: [],
    crashed: false,
    page: { url: `${SITE.web}/chat`, chat: true },
    storage: { token: true },
    probes: [],
    ...more,
  };
}

/** A screen that shows each piece as it comes, in two halves, and the answer in the end. */
function screenOf(frames: readonly Frame[]): Pick<ScreenSample, 'time' | 'streaming' | 'answers'>[] {
  let soFar = '';
  return [
    { time: START, streaming: null, answers: [] },
    ...frames.flatMap((frame): Pick<ScreenSample, 'time' | 'streaming' | 'answers'>[] => {
      const { kind, text, answer, step } = normalise(frame);
      if (kind === 'text' && text !== null) {
        const half = soFar + text.slice(0, Math.ceil(text.length / 2));
        soFar += text;
        return [half, soFar].map((streaming, index) => ({ time: frame.time + 3 + index, streaming, answers: [] }));
      }
      return answer !== null && step === null ? [{ time: frame.time + 5, streaming: null, answers: [answer] }] : [];
    }),
  ];
}

export { exampleSteps, START };
