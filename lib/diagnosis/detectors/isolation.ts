import type { Violation } from '../../evidence/index.ts';
import type { AgentEvent, Run } from '../../protocol/index.ts';
import { type Call, fact, type Facts, field, nameOf } from '../facts.ts';
import { SCREEN, type Detector, type Signal, SILENCE } from '../finding.ts';

const NOBODY = /^(demo-use|relaxed_)/;

/** Rules that break in a run which lost events to another, and in that other. */
const COURSE = [
  'known-run',
  'starts-first',
  'agent-lifecycle',
  'one-end',
  'critical-events',
  'tool-pairing',
  'declared-counts',
  'no-extra-event',
  'has-answer',
  'send-answered',
  'liveness',
];

/**
 * What broke in the course of a run because these frames belong to another: at one of them, in a run that has no
 * others, or since an event of their type is missing. What else is missing has another cause.
 */
function brokenByLoss(facts: Facts, astray: readonly AgentEvent[]): Violation[] {
  const frames = new Set(astray.map(({ frame }) => frame.seq));
  const types = new Set(astray.map(({ type }) => type));
  return facts.broken(...COURSE).filter(({ frame, message, legal, absent }) => {
    if (frame !== null && frames.has(frame)) return true;
    const between = [...message.matchAll(/#(\d+)/g)].map(([, seq]) => Number(seq));
    if (between.length > 0 && between.every((seq) => frames.has(seq))) return true;
    const words = [...legal, absent?.label ?? ''].join(' ').match(/\w+/g) ?? [];
    const wanted = words.filter((word) => word in facts.vocabulary.events);
    return wanted.length === 0 || wanted.some((type) => types.has(type));
  });
}

/** Kinds of events by how much they tell of somebody else, the most first; all others tell less. */
const TELLING: readonly string[] = ['delivery', 'text', 'tool', 'agent'];

/** F49: a frame belongs to somebody else. */
export const foreignFrames: Detector = (facts) => {
  const foreign = facts.broken('own-user').filter((violation) => isOfAnother(facts, violation));
  if (foreign.length === 0) return [];
  const frames = new Set(foreign.map(({ frame }) => frame));
  const astray = facts.events.filter(({ frame }) => frames.has(frame.seq));
  const explained = [
    ...facts.violations.filter(({ frame }) => frames.has(frame)),
    ...facts.broken('own-thread'),
    ...brokenByLoss(facts, astray),
  ];
  const theirs = new Set(astray.map(({ run }) => run));
  const weight = ({ frame }: Violation) => {
    const place = TELLING.indexOf(facts.eventAt(frame)?.kind ?? '');
    return place < 0 ? TELLING.length : place;
  };
  const signals = foreign
    .toSorted((one, other) => weight(one) - weight(other))
    .slice(0, 3)
    .map(({ message, frame }) => ({ says: message, at: `frame #${frame}` }));
  const runs = facts.runs.filter(({ id }) => theirs.has(id));
  const explains = [...explained.map(fact.violation), ...runs.map(fact.stray), ...runs.map(fact.open), SCREEN];
  return [{ id: 'F49', confidence: 'certain', signals, from: foreign.map(fact.violation), explains }];
};

/** Whether a frame names another person: not nobody, not the own id cut short, and not the id of a thread or run. */
function isOfAnother({ evidence: { account }, connections, events, questions }: Facts, { came }: Violation): boolean {
  const id = came.replace('user_id ', '');
  if (NOBODY.test(id) || isCutShort(id, account.id)) return false;
  // The person's own, by the name that the token has for them.
  if (connections.some(({ credential: { sub, email } }) => sub === account.id && email === id)) return false;
  const others = [...events.flatMap(({ thread, run }) => [thread, run]), ...questions.map(({ thread }) => thread)];
  return !others.includes(id);
}

/** Services of the product show an id by its first characters (docs/contract/backend.md 3.4). */
function isCutShort(id: string, whole: string): boolean {
  const stem = id.replace(/(\.{3}|\u2026|\*+)$/, '');
  return stem !== id && stem.length >= 4 && whole.startsWith(stem);
}

/** Answers of REST that name a run of which nothing is heard, while one of another name began in the same thread. */
function misnamed(facts: Facts): { call: Call; named: string; run: Run }[] {
  const orders = facts.of('api', /^\/api\/agent\/v2\/execute$/).flatMap((call) => {
    const named = field(call.received, 'run_id') ?? field(field(call.received, 'result'), 'run_id');
    return typeof named === 'string' ? [{ call, named }] : [];
  });
  return orders.flatMap(({ call, named }) => {
    if (facts.runs.some(({ id }) => id === named)) return [];
    const run = facts.runs.find(
      ({ id, thread, startedAt }) =>
        (startedAt ?? 0) >= call.startedAt &&
        (thread === null || thread === field(call.sent, 'thread_id')) &&
        facts.questions.every(
          ({ time, socketAge }) => socketAge === null || time < call.startedAt || time > startedAt!,
        ) &&
        orders.every((order) => order.named !== id),
    );
    return run ? [{ call, named, run }] : [];
  });
}

/** F32: frames name a run or a thread that is not the one of the question, although they are the person's own. */
export const alienIds: Detector = (facts) => {
  const misplaced = facts.broken('own-user').filter(({ came }) => {
    const id = came.replace('user_id ', '');
    return facts.events.some(({ thread, run }) => thread === id || run === id);
  });
  const threads = [...facts.broken('own-thread'), ...misplaced];
  // A page that comes in the middle of a run hears the rest of it.
  const started = new Set(facts.runs.filter(hasStart).map(({ id }) => id));
  const strays = facts.runs.filter(({ id }) => !started.has(id) && facts.runs.length > 1);
  const isFirst = ({ events: [first] }: Run) =>
    facts.events.find(({ run, frame }) => run !== null && frame.socket === first?.frame.socket) === first;
  const elsewhere = facts.runs.filter((run) => {
    const asked = facts.questionOf(run)?.thread ?? null;
    const { id } = facts.evidence.account;
    const isOwn = run.user === null || run.user === id || (id === '' && isAlone(facts, asked));
    const isApart = asked !== null && run.thread !== null && run.thread !== asked;
    return isApart && isOwn && !strays.includes(run) && !isDue(facts, run);
  });
  const renamed = misnamed(facts);
  if (threads.length + strays.length + elsewhere.length + renamed.length === 0) return [];
  const signals: Signal[] = [
    ...renamed.slice(0, 2).map(({ call, named, run }) => ({
      says: `the answer names run ${named}, and the events are those of run ${run.id}`,
      at: nameOf(call),
    })),
    ...elsewhere.slice(0, 2).map((run) => ({
      says: `run ${run.id} is in thread ${run.thread}, the question was asked in ${facts.questionOf(run)?.thread}`,
      at: `frame #${run.events[0]?.frame.seq}`,
    })),
    ...threads.slice(0, 2).map(({ message, frame }) => ({ says: message, at: `frame #${frame}` })),
    ...strays.slice(0, 2).map(({ id, events }) => ({
      says: `run ${id} was never started, and has ${events.length} events`,
      at: `frame #${events[0]?.frame.seq}`,
    })),
  ];
  const course =
    strays.length === 0
      ? []
      : brokenByLoss(
          facts,
          strays.flatMap(({ events }) => events),
        );
  const from = [
    ...threads.map(fact.violation),
    ...strays.map(fact.stray),
    ...elsewhere.map(fact.elsewhere),
    ...renamed.map(({ named }) => `renamed ${named}`),
  ];
  const explains = [
    ...course.map(fact.violation),
    ...strays.map(fact.open),
    ...(elsewhere.length + renamed.length > 0 ? [SILENCE, SCREEN] : []),
  ];
  const lost = elsewhere.length > 0 ? facts.broken('known-run', 'send-answered').map(fact.violation) : [];
  // A page that does not look at the name in the answer is not misled by it, and the run of nobody may be another's.
  const isSure =
    threads.length > 0 ||
    strays.some((run) => !isFirst(run)) ||
    (elsewhere.length > 0 && facts.evidence.account.id !== '');
  const confidence = isSure ? 'certain' : 'likely';
  return [{ id: 'F32', confidence, signals, from, explains: [...explains, ...lost], explainsSurely: true }];
};

function hasStart({ events }: Run): boolean {
  return events.some(({ step }) => step === 'start');
}

/** Whether the thread of a run has a question that no earlier run of it answers. */
function isDue({ questions, runs }: Facts, { thread, startedAt }: Run): boolean {
  const until = startedAt ?? 0;
  const asked = questions.filter((one) => one.thread === thread && one.time <= until);
  const begun = runs.filter((one) => one.thread === thread && (one.startedAt ?? 0) < until);
  return asked.length > begun.length;
}

/** Whether a thread has not one run. */
function isAlone({ runs }: Facts, thread: string | null): boolean {
  return runs.every((run) => run.thread !== thread);
}

/** F50: two sockets of the person are open, and a run goes to the newer one only, although the older one asked. */
export const newestSocketOnly: Detector = (facts) => {
  const open = facts.connections.filter(({ opened, closedAt, close }) => opened && closedAt === null && close === null);
  const pages = new Set(open.map(({ page }) => page));
  if (pages.size < 2) return [];
  const newest = open.at(-1);
  const heard = new Set(facts.runs.flatMap(({ events }) => events.map(({ frame }) => frame.socket)));
  const asked = facts.events.filter(
    ({ kind, text, frame }) => kind === 'client' && text !== null && frame.socket !== newest?.id,
  );
  if (!newest || heard.size !== 1 || !heard.has(newest.id) || asked.length === 0) return [];
  // What was asked on the newest one is rightly answered there.
  const askedThere = facts.events.filter(({ definition, frame }) => definition.asks && frame.socket === newest.id);
  if (facts.runs.length <= askedThere.length) return [];
  const signals = [
    { says: 'the whole stream came here, and nowhere else', at: `socket ${newest.id}` },
    { says: `asked on socket ${asked[0]?.frame.socket}`, at: `frame #${asked[0]?.frame.seq}` },
  ];
  return [{ id: 'F50', confidence: 'certain', signals, from: ['newest'], explains: [SCREEN] }];
};

/** What a test says whose subject is who is let in. */
const ABOUT_ACCESS = /toRefuse|permissive|must (be )?refuse|is open to/i;

/** What a test says of somebody who is let in as another, or without a right to be. */
const ABOUT_WHO = new RegExp(`${ABOUT_ACCESS.source}|own-user|authenticated as`, 'i');

/** F38: somebody without a good token is welcome. */
export const anybodyIsWelcome: Detector = (facts) => {
  const forged = facts.probe('forged-token');
  const counts = field(facts.probe('permissiveness')?.body, 'validation_stats');
  const byLevel = field(field(counts, 'auth_permissiveness_stats'), 'by_level');
  const lenient = ['relaxed', 'demo', 'emergency'].filter((level) => Number(field(byLevel, level) ?? 0) > 0);
  const nobodies = facts.events.filter(({ kind, user }) => kind === 'welcome' && NOBODY.test(user ?? ''));
  const signals: Signal[] = [
    ...nobodies
      .slice(0, 1)
      .map(({ frame, user }) => ({ says: `the welcome is for ${user}`, at: `frame #${frame.seq}` })),
    ...(forged?.heard?.includes('connection_established')
      ? [{ says: 'a token that nobody signed is welcomed', at: 'probe forged-token' }]
      : []),
    ...lenient.map((level) => ({
      says: `the server counts ${String(field(byLevel, level))} that it let in by its level ${level}`,
      at: 'probe permissiveness',
    })),
  ];
  // That a target is permissive explains who was let in, and nothing else.
  const asked = facts.evidence.errors.some((error) => ABOUT_ACCESS.test(error));
  if (signals.length === 0 || (nobodies.length === 0 && !asked)) return [];
  const follows = facts.broken('own-user').map(fact.violation);
  const met = nobodies.length > 0;
  return [
    {
      id: 'F38',
      // What the server counts may be of an earlier day.
      confidence: met || signals.some(({ at }) => at === 'probe forged-token') ? 'certain' : 'likely',
      signals,
      about: ABOUT_WHO,
      from: ['permissive'],
      explains: follows,
    },
  ];
};

/** F69: one kind of worthless credential is let in, on a target that refuses what nobody signed. */
export const worthlessCredential: Detector = (facts) => {
  const told = facts.evidence.errors.find((error) => /permissive|let(s)? in/i.test(error));
  const forged = facts.probe('forged-token');
  if (told === undefined || forged === undefined || forged.heard?.includes('connection_established')) return [];
  const [, ...lines] = told.split('\n');
  return [
    {
      id: 'F69',
      confidence: 'certain',
      signals: [
        ...lines
          .filter((line) => line.includes('✗'))
          .slice(0, 2)
          .map((line) => ({ says: line.replace('✗', '').trim(), at: 'test' })),
        { says: 'a token that nobody signed is refused', at: 'probe forged-token' },
      ],
      from: ['worthless'],
      explains: [],
    },
  ];
};
