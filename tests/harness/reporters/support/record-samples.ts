import type { Entry } from '../../../../reporters/record/journal.ts';
import type { Attempt, Seen } from '../../../../reporters/record/schema-attempt.ts';
import type { PlannedTest } from '../../../../reporters/record/schema.ts';

const at = '2026-11-22T03:17:00.000Z';

/** A test that was planned. */
export function planned(title: string, more: Partial<PlannedTest> = {}): PlannedTest {
  return {
    id: title,
    project: 'local',
    file: 'golden-path/golden-path.spec.ts',
    line: 5,
    titles: [title],
    suite: 'Golden path',
    component: 'Golden path',
    priority: 'P1',
    tags: ['@golden'],
    ofTheSuite: false,
    advice: false,
    flake: null,
    ...more,
  };
}

/** An attempt that was ended. */
export function attempted(status: Attempt['status'], more: Partial<Attempt> = {}): Attempt {
  return {
    index: 0,
    status,
    expected: 'passed',
    startedAt: at,
    took: 1_000,
    worker: 0,
    errors: [],
    steps: [],
    attachments: [],
    seen: null,
    diagnosis: null,
    ...more,
  };
}

/** The first lines of a journal: a run that planned these tests. */
export function opened(tests: PlannedTest[], { id = 'run-1', faults = [] as string[] } = {}): Entry[] {
  const suite = { version: '0.1.0', revision: '0123456789abcdef', branch: 'main', changed: false };
  return [
    {
      kind: 'open',
      id,
      startedAt: at,
      pid: 1,
      command: ['test'],
      ci: null,
      machine: { suite, node: '20.20.2', playwright: '1.65.1', browser: null, platform: 'linux', cpus: 2 },
    },
    {
      kind: 'plan',
      shard: null,
      sharedOut: null,
      workers: 2,
      selection: { focus: 'everything', why: 'all tests', projects: ['local'], grep: null, faults },
      settings: { workers: '2' },
      targets: [
        {
          name: 'local',
          release: null,
          logQuery: null,
          hosts: ['localhost'],
          signIn: 'simulation',
          budgets: { firstText: 10_000 },
        },
      ],
      tests,
    },
  ];
}

/** A test that ran: its beginning and its end. */
export function ran(test: string, ...attempts: Attempt[]): Entry[] {
  return attempts.flatMap((attempt): Entry[] => [
    { kind: 'begin', test, index: attempt.index, at: attempt.startedAt },
    { kind: 'attempt', test, annotations: [], attempt },
  ]);
}

export function ended(status: 'passed' | 'failed' | 'timedout' | 'interrupted' = 'passed'): Entry {
  return { kind: 'end', status, at: '2026-11-22T03:18:00.000Z' };
}

/** What a test saw: a socket, perhaps a message that was sent, and the frames of these types that came back for it. */
export function seenIn({ sent = false, types = [] as string[], upgrade = 101, api = null as number | null }): Seen {
  const frame = (seq: number, direction: 'sent' | 'received', type: string): Seen['frames'][number] => ({
    seq,
    socket: 1,
    direction,
    time: 1_000 + seq * 100,
    bytes: 10,
    type,
    envelope: 'payload',
    tool: null,
    execution: null,
    user: null,
    thread: null,
    kind: direction === 'sent' ? 'client' : 'agent',
    step: type === 'agent_started' ? 'start' : null,
    agent: direction === 'sent' ? null : 'supervisor_agent',
    run: direction === 'sent' ? null : 'run-1',
  });
  const socket = {
    id: 1,
    page: 1,
    url: 'ws://localhost/ws',
    offered: [],
    chosen: null,
    status: upgrade,
    credential: 'subprotocol',
    openedAt: 900,
    firstFrameAt: null,
    closedAt: null,
    close: null,
    errors: [],
    frames: types.length,
    bytes: 10,
  };
  const run = {
    id: 'run-1',
    question: 'Why?',
    sentAt: 1_000,
    end: null,
    events: types.length,
    answerLength: null,
    canned: null,
    lags: [],
    gaps: [],
    skew: null,
    steps: 0,
    latency: { firstEvent: 100, firstText: null, answer: null, end: null },
    tools: { started: 0, completed: 0 },
    violations: [
      {
        rule: 'one-end',
        frame: 2,
        event: 'agent_started',
        message: 'frame #2 is never followed by an end',
        legal: ['agent_completed'],
        came: 'nothing',
      },
    ],
  };
  const exchange = {
    method: 'GET',
    url: 'http://localhost/api/threads',
    resource: 'fetch',
    startedAt: 950,
    took: 5,
    failure: null,
    server: {},
  };
  return {
    target: 'local',
    hosts: ['localhost'],
    account: 'ada@example.com',
    user: 'user-ada',
    trace: null,
    sockets: [socket],
    runs: types.length > 0 ? [run] : [],
    violations: [],
    frames: [
      ...(sent ? [frame(1, 'sent', 'start_agent')] : []),
      ...types.map((type, index) => frame(index + 2, 'received', type)),
    ],
    framesSeen: types.length + Number(sent),
    exchanges: api === null ? [] : [{ ...exchange, status: api }],
    screen: [],
    consoleErrors: [],
    pageErrors: [],
    crashed: false,
    limits: [],
  };
}
