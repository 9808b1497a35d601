import { type Call, fact, type Facts, field, nameOf } from '../facts.ts';
import { SCREEN, type Detector, type Signal, SILENCE } from '../finding.ts';
import { isUnread } from '../unread.ts';
import { refusals } from './admission.ts';
import { bringsOldToken } from './token-life.ts';
import { EXPIRED, guarded, ofThePage, OPEN, reasonOf, turnedAway } from './turned-away.ts';

/**
 * An auth service that is asked who somebody is and says nothing for this long is what the person waits for, in
 * milliseconds.
 */
const SLOW = 1_000;

/** What any server would say of such a token, whatever its secret: it is none, or it is over. */
const OF_ITSELF = new RegExp(`2 dots|token format|compact jws|${EXPIRED.source}`, 'i');

function authSaysValid(facts: Facts): boolean {
  const bodies = [facts.probe('verify')?.body, ...facts.of('auth', /validate|verify/).map(({ received }) => received)];
  return bodies.some((body) => field(body, 'valid') === true);
}

/**
 * F39: the auth service does not know the backend that asks; F05: the backend does not take a token that the auth
 * service takes.
 */
export const tokenRefused: Detector = (facts) => {
  const refused = ofThePage(facts).filter((call) => turnedAway(call) && !OF_ITSELF.test(reasonOf(facts, call)));
  const told = refused.filter((call) => !isUnread(call) || reasonOf(facts, call) !== '');
  const sockets = refusals(facts).filter(
    ({ text }) => /not authenticated|signature|token validation failed/i.test(text) && !OF_ITSELF.test(text),
  );
  const identity = String(field(facts.probe('service-identity')?.body, 'error') ?? '');
  const stranger = /invalid_service_(id|secret)|service_not_configured/.test(identity);
  const texts = [...told.map((call) => reasonOf(facts, call)), ...sockets.map(({ text }) => text)];
  const anonymous =
    texts.some((text) => /^not authenticated/i.test(text)) &&
    !texts.some((text) => /signature|validation/i.test(text)) &&
    told.every(({ status }) => status === 403);
  // A refusal that nobody read may be about the token itself, unless the auth service takes it.
  if (!stranger && texts.length === 0 && !authSaysValid(facts)) return [];
  if (
    !stranger &&
    (refused.length + sockets.length === 0 ||
      guarded(facts).some((call) => !turnedAway(call) && (call.status ?? 0) < 400))
  )
    return [];
  const isIdentity = stranger || anonymous;
  const signals: Signal[] = [
    ...(stranger ? [{ says: `the auth service answers ${identity}`, at: 'probe service-identity' }] : []),
    ...refused.slice(0, 2).map((call) => ({
      says: `${call.status}: ${reasonOf(facts, call) || 'its reason was not read'}`,
      at: nameOf(call),
    })),
    ...sockets.slice(0, 1).map(({ connection, text }) => ({ says: text, at: `socket ${connection.id}` })),
    ...(authSaysValid(facts) ? [{ says: 'the auth service takes the same token', at: 'auth service' }] : []),
  ];
  const from = [
    ...(stranger ? ['service identity'] : []),
    ...refused.map(fact.call),
    ...sockets.map(({ connection }) => fact.socket(connection)),
  ];
  const outside = facts.connections.filter(({ welcomed }) => !welcomed);
  const explains = [...facts.of('auth', /refresh/).map(fact.call), ...outside.map(fact.socket), SILENCE, SCREEN];
  const other = isIdentity
    ? { id: 'F05', why: 'the backend also refuses when it has another secret', probe: 'service-identity' }
    : { id: 'F39', why: 'the backend also refuses when the auth service does not know it', probe: 'service-identity' };
  // One refusal may be a check that failed; a secret that differs refuses every call.
  const hasToken = facts.evidence.storage?.token !== false;
  const sure = isIdentity
    ? stranger || (anonymous && hasToken)
    : authSaysValid(facts) && told.length + sockets.length > 1;
  return [
    {
      id: isIdentity ? 'F39' : 'F05',
      confidence: sure ? 'certain' : 'likely',
      signals,
      from,
      ...(stranger && { seenAt: facts.evidence.takenAt }),
      explains,
      candidates: stranger ? [] : [other],
    },
  ];
};

const isToken = (name: string) => name === 'access_token' || name === 'token';

/** F42: the way back from the identity provider carries no token. */
export const callbackWithoutToken: Detector = (facts) => {
  const carriesNothing = (names: string[]) =>
    !names.some(isToken) && !names.includes('error') && !names.includes('message') && !names.includes('code');
  const landed = facts
    .of('web', /^\/auth\/callback$/)
    .find(({ resource, parameters }) => resource === 'document' && carriesNothing(parameters));
  const sent = facts.of('auth', /\/callback$/).find(({ status, server }) => {
    const location = server['location'] ?? '';
    return (
      status === 302 &&
      URL.canParse(location) &&
      !/\/auth\/error/.test(location) &&
      carriesNothing([...new URL(location).searchParams.keys()])
    );
  });
  const found = landed ?? sent;
  // Who is let in all the same got the token by another way.
  const isIn = facts.connections.some(({ welcomed, openedAt }) => welcomed && openedAt > (found?.startedAt ?? 0));
  if (!found || isIn) return [];
  const to = sent ? new URL(sent.server['location'] ?? '').pathname : found.path;
  const names = landed ? landed.parameters : [...new URL(sent?.server['location'] ?? '').searchParams.keys()];
  const says = `the redirect to ${to} carries ${names.length === 0 ? 'nothing' : names.join(', ')}, and no access_token`;
  return [
    {
      id: 'F42',
      confidence: 'certain',
      signals: [{ says, at: nameOf(found) }],
      from: ['callback'],
      seenAt: found.startedAt,
      explains: [SILENCE, SCREEN],
    },
  ];
};

const RENEWS = /^refresh(_token)?$/;

/**
 * F42: the way back from the identity provider carries a token that cannot be renewed, and the person had to sign in
 * again without any attempt to.
 */
export const callbackWithoutRenewal: Detector = (facts) => {
  const documents = facts.of('web').filter(({ resource }) => resource === 'document');
  const landed = documents.find(({ path, parameters }) => path === '/auth/callback' && parameters.some(isToken));
  if (!landed || landed.parameters.some((name) => RENEWS.test(name))) return [];
  const isSince = ({ startedAt }: Call) => startedAt > landed.startedAt;
  const out = documents.find((call) => isSince(call) && call.path === '/login');
  if (!out || facts.of('auth', /\/refresh$/).some(isSince)) return [];
  const signals = [
    { says: 'the redirect carries an access token, and nothing to renew it with', at: nameOf(landed) },
    { says: 'the person has to sign in again, and no renewal was tried', at: nameOf(out) },
  ];
  return [
    {
      id: 'F42',
      confidence: 'likely',
      signals,
      from: ['callback without renewal'],
      seenAt: landed.startedAt,
      explains: [SCREEN],
    },
  ];
};

/** F43: the page waits for the auth service and does not know whose session it is. */
export const strangerWithToken: Detector = (facts) => {
  const waiting = facts.of('auth').filter((call) => facts.waiting(call) >= SLOW);
  const [first] = waiting;
  if (!first || facts.connections.some(({ welcomed }) => welcomed)) return [];
  const hasToken = facts.evidence.storage?.token === true;
  const signals: Signal[] = [
    { says: `no answer for ${Math.round(facts.waiting(first))} ms`, at: nameOf(first) },
    ...(hasToken ? [{ says: 'a token is in the storage of the page', at: 'storage' }] : []),
  ];
  return [
    {
      id: 'F43',
      confidence: hasToken ? 'certain' : 'likely',
      signals,
      from: waiting.map(fact.call),
      explains: ['auth', SILENCE, SCREEN],
    },
  ];
};

/**
 * Whether an answer of the auth service says who it is; that of a sign-in says it by its status, for a page that
 * leaves takes the body with it.
 */
function letsIn({ path, status, received }: Call): boolean {
  return (
    field(received, 'valid') === true ||
    typeof field(received, 'access_token') === 'string' ||
    (status === 200 && path.endsWith('/login'))
  );
}

/** F44: the first socket of a page offers nothing, although the person was signed in or a later one has the token. */
export const socketBeforeToken: Detector = (facts) => {
  const {
    connections,
    evidence: { storage },
  } = facts;
  const signIns = facts.of('auth').filter(letsIn);
  const signIn = signIns[0];
  return connections
    .flatMap((connection, index) => {
      const { id, page, offered, credential, welcomed } = connection;
      const naked = offered.length === 0 && credential.by === 'none' && !welcomed;
      const first = connections.findIndex((other) => other.page === page) === index;
      const later = connections.find(
        (other, place) => place > index && other.page === page && other.credential.by !== 'none',
      );
      if (!naked || !first || !(later || storage?.token || signIn)) return [];
      // Who signed in only then had no token before.
      const cameIn = ({ startedAt, path }: Call) => startedAt > connection.openedAt && !path.endsWith('user');
      if (signIns.length > 0 && signIns.every(cameIn)) return [];
      const signals: Signal[] = [{ says: 'the first socket carried no token', at: `socket ${id}` }];
      if (later) signals.push({ says: `the next one carried it as ${later.credential.by}`, at: `socket ${later.id}` });
      else if (signIn) signals.push({ says: 'the person is signed in', at: nameOf(signIn) });
      else signals.push({ says: 'a token is in the storage of the page', at: 'storage' });
      return [
        {
          id: 'F44',
          confidence: 'certain' as const,
          signals,
          from: [fact.socket(connection)],
          explains: later ? [] : [SILENCE, SCREEN],
        },
      ];
    })
    .slice(0, 1);
};

/**
 * F77: the page asks the auth service who the person of a fresh token is, and is told that there is no such user, while
 * others take the same token.
 */
export const unknownToItsIssuer: Detector = (facts) => {
  const asked = facts
    .of('auth', /validate-token-and-get-user$/)
    .filter(
      ({ status, received, resource }) => status === 200 && field(received, 'valid') === false && resource !== 'test',
    );
  const [first] = asked;
  if (!first || /expired/i.test(String(field(first.received, 'error')))) return [];
  // A token may well be over that was let in before, or that a refresh without effect brought.
  const issued = facts
    .of('auth')
    .find(
      (call) =>
        letsIn(call) &&
        !call.path.endsWith('user') &&
        !bringsOldToken(call) &&
        asked.some(({ startedAt }) => startedAt >= call.startedAt),
    );
  const taken =
    field(facts.probe('verify')?.body, 'valid') === true ||
    ofThePage(facts).some(
      ({ path, status, startedAt }) => !OPEN.test(path) && status === 200 && startedAt >= first.startedAt,
    );
  if (!issued && !taken) return [];
  const signals: Signal[] = [
    { says: `valid is false: ${String(field(first.received, 'error') ?? 'no reason')}`, at: nameOf(first) },
    ...(issued ? [{ says: 'it had let the person in', at: nameOf(issued) }] : []),
    ...(taken ? [{ says: 'the same token is taken elsewhere', at: 'auth service' }] : []),
  ];
  return [
    {
      id: 'F77',
      confidence: taken || issued?.path.endsWith('/login') ? 'certain' : 'likely',
      signals,
      from: asked.map(fact.call),
      explains: ['auth', SILENCE, SCREEN, ...facts.connections.map(fact.socket)],
    },
  ];
};
