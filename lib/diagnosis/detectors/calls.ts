import { isMadeGood, reusable, unusable } from '../../protocol/index.ts';
import { entryOf } from '../catalogue/index.ts';
import { type Call, fact, type Facts, field, nameOf } from '../facts.ts';
import { type Detector, type Finding, QUESTIONS, SCREEN, SILENCE, UNSENT } from '../finding.ts';
import { signalsOf } from '../outcomes.ts';
import { isUnread } from '../unread.ts';
import { ofTheNetwork } from '../unreached.ts';

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

/** What came back to a call that failed. */
function outcomeOf(call: Call): string {
  if (call.status === null) return `failed: ${call.failure}`;
  return [`answered ${call.status}`, reasonOf(call)].filter(Boolean).join(': ');
}

/** Whether a 404 is about the operation, and not about what was asked for. */
function isOfTheOperation(call: Call): boolean {
  return isUnread(call) ? !NAMES_A_THING.test(call.path) : !NO_SUCH_THING.test(reasonOf(call));
}

/** What an error says that a list of threads which fails can bring about. */
const OF_THREADS = /\bthreads\b|\bthread list\b|\bconversations?\b|\bsidebar\b/i;

/** What the page asks about tools and does not need. */
const OF_TOOLS = /^\/api\/(discovery|mcp)\//;

/** Whether a call carries the message, or makes the thread for it. */
const carriesTheMessage = ({ method, path }: Call) =>
  method === 'POST' &&
  /^\/api\/(threads|agent\/v2\/execute|agents\/(triage|data|optimization|execute|start))\/?$/.test(path);

/** Whether a call lets a person in: without it there is no chat. */
const letsIn = ({ host, path }: Call) => host === 'auth' && /\/(login|config)$/.test(path);

/** Whose the calls are, where the catalogue's owner is not theirs. */
function ownerOf(calls: readonly Call[]): Pick<Finding, 'owner'> {
  return calls.length > 0 && calls.every(({ host }) => host === 'auth') ? { owner: 'auth' } : {};
}

/**
 * Where to look first when these calls fail, each place once: as what came back says, else as the catalogue says.
 * @param placeOf gives null where the catalogue knows best
 */
function placesOf(
  id: string,
  calls: readonly Call[],
  placeOf: (call: Call) => string | null,
): Pick<Finding, 'lookFirst'> {
  const places = new Set(calls.map((call) => placeOf(call) ?? entryOf(id).lookFirst));
  return { lookFirst: [...places].join('; and ') };
}

/** What a person misses when these calls fail, as long as nothing of it came afterwards all the same. */
function missedBy(calls: readonly Call[], { runs, questions, connections }: Facts): string[] {
  const isSince = (time: number | null, { startedAt }: Call) => time !== null && time > startedAt;
  const hasLeft = (call: Call) => questions.some(({ socket, time }) => socket !== undefined && isSince(time, call));
  const unsent = calls.filter(
    (call) => carriesTheMessage(call) && !hasLeft(call) && !runs.some((run) => isSince(run.startedAt, call)),
  );
  if (unsent.length > 0) return [SILENCE, SCREEN, QUESTIONS, UNSENT];
  const isOutside = (call: Call) => !connections.some(({ opened, openedAt }) => opened && isSince(openedAt, call));
  return calls.some((call) => letsIn(call) && isOutside(call)) ? [SILENCE, SCREEN] : [];
}

/** The calls that an error of the test names. */
function named(calls: readonly Call[], { evidence: { errors } }: Facts): Call[] {
  return calls.filter(({ path }) => errors.some((error) => error.includes(path)));
}

/** Failed calls that were not made again with success, or that an error of the test names. */
function lasting(calls: readonly Call[], facts: Facts): Call[] {
  const told = new Set(named(calls, facts));
  return calls.filter((call) => told.has(call) || !isMadeGood(call, facts.calls));
}

/** What the page shows of a service. */
const SHOWN = /^\/api\/(threads|v1\/user)\b/;

/** F93: a service answers with what is no JSON: the page can do nothing with it. */
export const garbledAnswer: Detector = (facts) => {
  const garbled = lasting([...facts.of('api'), ...facts.of('auth')], facts).flatMap((call) => {
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
      explains: [
        ...(garbled.some(({ call }) => SHOWN.test(call.path)) ? [SCREEN] : []),
        ...missedBy(
          garbled.map(({ call }) => call),
          facts,
        ),
      ],
    },
  ];
};

/** F98: an answer about a person may be shown again without asking; the test is red for that. */
export const keptAnswer: Detector = (facts) => {
  const kept = [...facts.of('api'), ...facts.of('auth')].flatMap((call) => {
    const why = reusable(call);
    return why === null ? [] : [{ call, why }];
  });
  if (kept.length === 0) return [];
  const calls = kept.map(({ call }) => call);
  return [
    {
      id: 'F98',
      confidence: 'certain',
      ...ownerOf(calls),
      about: /may be shown again for/,
      signals: kept.slice(0, 2).map(({ call, why }) => ({ says: `the answer ${why}`, at: nameOf(call) })),
      from: calls.map((call) => `kept ${fact.call(call)}`),
      explains: [],
    },
  ];
};

/** Statuses by which a service refuses a call for what it says, for its size, or for how often it comes. */
const REFUSES = new Set([400, 403, 409, 413, 415, 422, 429]);
/** Those of them that are about a limit. */
const LIMITS = new Set([413, 429]);
const OF_LIMITS = 'the limits of the service and of what stands before it, and how often and how much the page sends';
/** Where a 401 is a refusal of what was sent, and not of a token. */
const SIGN_IN = /\/login$/;
/** What an error says of somebody who does not get in. */
const OF_GETTING_IN = /toHaveURL|sign(ed)? ?in|log ?in|Connect|composer|Message input/i;

function escaped(text: string): string {
  return text.replaceAll(/[^\w/ ]/g, '\\$&');
}

/** What an error says that these calls can bring about: their paths, their reasons, or the list of threads. */
function speaksOf(calls: readonly Call[]): RegExp {
  const told = calls.flatMap((call) => [call.path, reasonOf(call)]).filter((text) => text !== '');
  const isOfTheList = calls.some(({ path }) => path === '/api/threads');
  return new RegExp([...told.map(escaped), ...(isOfTheList ? [OF_THREADS.source] : [])].join('|'), 'i');
}

/** F95: a service refuses a call that the page makes by itself. */
export const callRefused: Detector = (facts) => {
  const refused = lasting([...facts.of('api'), ...facts.of('auth')], facts).filter(
    ({ resource, status, path, server }) =>
      (resource === 'fetch' || resource === 'xhr') &&
      // Such a page comes from a firewall (F07).
      !(status === 403 && /html/.test(server['content-type'] ?? '')) &&
      (REFUSES.has(status ?? 0) || (status === 401 && SIGN_IN.test(path))) &&
      !OF_TOOLS.test(path),
  );
  if (refused.length === 0) return [];
  const missed = missedBy(refused, facts);
  return [
    {
      id: 'F95',
      confidence: missed.includes(UNSENT) ? 'certain' : 'likely',
      // A page that asks for too much may show just that.
      weak: !missed.includes(UNSENT),
      ...(missed.includes(UNSENT) ? {} : { about: missed.length > 0 ? OF_GETTING_IN : speaksOf(refused) }),
      ...ownerOf(refused),
      ...placesOf('F95', refused, ({ status }) => (LIMITS.has(status!) ? OF_LIMITS : null)),
      signals: signalsOf(refused, facts, outcomeOf, (call) => `${call.host} ${nameOf(call)}`),
      from: refused.map(fact.call),
      explains: missed,
    },
  ];
};

/**
 * F30, F31 and F32: one call of the API fails while the others succeed, or the list of threads while nothing else was
 * called; a thread that nobody ever saw is rightly not found.
 */
export const oneCallFails: Detector = (facts) => {
  // What a test asks in its own name beside a page may well be meant to fail.
  const hasPage = facts.of('web').some(({ resource }) => resource === 'document');
  const isTold = (call: Call) => named([call], facts).length > 0;
  const calls = facts
    .of('api')
    .filter((call) => !OF_TOOLS.test(call.path) && (call.resource !== 'test' || !hasPage || isTold(call)));
  const succeeds = ({ status }: Call) => status !== null && status < 400;
  const finding = (id: string, found: Call[]): Finding[] => {
    const works = [...calls, ...facts.of('auth')].some((call) => call.host === found[0]?.host && succeeds(call));
    const isAll = id === 'F31' && found.length === calls.length;
    if (found.length === 0 || (!works && !isAll)) return [];
    return [
      {
        id,
        confidence: works && !found.every((call) => call.status === 404 && isUnread(call)) ? 'certain' : 'likely',
        signals: signalsOf(found, facts, (call) => `${call.status}: ${reasonOf(call) || 'no detail'}`),
        from: found.map(fact.call),
        ...(id === 'F31' ? { beside: OF_THREADS } : {}),
        ...ownerOf(found),
        explains: id === 'F30' ? [SILENCE, ...(found.some(letsIn) ? [SCREEN] : [])] : [],
      },
    ];
  };
  const lost = calls.filter((call) => call.status === 404 && /thread not found/i.test(reasonOf(call)));
  const wasThere = (id: string) =>
    facts.events.some(({ frame }) => frame.text.includes(id)) ||
    calls.some(
      ({ status, received }) => status !== null && status < 400 && JSON.stringify(received ?? null).includes(id),
    );
  const isDeleted = (id: string, { startedAt }: Call) =>
    facts
      .of('api')
      .some(
        (one) => one.method === 'DELETE' && one.path.endsWith(`/${id}`) && succeeds(one) && one.startedAt < startedAt,
      );
  const absent = lasting([...calls, ...facts.of('auth').filter(letsIn)], facts).filter(
    (call) =>
      (call.status === 405 || (call.status === 404 && isOfTheOperation(call))) &&
      !ENCODED_SLASH.test(call.path) &&
      !call.path.endsWith('/websocket/ticket'),
  );
  const unlisted = lasting(calls, facts).filter(
    ({ method, path, status }) => method === 'GET' && path === '/api/threads' && status === 500,
  );
  return [
    ...finding('F30', absent),
    ...finding('F31', unlisted),
    ...finding(
      'F32',
      lost.filter((call) => wasThere(threadIn(call.path)) && !isDeleted(threadIn(call.path), call)),
    ),
  ];
};

const ON_THE_WAY = 'what stands between the browser and the service at that time';

/** F92: a call fails, with an error of the service or on its way, while others work; the test is red for that. */
export const operationFails: Detector = (facts) => {
  const calls = [...facts.of('api'), ...facts.of('auth')];
  const works = ({ host }: Call) => calls.some((call) => call.host === host && (call.status ?? 500) < 400);
  const failed = lasting(calls, facts).filter(
    ({ status, failure }) => (status ?? 0) >= 500 || (status === null && failure !== null),
  );
  if (failed.length === 0) return [];
  const ofTheErrors = named(failed, facts);
  const told = ofTheErrors.length > 0 ? ofTheErrors : failed;
  // The services speak JSON: a page comes from what stands before them.
  const isBefore = ({ status, server }: Call) => status === null || /html/.test(server['content-type'] ?? '');
  const missed = missedBy(told, facts);
  return [
    {
      id: 'F92',
      confidence: told.every((call) => works(call) && call.status !== null) ? 'certain' : 'likely',
      ...ownerOf(told),
      ...(told.every(isBefore) && { owner: 'infrastructure' }),
      ...placesOf('F92', told, (call) => (isBefore(call) ? (ofTheNetwork([call]) ?? ON_THE_WAY) : null)),
      signals: signalsOf(told, facts, outcomeOf),
      ...(missed.length > 0 ? {} : { about: new RegExp(failed.map(({ path }) => escaped(path)).join('|')) }),
      from: failed.map(fact.call),
      explains: missed,
    },
  ];
};
