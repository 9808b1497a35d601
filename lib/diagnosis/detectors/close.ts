import { type Connection, fact, type Facts } from '../facts.ts';
import { type Confidence, type Finding, OUTCOMES, SCREEN, type Detector, SILENCE } from '../finding.ts';
import { isWelcomedLater } from '../later.ts';
import { refusals } from './admission.ts';

/** Milliseconds within which sockets break for one reason. */
const AT_ONCE = 250;
/** A socket that breaks younger than this never worked, in milliseconds. */
const INFANT = 500;

function finding(
  facts: Facts,
  id: string,
  confidence: Confidence,
  found: Connection[],
  says: (connection: Connection) => string,
): Finding {
  return {
    id,
    confidence,
    signals: found.slice(0, 3).map((connection) => ({ says: says(connection), at: `socket ${connection.id}` })),
    from: found.map(fact.socket),
    explains: [...facts.violations.map(fact.violation), ...facts.runs.map(fact.open), SILENCE, SCREEN, OUTCOMES],
  };
}

function life({ age }: Connection): string {
  return `after ${Math.round(age)} ms`;
}

/** F11: closed with 1011 before the welcome, and not for the sake of its token. */
export const failedAfterAccept: Detector = (facts) => {
  const turnedAway = new Set(refusals(facts).map(({ connection }) => connection.id));
  const failed = facts.connections.filter(
    ({ id, close, welcomed, events }) =>
      close?.code === 1011 &&
      !welcomed &&
      // A socket that carried a run worked, whether or not its welcome was recorded.
      events.every(({ kind }) => kind !== 'agent') &&
      !turnedAway.has(id) &&
      !/maximum number/i.test(close.reason),
  );
  if (failed.length === 0) return [];
  return [
    finding(
      facts,
      'F11',
      'certain',
      failed,
      (one) => `closed with 1011 "${one.close?.reason}" ${life(one)}, before any welcome`,
    ),
  ];
};

/** F12: closed with 1000 by the server, which the page had not asked for. */
export const closedAsDone: Detector = (facts) => {
  const done = facts.connections.filter(
    (one) =>
      one.close?.code === 1000 &&
      !one.close.byPage &&
      !one.events.some(({ type, kind }) => kind === 'client' && type === 'disconnect') &&
      (/cleanup/i.test(one.close.reason) || (one.close.reason !== '' && one.openFor < 2_000)),
  );
  if (done.length === 0) return [];
  return [
    finding(
      facts,
      'F12',
      'certain',
      done,
      (one) => `closed with 1000 "${one.close?.reason}" ${life(one)}; the page had not asked for it`,
    ),
  ];
};

/** F13: open, and nothing comes. */
export const noWelcome: Detector = (facts) => {
  const { welcome } = facts.evidence.budgets;
  const mute = facts.connections.filter(
    (one) =>
      one.opened &&
      one.close === null &&
      one.openFor >= welcome &&
      !isWelcomedLater(facts, one.id) &&
      one.events.every(({ kind }) => kind === 'client' || kind === 'heartbeat'),
  );
  if (mute.length === 0) return [];
  return [finding(facts, 'F13', 'certain', mute, (one) => `open for ${Math.round(one.openFor)} ms without a welcome`)];
};

/** Whether sockets of these ages were cut at one age: a busy machine sees some of the cuts late, and none early. */
function areAlike(ages: readonly number[]): boolean {
  const median = [...ages].sort((a, b) => a - b)[Math.floor((ages.length - 1) / 2)] ?? 0;
  const tolerance = Math.max(300, 0.15 * median);
  const near = ages.filter((age) => age <= median + tolerance);
  return near.length >= 2 && near.length > ages.length / 2 && Math.min(...ages) >= median - tolerance;
}

/** Whether two sockets that were open at the same time broke at one moment. */
function areCutTogether(one: Connection, other: Connection): boolean {
  const [from, until] = [Math.max(one.openedAt, other.openedAt), Math.min(one.closedAt ?? 0, other.closedAt ?? 0)];
  return from < until && Math.max(one.closedAt ?? 0, other.closedAt ?? 0) - until < AT_ONCE;
}

/** F45, F52 and F57: connections that are cut without a close frame, told apart by how often and at which age. */
export const cut: Detector = (facts) => {
  const broken = facts.connections.filter(({ opened, close }) => opened && close?.code === 1006);
  const [first] = broken;
  if (!first) return [];
  const probed = facts.probe('kept-open');
  const isProbeCut = probed?.close?.code === 1006;
  const again = isProbeCut && typeof probed.took === 'number' ? [probed.took - (probed.answeredAfter ?? 0)] : [];
  // Several that break at one moment were cut once, by what carries them all.
  const once = broken.filter((one, index) => !broken.slice(0, index).some((other) => areCutTogether(one, other)));
  const ages = [...once.map(({ openFor }) => openFor), ...again];
  const infants = broken.filter((one) => one.openFor < INFANT);
  const young = ages.filter((age) => age < INFANT).length;
  if (young >= 3 || (young >= 2 && young > ages.length / 2))
    return [
      finding(facts, 'F45', young >= 3 ? 'certain' : 'likely', infants, (one) => `cut ${life(one)}, one of ${young}`),
    ];
  if (areAlike(ages)) {
    return [
      finding(facts, 'F52', 'certain', broken, (one) => `cut without a close frame ${life(one)}, as the others were`),
    ];
  }
  const harmed =
    facts.violations.length > 0 || facts.runs.some(({ end }) => end === null) || facts.unanswered.length > 0;
  if (!harmed) return [];
  const back = facts.connections.some(({ openedAt }) => openedAt >= (first.closedAt ?? Infinity) - 5);
  // One that lives on, or was cut much later, shows that sockets may grow older than that.
  const later = facts.connections.filter((one) => one !== first && one.openFor > first.openFor + INFANT);
  const mayGrowOld = ages.length === 1 && (later.length > 0 || (probed?.status === 101 && !probed.close));
  const lost = finding(
    facts,
    'F57',
    back && mayGrowOld ? 'certain' : 'likely',
    broken,
    (one) => `cut ${life(one)}${back ? '; the page came back, the frames did not' : ''}`,
  );
  const other = { id: 'F52', why: 'a cut at a constant age shows only when it happens again', probe: 'kept-open' };
  return [{ ...lost, explainsSurely: back, candidates: mayGrowOld ? [] : [other] }];
};

/** What RFC 6455, 7.4.1, and the IANA registry say of the codes with which a server breaks off. */
const BREAKS_OFF: Readonly<Record<number, string>> = {
  1001: 'going away',
  1002: 'protocol error',
  1003: 'unsupported data',
  1005: 'no code',
  1007: 'invalid payload',
  1008: 'policy violation',
  1009: 'message too big',
  1010: 'missing extension',
  1011: 'internal error',
  1012: 'service restart',
  1013: 'try again later',
  1014: 'bad gateway',
};

/** F63: a socket that worked is closed by the server while a run goes on, or while a question waits for its run. */
export const closedMidRun: Detector = (facts) => {
  const { welcome } = facts.evidence.budgets;
  const found = facts.connections.flatMap((connection) => {
    const { id, events, close, closedAt } = connection;
    if (close === null || closedAt === null || close.byPage) return [];
    if (!(close.code in BREAKS_OFF || close.code >= 3000)) return [];
    if (connection.errors.some((error) => UNDECODABLE.test(error))) return [];
    const cutRuns = facts.runs.filter((run) => {
      const own = run.events.some(({ frame }) => frame.socket === id);
      return own && (run.end === null || (run.endedAt ?? 0) > closedAt);
    });
    const waiting = facts.questions.filter(
      ({ time, socketAge }) => socketAge !== null && time <= closedAt && closedAt - time <= welcome,
    );
    const asked = waiting.filter(({ time }) => !facts.runs.some(({ startedAt }) => (startedAt ?? 0) >= time));
    if (cutRuns.length + asked.length === 0 || !events.some(({ kind }) => kind === 'welcome' || kind === 'agent'))
      return [];
    return [{ connection, cutRuns, asked }];
  });
  if (found.length === 0) return [];
  const explained = found.flatMap(({ cutRuns }) => cutRuns);
  return [
    {
      id: 'F63',
      // A close without a code may be the page's own.
      confidence: found.every(({ connection }) => connection.close?.code === 1005) ? 'likely' : 'certain',
      signals: found.slice(0, 2).map(({ connection: { id, close, events }, cutRuns, asked }) => {
        const last = events.findLast(({ kind }) => kind !== 'heartbeat');
        const lost = [
          ...cutRuns.map((run) => `run ${run.id} had ${run.events.length} events and no end`),
          ...asked.map(({ at }) => `${at} had no answer yet`),
        ];
        const code = close?.code ?? 0;
        return {
          says: `closed with ${code} "${close?.reason}" (${BREAKS_OFF[code] ?? 'a code of the application'}) after frame #${last?.frame.seq}; ${lost.join(', ')}`,
          at: `socket ${id}`,
        };
      }),
      from: found.map(({ connection }) => fact.socket(connection)),
      explains: [
        ...facts.violations.map(fact.violation),
        ...explained.flatMap((run) => [fact.open(run), fact.half(run)]),
        SILENCE,
        SCREEN,
        OUTCOMES,
      ],
    },
  ];
};

/** What a browser says of a frame that it cannot read, before it closes the socket itself. */
const UNDECODABLE =
  /Could not decode a text frame as UTF-8|Invalid frame header|reserved bits|unrecognized frame opcode|Received unexpected continuation|compressed frame|inflate|masked frame/i;

/** F64: the browser could not decode a frame, and closed the socket. */
export const undecodable: Detector = (facts) => {
  const found = facts.connections.filter(
    ({ errors, close }) => errors.some((error) => UNDECODABLE.test(error)) || close?.code === 1007,
  );
  if (found.length === 0) return [];
  return [
    {
      ...finding(facts, 'F64', 'certain', found, ({ errors, close, events }) => {
        const said = errors.find((error) => UNDECODABLE.test(error)) ?? `close ${close?.code} "${close?.reason}"`;
        return `the browser says "${said}" after frame #${events.at(-1)?.frame.seq ?? 0}`;
      }),
    },
  ];
};

/** Milliseconds after which a page that means to come back has tried; its pauses grow. */
const COMES_BACK = 8_000;

/** What a test does that loses a connection; after a sign-out, or with a bad token, a page rightly stays away. */
const CUTS: ReadonlySet<string> = new Set(['socket cut', 'server restart', 'network off']);

/** Whether a page that came back found nobody: a socket that reaches no server is told by the console alone. */
function isRefusedAtTheDoor({ evidence: { consoleErrors, target } }: Facts): boolean {
  return consoleErrors.some(
    (text) => text.includes(`WebSocket connection to '${target.site.ws}`) && /failed/.test(text),
  );
}

/** F71: the connection was lost, the page is still there, and it opened no other one. */
export const staysAway: Detector = (facts) => {
  const { takenAt, page, crashed } = facts.evidence;
  const last = facts.connections.findLast(({ welcomed }) => welcomed);
  const lost =
    last?.closedAt !== null && last !== undefined && (last.close?.code === 1006 || CUTS.has(last.closedBy?.kind ?? ''));
  if (!lost || page?.chat !== true || crashed) return [];
  const away = takenAt - (last.closedAt ?? takenAt);
  const offline = facts.evidence.stimuli?.findLast(({ kind }) => kind === 'network off' || kind === 'network on');
  if (offline?.kind === 'network off') return [];
  const since = Math.min(away, takenAt - (offline?.at ?? 0));
  // One that tried again and was not let in has not stayed away.
  if (facts.connections.some(({ openedAt }) => openedAt > takenAt - since)) return [];
  // What the test itself cut is there again, and whoever gave up meanwhile stays away.
  if (since < COMES_BACK || (last.closedBy === null && isRefusedAtTheDoor(facts))) return [];
  return [
    {
      ...finding(
        facts,
        'F71',
        'certain',
        [last],
        () => `lost, and the page has no other one for ${Math.round(since)} ms`,
      ),
      from: ['away'],
    },
  ];
};
