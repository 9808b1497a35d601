import { type Probe, unusable } from '../../evidence/index.ts';
import { isPrompt } from '../../protocol/index.ts';
import { type Call, type Facts, fact, field, type Host, nameOf, type Question } from '../facts.ts';
import { isHeardLater } from '../later.ts';
import { isUnread } from '../unread.ts';
import {
  type Candidate,
  type Finding,
  QUESTIONS,
  SCREEN,
  type Detector,
  type Signal,
  SILENCE,
  UNSENT,
} from '../finding.ts';

/** Words for which a filter of the product once blocked whole runs (docs/contract/backend.md 4.4). */
const SUSPICIOUS = /^thread_|_run_|thread_\d/;

/** F16: the question came back as an acknowledgement, which says that nobody knows its type. */
export const onlyAcknowledged: Detector = ({ events, vocabulary }) => {
  const acks = events.filter(({ kind, acknowledged }) => kind === 'ack' && isPrompt(acknowledged ?? '', vocabulary));
  if (acks.length === 0) return [];
  const signals = acks
    .slice(0, 2)
    .map(({ frame, acknowledged }) => ({ says: `ack of ${acknowledged}`, at: `frame #${frame.seq}` }));
  return [{ id: 'F16', confidence: 'certain', signals, from: ['ack'], explains: [SILENCE, SCREEN] }];
};

/** F29: REST says 200, and lacks the field that the page goes by. */
export const successUnsaid: Detector = (facts) => {
  const calls = facts
    .of('api', /^\/api\/agent\/v2\/execute$/)
    .filter(
      ({ status, received }) =>
        status === 200 && typeof received === 'object' && received !== null && !('success' in received),
    );
  if (calls.length === 0) return [];
  const signals = calls.slice(0, 1).map((call) => ({
    says: `200 with ${Object.keys(call.received as object).join(', ')}, and no success`,
    at: nameOf(call),
  }));
  return [{ id: 'F29', confidence: 'certain', signals, from: calls.map(fact.call), explains: [SILENCE, SCREEN] }];
};

/** The id in `/api/threads/ID` and what lies below. */
function threadIn(path: string): string {
  return path.split('/')[3] ?? path;
}

/** A 404 of an operation that is there: what was asked for is not. */
const NO_SUCH_THING = /\b(?!page|route|path|endpoint|url)\w+ not found/i;

/** A slash in a part of a path: servers take it for the path of another operation (RFC 3986, section 2.2). */
const ENCODED_SLASH = /%2f|%5c/i;

/** A path that names one thing by its id, and so may name one that is not there. */
const NAMES_A_THING = /\d\d|[0-9a-f]{8}-/i;

/** The reason that an answer gives; of a list of reasons, each with the field that it is about. */
function reasonOf({ received }: Call): string {
  const reason = field(received, 'detail') ?? field(received, 'message') ?? '';
  if (!Array.isArray(reason)) return String(reason);
  const told = reason.map((one: unknown) => {
    const place = field(one, 'loc');
    return [...(Array.isArray(place) ? [place.join('.')] : []), String(field(one, 'msg') ?? '')].join(': ');
  });
  return told.join('; ');
}

/** Whether a 404 is about the operation, and not about what was asked for. */
function isOfTheOperation(call: Call): boolean {
  return isUnread(call) ? !NAMES_A_THING.test(call.path) : !NO_SUCH_THING.test(reasonOf(call));
}

/** What the page asks about tools and does not need. */
const OF_TOOLS = /^\/api\/(discovery|mcp)\//;

/** Whether a call carries the message, or makes the thread for it. */
const carriesTheMessage = ({ method, path }: Call) => method === 'POST' && /^\/api\/(threads|agents?)\b/.test(path);

/** F93: a service answers with what is no JSON: the page can do nothing with it. */
export const garbledAnswer: Detector = (facts) => {
  const garbled = [...facts.of('api'), ...facts.of('auth')].flatMap((call) => {
    const why = OF_TOOLS.test(call.path) ? null : unusable(call);
    return why === null ? [] : [{ call, why }];
  });
  if (garbled.length === 0) return [];
  const byProxy = garbled.every(({ call }) => call.malformed === undefined);
  return [
    {
      id: 'F93',
      confidence: 'certain',
      ...(byProxy && {
        owner: 'infrastructure',
        lookFirst: 'the routes of what stands before the service: it answers this path with a page',
      }),
      signals: garbled.slice(0, 2).map(({ call, why }) => ({
        says: `the answer ${call.status} ${why}`,
        at: `${call.host} ${nameOf(call)}`,
      })),
      from: garbled.map(({ call }) => `garbled ${fact.call(call)}`),
      explains: garbled.some(({ call }) => carriesTheMessage(call)) ? [SILENCE, SCREEN, QUESTIONS, UNSENT] : [SCREEN],
    },
  ];
};

/** Statuses by which a service refuses a call for what it says, for its size, or for how often it comes. */
const REFUSES = new Set([400, 403, 409, 413, 415, 422, 429]);
/** Those of them that are about a limit. */
const LIMITS = new Set([413, 429]);

/** F95: a service refuses a call that the page makes by itself. */
export const callRefused: Detector = (facts) => {
  const refused = [...facts.of('api'), ...facts.of('auth')].filter(
    ({ resource, status, path }) =>
      (resource === 'fetch' || resource === 'xhr') && REFUSES.has(status ?? 0) && !OF_TOOLS.test(path),
  );
  if (refused.length === 0) return [];
  const isOfTheMessage = refused.some(carriesTheMessage);
  return [
    {
      id: 'F95',
      confidence: isOfTheMessage ? 'certain' : 'likely',
      // A page that asks for too much may show just that.
      weak: !isOfTheMessage,
      ...(refused.every(({ status }) => LIMITS.has(status!)) && {
        lookFirst: 'the limits of the service and of what stands before it, and how often and how much the page sends',
      }),
      signals: refused.slice(0, 2).map((call) => ({
        says: [`answered ${call.status}`, reasonOf(call)].filter(Boolean).join(': '),
        at: `${call.host} ${nameOf(call)}`,
      })),
      from: refused.map(fact.call),
      explains: isOfTheMessage ? [SILENCE, SCREEN, QUESTIONS, UNSENT] : [],
    },
  ];
};

/** What an error says that a list of threads which fails can bring about. */
const OF_THREADS = /\bthreads\b|\bthread list\b|\bconversations?\b|\bsidebar\b/i;

/**
 * F30, F31 and F32: one call of the API fails while the others succeed, or the list of threads while nothing else was
 * called; a thread that nobody ever saw is rightly not found.
 */
export const oneCallFails: Detector = (facts) => {
  const calls = facts.of('api').filter(({ path }) => !OF_TOOLS.test(path));
  const works = calls.some(({ status }) => status !== null && status < 400);
  const finding = (id: string, found: typeof calls): Finding[] =>
    found.length === 0 || (!works && (id !== 'F31' || found.length < calls.length))
      ? []
      : [
          {
            id,
            confidence: works && !found.every((call) => call.status === 404 && isUnread(call)) ? 'certain' : 'likely',
            signals: found.slice(0, 2).map((call) => ({
              says: `${call.status}: ${reasonOf(call) || 'no detail'}`,
              at: nameOf(call),
            })),
            from: found.map(fact.call),
            ...(id === 'F31' ? { beside: OF_THREADS } : {}),
            explains: id === 'F30' ? [SILENCE] : [],
          },
        ];
  const lost = calls.filter((call) => call.status === 404 && /thread not found/i.test(reasonOf(call)));
  const wasThere = (id: string) =>
    facts.events.some(({ frame }) => frame.text.includes(id)) ||
    calls.some(
      ({ status, received }) => status !== null && status < 400 && JSON.stringify(received ?? null).includes(id),
    );
  const absent = calls.filter(
    (call) =>
      (call.status === 405 || (call.status === 404 && isOfTheOperation(call))) &&
      !ENCODED_SLASH.test(call.path) &&
      !call.path.endsWith('/websocket/ticket'),
  );
  const unlisted = calls.filter(
    ({ method, path, status }) => method === 'GET' && path === '/api/threads' && status === 500,
  );
  return [
    ...finding('F30', absent),
    ...finding('F31', unlisted),
    ...finding(
      'F32',
      lost.filter(({ path }) => wasThere(threadIn(path))),
    ),
  ];
};

/** F92: a service answers an operation with an error of its own, and others as it should; the test is red for that. */
export const operationFails: Detector = (facts) => {
  const calls = [...facts.of('api'), ...facts.of('auth')];
  const works = (host: Host) => calls.some((call) => call.host === host && (call.status ?? 500) < 400);
  const failed = calls.filter(({ host, status }) => (status ?? 0) >= 500 && works(host));
  if (failed.length === 0) return [];
  const named = failed.filter(({ path }) => facts.evidence.errors.some((error) => error.includes(path)));
  const told = named.length > 0 ? named : failed;
  return [
    {
      id: 'F92',
      confidence: 'certain',
      signals: told.slice(0, 2).map((call) => ({
        says: [`answered ${call.status}`, reasonOf(call)].filter(Boolean).join(': '),
        at: nameOf(call),
      })),
      about: new RegExp(failed.map(({ path }) => path.replaceAll(/[^\w/]/g, '\\$&')).join('|')),
      from: failed.map(fact.call),
      explains: [],
    },
  ];
};

/** A question to which the server answered, with an error in place of a run. */
export const answeredWithError: Detector = (facts) => {
  const [question] = facts.unanswered;
  if (!question || probed(facts, question)) return [];
  const next = facts.questions.find(({ time }) => time > question.time)?.time ?? Infinity;
  const errors = facts.events.filter(
    ({ kind, frame: { direction, time } }) =>
      kind === 'error' && direction === 'received' && time >= question.time && time < next,
  );
  if (errors.length === 0) return [];
  const seqs = new Set(errors.map(({ frame }) => frame.seq));
  const told = facts.broken('no-server-error').filter(({ frame }) => frame !== null && seqs.has(frame));
  return [
    {
      id: 'answered-with-error',
      confidence: 'likely',
      signals: errors.slice(0, 2).map(({ type, message, frame, fields }) => ({
        says: `${[type, fields.error_code].filter(Boolean).join(' ')} came after ${question.at}: ${message ?? 'without a text'}`,
        at: `frame #${frame.seq}`,
      })),
      from: [SILENCE],
      explains: [...told.map(fact.violation), SCREEN],
      explainsSurely: true,
    },
  ];
};

/** A run that began, or went on, so late that whoever asked had long been left without a sign. */
export const lateEvents: Detector = (facts) => {
  const late = facts.broken('first-event', 'liveness').filter(({ frame }) => frame !== null);
  if (late.length === 0) return [];
  return [
    {
      id: 'late-events',
      // A machine that stands still makes a pause, too.
      confidence: late.some(({ rule }) => rule === 'first-event') ? 'likely' : 'possible',
      weak: late.every(({ rule }) => rule === 'liveness'),
      signals: late
        .slice(0, 3)
        .map(({ message, frame, legal }) => ({ says: `${message}, expected ${legal[0]}`, at: `frame #${frame}` })),
      from: late.map(fact.violation),
      explains: [],
    },
  ];
};

/**
 * F14, F15, F17, F18 and F59: a question left, and nothing came back. From the page they look alike; what tells them
 * apart is the list of runs and what a probing socket hears. Without those, the class is told with its candidates.
 */
export const silentAfterSend: Detector = (facts) => {
  const [question] = facts.unanswered;
  if (!question || facts.events.some(({ type }) => type === 'event_batch')) return [];
  const signals: Signal[] = [
    { says: `${Math.round(facts.evidence.takenAt - question.time)} ms without any event of a run`, at: question.at },
  ];
  const told = answeredWithOldRun(facts, question) ?? probed(facts, question);
  const found = told ?? { id: 'silent-after-send', signals: [], candidates: lookAlikes(facts) };
  return [
    {
      confidence: told ? 'certain' : 'possible',
      ...found,
      signals: [...signals, ...found.signals],
      from: [SILENCE],
      explains: [SCREEN],
    },
  ];
};

type Told = Pick<Finding, 'id' | 'signals'> & Partial<Finding>;

/** Whether the call with the question is answered with the id of a run that had begun before it. */
function answeredWithOldRun(facts: Facts, { time, at }: Question): Told | null {
  const call = facts.of('api', /^\/api\/agent\/v2\/execute$/).find(({ startedAt }) => startedAt === time);
  const run = facts.runs.find(({ id, startedAt }) => id === field(call?.received, 'run_id') && startedAt! < time);
  if (!run) return null;
  return {
    id: 'silent-after-send',
    confidence: 'likely',
    owner: 'backend',
    lookFirst: 'what takes a new question for one that was asked before',
    signals: [{ says: `the answer names run ${run.id}, which had begun before the question`, at }],
  };
}

function probed(facts: Facts, question: Question): Told | null {
  const seen = (says: string, probe: Probe): Signal => ({ says, at: `probe ${probe.name}` });
  const run = latestRun(facts, question);
  if (run) {
    const id = String(field(run, 'agent_id'));
    const suspicious = SUSPICIOUS.test(id);
    const other = suspicious
      ? { id: 'F18', why: 'all runs may be silent, whatever their ids', probe: 'ask' }
      : { id: 'F59', why: 'a filter may take this id for suspicious', probe: 'ask' };
    const signals = [
      { says: `run ${id} exists, ${String(field(run, 'status'))}; no event of it came`, at: 'probe runs' },
    ];
    return { id: suspicious ? 'F59' : 'F18', confidence: 'likely', signals, candidates: [other] };
  }
  const asked = facts.probe('ask');
  const later = facts.probe('ask-later');
  const alias = facts.probe('ask-alias');
  const otherField = facts.probe('ask-other-field');
  if (later && answers(later) && !(asked && answers(asked)) && (question.socketAge ?? Infinity) < 2_000) {
    return { id: 'F14', signals: [seen('the same question, two seconds after the socket opened, is answered', later)] };
  }
  if (alias && answers(alias) && !(asked && answers(asked))) {
    return { id: 'F15', signals: [seen('the same question as chat_message is answered', alias)] };
  }
  if (otherField && answers(otherField) && !(asked && answers(asked))) {
    return { id: 'F17', signals: [seen('the same question under `text` is answered', otherField)] };
  }
  const young = facts.probe('unknown-type');
  const every = [asked, alias, otherField, later].filter((one) => one !== undefined);
  if (
    young?.heard?.includes('ack') &&
    every.length === 4 &&
    every.every(({ heard }) => heard?.includes('connection_established'))
  ) {
    const says = 'welcomed, and no event of a run came: as the page asks, as chat_message, with `text`, and later';
    return { id: 'F78', signals: [{ says, at: 'probes ask, ask-alias, ask-other-field, ask-later' }] };
  }
  if (young?.heard?.includes('connection_established') && !young.heard.includes('ack') && !(asked && answers(asked))) {
    return {
      id: 'F14',
      confidence: 'likely',
      signals: [seen('a fresh socket does not even acknowledge an unknown type', young)],
    };
  }
  return null;
}

function answers({ heard }: Probe): boolean {
  return heard?.includes('agent_started') ?? false;
}

/** The run that the server lists and the page never heard of, begun with the question or after it. */
function latestRun(facts: Facts, { time }: Question): unknown {
  const list = facts.probe('runs')?.body;
  if (!Array.isArray(list)) return null;
  const known = new Set(facts.runs.map(({ id }) => id));
  return (
    list.find((run: unknown) => {
      const started = Date.parse(String(field(run, 'start_time')));
      const inTime = Number.isNaN(started) || (started >= time - 2_000 && started <= facts.evidence.takenAt);
      // Where no agent works, the list has one entry all the same, which says so.
      const id = String(field(run, 'agent_id'));
      return inTime && field(run, 'status') !== 'service_unavailable' && !known.has(id) && !isHeardLater(facts, id);
    }) ?? null
  );
}

function lookAlikes(facts: Facts): Candidate[] {
  const noRuns = facts.probe('runs') !== undefined;
  const stored = noRuns
    ? []
    : [
        { id: 'F18', why: 'the run may exist, and its events be stored', probe: 'runs' },
        { id: 'F59', why: 'the run may exist, and its events be filtered by its id', probe: 'runs' },
      ];
  return [
    { id: 'F15', why: 'the router may swallow this type', probe: 'ask-alias' },
    { id: 'F17', why: 'the server may read the text from another field', probe: 'ask-other-field' },
    { id: 'F14', why: 'the message may have come before the server listened', probe: 'ask-later' },
    ...stored,
  ];
}
