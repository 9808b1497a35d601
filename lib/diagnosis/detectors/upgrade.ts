import { SCRUBBED } from '../../basics/scrubbed-mark.ts';
import { type Call, type Connection, fact, type Facts, nameOf } from '../facts.ts';
import {
  type Candidate,
  type Confidence,
  type Finding,
  SCREEN,
  type Detector,
  type Signal,
  SILENCE,
} from '../finding.ts';

/** Milliseconds to a welcome that are not explained by the network. */
const SLOW_ACCEPT = 1_200;
/** Milliseconds after which an upgrade counts as never answered. */
const NEVER = 4_000;

function finding(
  id: string,
  confidence: Confidence,
  found: Connection[],
  signals: Signal[],
  candidates: Candidate[] = [],
): Finding {
  return { id, confidence, signals, candidates, from: found.map(fact.socket), explains: [SILENCE, SCREEN] };
}

function told(found: Connection[], says: (connection: Connection) => string): Signal[] {
  return found.slice(0, 3).map((connection) => ({ says: says(connection), at: `socket ${connection.id}` }));
}

/**
 * F02: the answer names what was not offered. F01: it names nothing although something was offered. A browser fails F02
 * (RFC 6455, section 4.1), so that of a socket that carried messages the recording has not the true offer.
 */
export const badNegotiation: Detector = ({ connections }) => {
  const foreign = connections.filter(
    ({ chosen, offered, events, errors }) =>
      (chosen !== null && !offered.includes(chosen) && events.length === 0) ||
      errors.some((error) => /does not match any of sent values|'Sec-WebSocket-Protocol' header must not/i.test(error)),
  );
  if (foreign.length > 0) {
    const says = ({ chosen, offered, errors }: Connection) =>
      `${chosen === null ? `the browser says "${errors[0]}"` : `chose ${chosen}`}; offered were ${offered.join(', ') || 'none'}`;
    return [finding('F02', 'certain', foreign, told(foreign, says))];
  }
  const unanswered = connections.filter(
    ({ status, chosen, offered, opened, errors }) =>
      (status === 101 && chosen === null && offered.length > 0 && !opened) ||
      errors.some((error) => /non-empty.*no response was received/i.test(error)),
  );
  if (unanswered.length === 0) return [];
  return [
    finding(
      'F01',
      'certain',
      unanswered,
      told(unanswered, ({ offered }) => `answered without a subprotocol; offered were ${offered.join(', ')}`),
    ),
  ];
};

/**
 * 403 before the socket was accepted: F01, F07 or a guard, told apart by the body, which only a bare client can read.
 */
export const forbidden: Detector = (facts) => {
  const refused = facts.connections.filter(({ status }) => status === 403);
  const callback = facts
    .of('auth', /callback$/)
    .find(({ status, server }) => status === 403 && /html/.test(server['content-type'] ?? ''));
  if (callback) {
    const wall = [{ says: '403 with a page of HTML', at: nameOf(callback) }];
    return [{ ...finding('F07', 'certain', refused, wall), from: [fact.call(callback), ...refused.map(fact.socket)] }];
  }
  if (refused.length === 0) return walled(facts);
  const probe = facts.probe('upgrade');
  const signals = told(refused, ({ status }) => `the upgrade was answered with ${status}`);
  const body = typeof probe?.body === 'string' ? probe.body : JSON.stringify(probe?.body ?? '');
  const seen = { says: `${probe?.status}: ${body.slice(0, 80)}`, at: 'probe upgrade' };
  if (/subprotocol/i.test(body)) return [finding('F01', 'certain', refused, [...signals, seen])];
  if (/html/.test(probe?.contentType ?? '')) return [finding('F07', 'certain', refused, [...signals, seen])];
  // A server that took a subprotocol on another socket supports one.
  const hasNegotiated = facts.connections.some(({ status, chosen }) => status === 101 && chosen !== null);
  if (facts.probe('upgrade-bare')?.status === 101 && !hasNegotiated) {
    return [
      finding('F01', 'likely', refused, [
        ...signals,
        { says: 'without subprotocols the socket opens', at: 'probe upgrade-bare' },
      ]),
    ];
  }
  return [
    finding('upgrade-refused', 'possible', refused, signals, [
      { id: 'F01', why: 'a negotiation that fails before accept shows as 403', probe: 'upgrade' },
      { id: 'F07', why: 'a firewall answers with 403 and a page of HTML', probe: 'upgrade' },
      { id: 'F09', why: 'a guard that is not ready shows as 403', probe: 'upgrade' },
    ]),
  ];
};

/** F07: an API call is answered with 403 and a page of HTML, which the application never sends, others with JSON. */
function walled(facts: Facts): Finding[] {
  const calls = [...facts.of('api'), ...facts.of('auth')].filter(({ resource }) => resource !== 'test');
  const isHtml = ({ server }: Call) => /html/.test(server['content-type'] ?? '');
  const blocked = calls.filter((call) => call.status === 403 && isHtml(call));
  const passed = calls.filter((call) => (call.status ?? 500) < 400 && !isHtml(call));
  if (blocked.length === 0 || passed.length === 0) return [];
  const signals = [
    { says: '403 with a page of HTML', at: nameOf(blocked[0]!) },
    { says: 'answered by the application', at: nameOf(passed[0]!) },
  ];
  return [{ ...finding('F07', 'likely', [], signals), from: blocked.map(fact.call) }];
}

/** F61: the route itself fails. F10: what stands in front of it answers in its place. */
export const serverError: Detector = (facts) => {
  const failed = facts.connections.filter(({ status }) => status === 500);
  if (failed.length === 0) return [];
  const probe = facts.probe('upgrade');
  const signals = told(failed, () => 'the upgrade was answered with 500');
  if (/html/.test(probe?.contentType ?? '') && (probe?.status ?? 0) >= 400) {
    return [
      finding('F10', 'certain', failed, [
        ...signals,
        { says: "the answer is a page of HTML, not the application's", at: 'probe upgrade' },
      ]),
    ];
  }
  const other = { id: 'F10', why: 'a queued upgrade that is dropped shows as 500, too', probe: 'upgrade' };
  const isAgain = probe?.status === 500;
  return [finding('F61', isAgain ? 'certain' : 'likely', failed, signals, isAgain ? [] : [other])];
};

/** Statuses of an upgrade that have detectors of their own: it is open, not signed in, refused, or failed. */
const TOLD_ELSEWHERE = new Set([101, 401, 403, 500]);

function pathOf(address: string): string {
  return URL.canParse(address) ? new URL(address).pathname : address;
}

/** Where to look when an upgrade is answered with anything else: the route, or what stands before it. */
function whereToLook(status: number): string {
  if (status >= 500) return 'whether what stands before the backend reaches it, and its start-up log';
  if (status === 429) return 'the limit on connections, of the backend and of what stands before it';
  if (status >= 300 && status < 400) return 'the redirect of this path: a browser follows none for a WebSocket';
  if (status === 404 || status === 405) return 'the route of the WebSocket in the deployed revision, and in the proxy';
  return 'whether the proxy passes the headers Upgrade and Connection on for this path';
}

/** The upgrade is answered with a status that means no WebSocket at all. */
export const answeredOtherwise: Detector = (facts) => {
  const path = pathOf(facts.evidence.target.site.ws);
  const ofTheChat = facts.connections.filter(({ url }) => pathOf(url) === path);
  const lastOpened = Math.max(...ofTheChat.filter(({ opened }) => opened).map(({ openedAt }) => openedAt));
  const refused = ofTheChat.filter(
    ({ status, opened, openedAt, closedBy }) =>
      !opened && closedBy === null && openedAt > lastOpened && status !== null && !TOLD_ELSEWHERE.has(status),
  );
  if (refused.length === 0) return [];
  // The latest of each status: the last one stands as things are now.
  const each = [...new Map(refused.map((one) => [one.status!, one])).values()].sort((a, b) => b.id - a.id);
  const signals = told(each, ({ status }) => `the upgrade was answered with ${status}`);
  const lookFirst = [...new Set(each.map(({ status }) => whereToLook(status!)))].join('; and ');
  return [{ ...finding('upgrade-refused', 'certain', refused, signals), owner: 'infrastructure', lookFirst }];
};

/** When the server had let the page in: at its first frame or, before that, when it had answered the upgrade. */
function acceptedAt({ welcomed, events, answeredAt }: Connection): number | null {
  return (welcomed ? events[0]?.frame.time : answeredAt) ?? null;
}

/** What a test says of a page that is not ready or not connected yet, or of times; not of what stands in a field. */
const ABOUT_CONNECTING =
  /Connect|authenticated as|welcome|budget|handshake|upgrade|socket|^(?![^]*toHaveValue)[^]*(composer|Message input)/i;

/** F10: an upgrade has no answer. F55: it has one, late. */
export const lateUpgrade: Detector = (facts) => {
  const pending = facts.connections.filter(
    ({ status, opened, close, errors, age }) =>
      status === null &&
      !opened &&
      close === null &&
      errors.length === 0 &&
      age >= Math.min(NEVER, facts.evidence.budgets.welcome),
  );
  const probe = facts.probe('upgrade');
  const probedLate = probe?.status === 101 && (probe.took ?? 0) >= SLOW_ACCEPT;
  if (pending.length > 0 && !probedLate) {
    const signals = told(pending, ({ age }) => `no answer to the upgrade for ${Math.round(age)} ms`);
    // Where only frames are seen, an upgrade that was answered and then silent looks the same.
    const isUnseen = pending.every(({ clock }) => clock === 'runner');
    const isAnswered = probe?.status === 101;
    const sure = !isUnseen && !isAnswered && (probe !== undefined || pending.some(({ age }) => age >= NEVER));
    const late = { id: 'F55', why: 'the answer may come, late', probe: 'upgrade' };
    const mute = { id: 'F13', why: 'this browser does not show whether the upgrade was answered', probe: 'upgrade' };
    const candidates = [...(isUnseen ? [mute] : []), ...(probe ? [] : [late])];
    return [finding('F10', sure ? 'certain' : 'likely', pending, signals, candidates)];
  }
  const late = facts.connections.filter((one) => (acceptedAt(one) ?? 0) - one.openedAt >= SLOW_ACCEPT);
  const slow = [...pending, ...late];
  if (slow.length === 0) return [];
  const signals = told(
    slow,
    (one) => `${Math.round((acceptedAt(one) ?? facts.evidence.takenAt) - one.openedAt)} ms until it was accepted`,
  );
  const confidence = probedLate && pending.length > 0 ? 'certain' : 'likely';
  return [{ ...finding('F55', confidence, slow, signals), about: ABOUT_CONNECTING, weak: true, explains: [] }];
};

/** Where a ticket is refused that no socket can have been opened with before. */
const SPENT_UNUSED = {
  owner: 'backend',
  lookFirst: 'what else uses a ticket up, or forgets it, before a socket is opened with it',
} as const;

/** F58: a ticket that was given before, or no place that gives any. */
export const badTicket: Detector = (facts) => {
  const asked = facts.calls.filter(({ path, method }) => method === 'POST' && path.endsWith('/websocket/ticket'));
  const nowhere = asked.find(({ status }) => status === 404);
  const ids = asked.map(ticketOf).filter((id) => id !== null);
  const legible = ids.filter((id) => id !== SCRUBBED);
  const twice = new Set(legible).size < legible.length;
  const shown = facts.connections.filter(({ credential }) => credential.by === 'ticket');
  const turnedAway = shown.filter(({ welcomed }) => !welcomed);
  const spent = turnedAway.find(({ events, close }) =>
    /ticket/i.test(`${events.map(({ message }) => message ?? '').join(' ')} ${close?.reason ?? ''}`),
  );
  if (!nowhere && !twice && !spent) return [];
  const taken = facts.calls.filter(({ path, method }) => method === 'DELETE' && path.includes('/websocket/ticket/'));
  const isUnused = !nowhere && !twice && shown.length <= ids.length - taken.length;
  const ofThePage = nowhere?.host === 'web' ? ", the page's own origin" : '';
  const signals: Signal[] = [
    ...(nowhere ? [{ says: `404: nobody gives tickets at ${nowhere.origin}${ofThePage}`, at: nameOf(nowhere) }] : []),
    ...(twice
      ? [
          {
            says: `${legible.length} tickets were given, ${new Set(legible).size} of them different`,
            at: 'POST /websocket/ticket',
          },
        ]
      : []),
    ...(spent ? [{ says: 'the socket was refused for its ticket', at: `socket ${spent.id}` }] : []),
  ];
  return [
    {
      ...finding('F58', isUnused ? 'likely' : 'certain', turnedAway, signals),
      ...(isUnused && SPENT_UNUSED),
      from: [...asked.map(fact.call), ...turnedAway.map(fact.socket)],
    },
  ];
};

function ticketOf({ received }: { received: unknown }): unknown {
  return typeof received === 'object' && received !== null && 'ticket_id' in received ? received.ticket_id : null;
}
