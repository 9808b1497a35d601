import { plain } from '../../basics/plain-text.ts';
import type { Facts } from '../facts.ts';
import { type Detector, type Finding, QUESTIONS, SCREEN, type Signal } from '../finding.ts';
import { toldBroken } from './said.ts';

/** What the test itself says went wrong, without colours. */
function said(facts: Facts, what: RegExp): string | undefined {
  return facts.evidence.errors.map(plain).find((error) => what.test(error));
}

function finding(id: string, signals: Signal[]): Finding {
  return { id, confidence: 'certain', signals, from: [`access ${id}`], explains: [] };
}

/** The lines of a failure that name what is wrong, at most three. */
function listed(error: string): Signal[] {
  const lines = error.split('\n').filter((line) => line.includes('✗'));
  return lines.slice(0, 3).map((line) => ({ says: line.replace('✗', '').trim(), at: 'test' }));
}

const OPEN_TO = /The target is open to (.+):\n/;
const REFUSES = /The target refuses (.+), but not as it should[.:]\n/;

/**
 * F80: an operation is open to another person. F82: to a page of another origin. F69: to a credential that is worth
 * nothing, on a target that refuses what nobody has signed.
 */
export const openOperation: Detector = (facts) => {
  const error = said(facts, OPEN_TO);
  const [, credential = ''] = OPEN_TO.exec(error ?? '') ?? [];
  if (error === undefined) return [];
  const open = listed(error.split(REFUSES)[0] ?? '');
  if (credential.startsWith('another person')) return [finding('F80', open)];
  if (credential.startsWith('a page')) return [finding('F82', open)];
  const forged = facts.probe('forged-token');
  if (forged === undefined || forged.heard?.includes('connection_established')) return [];
  return [finding('F69', [...open, { says: 'a token that nobody signed is refused', at: 'probe forged-token' }])];
};

/** A credential opens nothing, and the refusal is none from which a page learns what to do. */
export const refusedOtherwise: Detector = (facts) => {
  const error = said(facts, REFUSES);
  if (error === undefined || OPEN_TO.test(error)) return [];
  const [, credential = '', told = ''] = error.split(REFUSES);
  const isBroken = [...told.matchAll(/answered (\d{3})\b/g)].every(([, status]) => Number(status) >= 500);
  const isOfTheHandler = isBroken || /^(another person|a page)/.test(credential);
  return [
    { ...finding('refused-otherwise', listed(told)), confidence: 'likely', owner: isOfTheHandler ? 'backend' : 'auth' },
  ];
};

const LET_IN = /(an upgrade|a call) by (a page of another origin)\b[^]*?(?:\+ +"status": 101\b|Received: \d{3}\b)/;

/** F82 in a browser: what a page of another origin asked for was answered as if it were the target's own. */
export const otherOriginLetIn: Detector = (facts) => {
  const [, what, who] = LET_IN.exec(said(facts, LET_IN) ?? '') ?? [];
  return what
    ? [finding('F82', [{ says: `${what} by ${who} is answered as one of the target's own`, at: 'test' }])]
    : [];
};

/** F81: the auth service gave a token to somebody who has no right to it. */
export const tokenForAnybody: Detector = (facts) => {
  const error = said(facts, /Expected: "no token"\s+Received: "a token"/) ?? said(facts, /gives? a token to nobody/);
  if (error === undefined) return [];
  const given = facts.evidence.exchanges.findLast(
    ({ resource, status, url }) => resource === 'test' && (status ?? 500) < 400 && url.includes('/auth/'),
  );
  const at = given ? `${given.method} ${new URL(given.url).pathname}` : 'test';
  return [finding('F81', [{ says: 'a token was issued where none should be', at }])];
};

/** The violations of a rule as a finding that accounts for them. */
function broken(facts: Facts, rule: string, id: string): Finding[] {
  const signals = toldBroken(facts, rule)
    .slice(0, 3)
    .map(({ says }) => ({ says, at: 'browser' }));
  return signals.length === 0 ? [] : [finding(id, signals)];
}

/** F85: a credential on the console, in an address, in the document, or on its way to somebody else. */
export const credentialExposed: Detector = (facts) => broken(facts, 'exposed-credential', 'F85');

/** F86: a sign-out left something of the person in the browser. */
export const leftAfterSignOut: Detector = (facts) => broken(facts, 'left-after-sign-out', 'F86');

const HARM = /mark\d+x (?:was executed|made a request|became [^"\n]*|is shown without [^"\n]*)/g;

/** F87: a hostile text was run, or became an element, an attribute or a request. */
export const textAsMarkup: Detector = (facts) => {
  const harm = said(facts, new RegExp(HARM.source))?.match(HARM) ?? [];
  const signals = [...new Set(harm)].slice(0, 3).map((says) => ({ says, at: 'page' }));
  return signals.length === 0 ? [] : [{ ...finding('F87', signals), explains: [SCREEN, QUESTIONS] }];
};

/** F83: a socket stays open although its session or its token has ended; not one that is closed in another way. */
export const socketOutlivesSession: Detector = (facts) =>
  said(facts, /the server closes the socket[^]*\bnull\b/) === undefined
    ? []
    : [finding('F83', [{ says: 'the socket stayed open after its session or token had ended', at: 'test' }])];

/** F84: what is longer, larger or more than allowed is taken. */
export const limitNotKept: Detector = (facts) => {
  const error = said(facts, /beyond the limit/);
  const [, what = 'what'] = /(.*) beyond the limit/.exec(error?.replace(/^Error: /, '') ?? '') ?? [];
  return error === undefined ? [] : [finding('F84', [{ says: `${what} beyond the limit was taken`, at: 'test' }])];
};
