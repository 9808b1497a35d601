import { SCRUBBED } from '../../basics/scrubbed-mark.ts';
import { type Call, fact, type Facts, field, nameOf } from '../facts.ts';
import { OUTCOMES, SCREEN, type Detector, type Signal, SILENCE } from '../finding.ts';
import { isUnread } from '../unread.ts';
import { refusals } from './admission.ts';
import { EXPIRED, guarded, ofThePage, reasonOf, turnedAway } from './turned-away.ts';

/** A server that refuses a refresh token for the second time does right. */
const SHARED = {
  owner: 'frontend',
  lookFirst: 'which tabs or calls of the page renew at the same time, and what keeps them from sharing a refresh token',
} as const;

/** F41: refreshing brings the same token, is not understood, or one refresh token is used twice. */
export const refreshWithoutEffect: Detector = (facts) => {
  const refreshes = facts.of('auth', /\/auth\/refresh$/);
  const signals: Signal[] = [];
  const misread = refreshes.find(({ status }) => status === 422);
  if (misread) signals.push({ says: '422: the field with the token was not found', at: nameOf(misread) });
  const brought = refreshes.filter(({ received }) => isKept(field(received, 'access_token')));
  const tokens = brought.map(({ received }) => field(received, 'access_token'));
  // Tokens of one second may well be alike: their times are whole seconds.
  const isRepeated = brought.some(({ startedAt }, index) => {
    const before = brought.findIndex((_, place) => tokens[place] === tokens[index]);
    return startedAt - brought[before]!.startedAt >= 2_000;
  });
  if (isRepeated)
    signals.push({
      says: `${tokens.length} refreshes brought ${new Set(tokens).size} different tokens`,
      at: 'POST /auth/refresh',
    });
  const known = refreshes.find((call) => bringsTokenOfBefore(facts, call));
  if (known) signals.push({ says: 'the token that came is the one that the page had', at: nameOf(known) });
  const old = refreshes.find(bringsOldToken);
  if (old) signals.push({ says: 'the token that came is as old as the one before', at: nameOf(old) });
  // A test may well use a token twice in its own name, to see it refused.
  const pages = refreshes.filter(({ resource }) => resource !== 'test');
  const spent = pages.find(
    (call, index) =>
      call.status === 401 &&
      pages
        .slice(0, index)
        .some(
          (earlier) =>
            earlier.status === 200 &&
            isKept(field(call.sent, 'refresh_token')) &&
            field(earlier.sent, 'refresh_token') === field(call.sent, 'refresh_token'),
        ),
  );
  if (spent) signals.push({ says: '401: this refresh token was used before', at: nameOf(spent) });
  const expired = refusals(facts)
    .filter(({ text }) => EXPIRED.test(text))
    .map(({ connection }) => connection);
  // What came may be unread: a page that leaves takes it along. That it was of no use is seen all the same.
  const inVain = refreshes.find(
    ({ status, startedAt }) =>
      status === 200 &&
      expired.some(({ welcomed, openedAt }) => !welcomed && openedAt > startedAt && openedAt - startedAt < A_LIFE),
  );
  const sure = signals.length > 0;
  // The page may show the old token although a new one came.
  if (inVain)
    signals.push({ says: 'the next socket is refused all the same, its token has expired', at: nameOf(inVain) });
  const again = refusedAfterwards(facts, refreshes);
  if (again)
    signals.push({
      says: `${again.status}: refused after a refresh had succeeded, and the page refreshed once more`,
      at: nameOf(again),
    });
  if (signals.length === 0) return [];
  const refused = facts.of('api').filter(turnedAway);
  return [
    {
      id: 'F41',
      ...(spent && signals.length === 1 && SHARED),
      confidence: sure || EXPIRED.test(again ? reasonOf(facts, again) : '') ? 'certain' : 'likely',
      signals,
      from: ['refresh'],
      seenAt: Math.max(...refreshes.map(({ startedAt }) => startedAt)),
      // That a token was over is certain; why it was is not always.
      explainsSurely: true,
      explains: [
        ...refreshes.map(fact.call),
        ...facts.of('auth', /validate|verify/).map(fact.call),
        ...refused.map(fact.call),
        ...expired.map(fact.socket),
        ...facts.runs.map(fact.open),
        SILENCE,
        SCREEN,
        OUTCOMES,
        // A connection that was closed in mid-run took the rest of its frames along.
        ...(expired.length > 0 ? facts.violations.map(fact.violation) : []),
      ],
    },
  ];
};

/** Milliseconds for which a fresh token is good in any case. */
const A_LIFE = 60_000;

/** Whether this is a token, as it was: in what is kept of a run all tokens look alike. */
function isKept(token: unknown): token is string {
  return typeof token === 'string' && token !== SCRUBBED;
}

/** Whether a refresh answers with a token that the page has shown to the auth service before. */
function bringsTokenOfBefore(facts: Facts, { received, startedAt }: Call): boolean {
  const token = field(received, 'access_token');
  return (
    isKept(token) && facts.of('auth').some((call) => call.startedAt < startedAt && field(call.sent, 'token') === token)
  );
}

/** A call that is refused although a refresh had succeeded, for whatever reason, so that the page refreshes again. */
function refusedAfterwards(facts: Facts, refreshes: readonly Call[]): Call | undefined {
  const renewed = refreshes.filter(({ status }) => status === 200);
  return ofThePage(facts).find(
    (call) =>
      turnedAway(call) &&
      call.status === 401 &&
      (isUnread(call) || EXPIRED.test(reasonOf(facts, call))) &&
      renewed.some(({ startedAt, took }) => startedAt + (took ?? Infinity) <= call.startedAt) &&
      renewed.some(({ startedAt }) => startedAt > call.startedAt),
  );
}

/** Whether the token of an answer has lived for more than half of its life when it comes. */
export function bringsOldToken({ received, startedAt }: Call): boolean {
  const claims = claimsOf(field(received, 'access_token'));
  const [issued, ends] = [Number(field(claims, 'iat')) * 1000, Number(field(claims, 'exp')) * 1000];
  return startedAt - issued > Math.max((ends - issued) / 2, 1_000);
}

/** What a token says of itself; null for what is no token. */
function claimsOf(token: unknown): unknown {
  const [, body] = typeof token === 'string' ? token.split('.') : [];
  try {
    return body ? JSON.parse(atob(body.replaceAll('-', '+').replaceAll('_', '/'))) : null;
  } catch {
    return null;
  }
}

/** F40: the token was good once, ran out in the middle, and was not renewed. */
export const tokenExpired: Detector = (facts) => {
  const sockets = refusals(facts).filter(({ text }) => EXPIRED.test(text));
  const failed = facts.of('auth', /\/auth\/refresh$/).filter(({ status }) => status === 401);
  // "Invalid or expired token" is what the backend says of every token, whatever is wrong with it.
  const refused = ofThePage(facts).filter((call) => turnedAway(call) && EXPIRED.test(reasonOf(facts, call)));
  const wasGood =
    facts.connections.some(({ welcomed }) => welcomed) || guarded(facts).some(({ status }) => (status ?? 0) < 400);
  if (sockets.length + refused.length === 0 || !wasGood) return [];
  const signals: Signal[] = [
    ...sockets.slice(0, 2).map(({ connection, text }) => ({
      says: `closed after ${Math.round(connection.age)} ms: ${text}`,
      at: `socket ${connection.id}`,
    })),
    ...refused.slice(0, 1).map((call) => ({
      says: `${call.status}: ${reasonOf(facts, call) || 'its reason was not read'}`,
      at: nameOf(call),
    })),
    ...failed.slice(0, 1).map((call) => ({ says: 'the refresh is refused with 401', at: nameOf(call) })),
  ];
  const from = [...sockets.map(({ connection }) => fact.socket(connection)), ...refused.map(fact.call)];
  const explains = [
    ...facts.connections.map(fact.socket),
    ...failed.map(fact.call),
    ...facts.violations.map(fact.violation),
    ...facts.runs.map(fact.open),
    SILENCE,
    SCREEN,
    OUTCOMES,
  ];
  // Where a refresh succeeded before, the token ran out although it was renewed.
  const ranOutAt = Math.min(
    ...sockets.map(({ connection }) => connection.closedAt ?? Infinity),
    ...refused.map(({ startedAt }) => startedAt),
  );
  const renewed = facts
    .of('auth', /\/auth\/refresh$/)
    .some(({ status, startedAt }) => status === 200 && startedAt < ranOutAt);
  return [{ id: 'F40', confidence: renewed ? 'likely' : 'certain', signals, from, explains, explainsSurely: true }];
};
