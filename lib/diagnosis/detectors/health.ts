import { type Call, fact, type Facts, field, nameOf } from '../facts.ts';
import { SCREEN, type Detector, type Signal, SILENCE } from '../finding.ts';

/** Answers slower than this are not explained by the network, in milliseconds. */
const SLOW = 3_000;
const FAST = 1_500;

/** When the last of these calls was begun. */
function latest(calls: readonly Call[]): number {
  return Math.max(...calls.map(({ startedAt }) => startedAt));
}

function isStarting(body: unknown): boolean {
  return (
    field(body, 'startup_in_progress') === true ||
    field(body, 'error') === 'service_not_ready' ||
    /service not ready|startup_in_progress/i.test(String(field(body, 'detail') ?? ''))
  );
}

/** F09: the backend says that it is not ready yet. */
export const startingUp: Detector = (facts) => {
  const calls = facts.of('api').filter(({ received }) => isStarting(received));
  const probes = (facts.evidence.probes ?? []).filter(({ body }) => isStarting(body));
  const signals: Signal[] = [
    ...calls.slice(0, 2).map((call) => ({
      says: `${call.status}: ${String(field(call.received, 'message') ?? 'starting up')}`,
      at: nameOf(call),
    })),
    ...probes.slice(0, 1).map(({ name, status }) => ({ says: `${status}: not ready`, at: `probe ${name}` })),
  ];
  if (signals.length === 0) return [];
  const affected = facts.of('api').filter(({ status, failure }) => failure !== null || (status ?? 0) >= 400);
  const refused = facts.connections.filter(({ opened }) => !opened);
  const seenAt = probes.length > 0 ? facts.evidence.takenAt : latest(calls);
  const isReady = ({ startedAt, status, received }: Call) =>
    startedAt > seenAt && status === 200 && !isStarting(received);
  if (facts.of('api', /^\/(api|health\/ready)(\/|$)/).some(isReady)) {
    // It was ready in the end: what failed until then is explained, and nothing else.
    const until = [...affected.filter(({ startedAt }) => startedAt <= seenAt).map(fact.call)];
    const early = refused.filter(({ openedAt }) => openedAt <= seenAt).map(fact.socket);
    const from = ['starting'];
    return [{ id: 'F09', confidence: 'likely', weak: true, signals, from, seenAt, explains: [...until, ...early] }];
  }
  const explains = ['api', ...affected.map(fact.call), ...refused.map(fact.socket), SILENCE, SCREEN];
  return [{ id: 'F09', confidence: 'certain', signals, from: ['starting'], seenAt, explains }];
};

/** What `/api/health` said last of a component, wherever it was read, and when. */
function component(facts: Facts, name: string): { state: unknown; seenAt: number } {
  const told = [
    ...facts.of('api', /^\/api\/health/).map(({ received, startedAt }) => ({ body: received, seenAt: startedAt })),
    { body: facts.probe('api-health')?.body, seenAt: facts.evidence.takenAt },
  ].map(({ body, seenAt }) => {
    const checks = field(body, 'checks') ?? field(body, 'databases') ?? field(field(body, 'detail'), 'checks');
    return { state: field(checks, name), seenAt };
  });
  return told.findLast(({ state }) => state !== undefined) ?? { state: undefined, seenAt: 0 };
}

/** What a test says of the health of the services, or of times. */
const ABOUT_TIMES = /budget|"degraded"|postgres|response_time|milliseconds of \/api\//i;

/** Calls that last as long as the agents work, however quick the database is (docs/contract/backend.md 6). */
const OF_AGENTS = /^\/api\/(agents?|chat\/stream)(\/|$)/;

/** What a test says that waited in vain for a run, and for how many milliseconds. */
const WAITED = /Timed out after (\d+) ms waiting for the first event/;
const MAKES_A_THREAD = /^POST \/api\/threads$/;

/** F33: calls that touch the database take seconds, the others do not. */
export const slowDatabase: Detector = (facts) => {
  const { state: postgres, seenAt } = component(facts, 'postgresql');
  const isSlow = Number(field(postgres, 'response_time_ms')) > 1_000;
  // The word alone lasts for minutes after a busy spell (a running mean), and explains nothing.
  const told = isSlow || field(postgres, 'status') === 'degraded';
  const calls = facts.of('api');
  const slow = calls.filter(
    (call) =>
      call.path.startsWith('/api/') &&
      !OF_AGENTS.test(call.path) &&
      Math.max(call.took ?? 0, facts.waiting(call)) >= SLOW,
  );
  const quick = calls.some(({ path, took }) => path.startsWith('/health') && took !== null && took < FAST);
  if (!told && !(slow.length > 0 && quick)) return [];
  const signals: Signal[] = slow.slice(0, 3).map((call) => ({
    says:
      call.took === null ? `no answer for ${Math.round(facts.waiting(call))} ms` : `took ${Math.round(call.took)} ms`,
    at: nameOf(call),
  }));
  if (told)
    signals.unshift({
      says: `postgresql: ${String(field(postgres, 'status'))}, ${String(field(postgres, 'response_time_ms'))} ms`,
      at: '/api/health',
    });
  if (quick) signals.push({ says: 'calls that do not touch the database are quick', at: '/health' });
  // What was slow and came is a cause where times are the matter, or where it took all the time that the test had.
  const { budgets, errors } = facts.evidence;
  const took = (call: Call) => Math.max(call.took ?? 0, facts.waiting(call));
  const blocks = slow.some((call) => call.took === null || took(call) >= budgets.ready);
  // The message leaves when its thread is made, whoever waits for its run has begun before, and the run came at last.
  const waits = errors.flatMap((error) => WAITED.exec(error)?.[1] ?? []).map(Number);
  const holdsBack = slow.some(
    (call) =>
      MAKES_A_THREAD.test(nameOf(call)) &&
      took(call) >= Math.min(...waits) &&
      facts.runs.some(({ startedAt }) => (startedAt ?? 0) >= call.startedAt + took(call)),
  );
  const isOfTimes = blocks || errors.some((error) => ABOUT_TIMES.test(error));
  const matters = facts.unanswered.length === 0 && (isOfTimes || holdsBack);
  const seen = !isOfTimes
    ? 'likely'
    : isSlow && slow.length > 0
      ? 'certain'
      : isSlow || slow.length > 0
        ? 'likely'
        : 'possible';
  return [
    {
      id: 'F33',
      confidence: matters ? seen : 'possible',
      signals,
      weak: !matters || (slow.length === 0 && !isSlow),
      from: ['slow'],
      seenAt: Math.max(told ? seenAt : 0, latest(slow)),
      explains: slow.length > 0 && matters ? [...slow.map(fact.call), SILENCE] : [],
    },
  ];
};

/** F34: Redis is not there. */
export const redisDown: Detector = (facts) => {
  const ready = facts
    .of('api', /^\/health\/ready$/)
    .find(({ received }) => /failed|vpc_connectivity_degraded/.test(String(field(received, 'redis_db'))));
  const { state, seenAt } = component(facts, 'redis');
  const failed = field(state, 'status') === 'failed';
  const tickets = facts.of('api', /\/websocket\/ticket$/).filter(({ status }) => (status ?? 0) >= 500);
  if (!ready && !failed) return [];
  const signals: Signal[] = [
    ...(ready ? [{ says: `redis_db: ${String(field(ready.received, 'redis_db'))}`, at: nameOf(ready) }] : []),
    ...(failed ? [{ says: `redis: failed, ${String(field(state, 'error') ?? 'no reason')}`, at: '/api/health' }] : []),
    ...tickets.slice(0, 1).map((call) => ({ says: `no ticket: ${call.status}`, at: nameOf(call) })),
  ];
  const explains = tickets.map(fact.call);
  const last = failed ? seenAt : ready!.startedAt;
  return [{ id: 'F34', confidence: 'certain', signals, from: ['redis'], seenAt: last, explains }];
};

/** F35: ClickHouse is down. The product must do without, so it is a cause only of what an error says of it. */
export const clickhouseDown: Detector = (facts) => {
  const { state } = component(facts, 'clickhouse');
  const ready = facts
    .of('api', /^\/health\/ready$/)
    .find(({ received }) =>
      /failed|skipped_optional|optional_unavailable/.test(String(field(received, 'clickhouse_db'))),
    );
  const failed = field(state, 'status') === 'failed';
  if (!failed && !ready) return [];
  const signals: Signal[] = [
    ...(ready ? [{ says: `clickhouse_db: ${String(field(ready.received, 'clickhouse_db'))}`, at: nameOf(ready) }] : []),
    ...(failed ? [{ says: 'clickhouse: failed', at: '/api/health' }] : []),
  ];
  const about = /clickhouse/i;
  const isTold = facts.evidence.errors.some((error) => about.test(error));
  const confidence = !failed ? 'possible' : isTold ? 'certain' : 'likely';
  return [{ id: 'F35', confidence, signals, weak: !isTold, about, from: ['clickhouse'], explains: [] }];
};

/** F56: answers of one host come from different revisions. */
export const twoRevisions: Detector = (facts) => {
  const calls = facts.of('api').filter(({ server }) => server['x-netra-revision'] !== undefined);
  const revisions = [...new Set(calls.map(({ server }) => server['x-netra-revision']))];
  if (revisions.length < 2) return [];
  const signals = revisions.map((revision) => {
    const from = calls.filter(({ server }) => server['x-netra-revision'] === revision);
    return { says: `${from.length} answers of revision ${revision}`, at: from[0] ? nameOf(from[0]) : 'requests' };
  });
  // Both may be right, as long as nobody says what differs.
  const about = /revision/i;
  const isTold = facts.evidence.errors.some((error) => about.test(error));
  const confidence = isTold ? 'certain' : 'likely';
  return [{ id: 'F56', confidence, signals, weak: !isTold, about, from: ['revisions'], explains: [] }];
};
