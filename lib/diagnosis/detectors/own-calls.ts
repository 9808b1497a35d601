import { plain } from '../../basics/plain-text.ts';
import { type Call, type Facts, nameOf } from '../facts.ts';
import type { Detector } from '../finding.ts';

const STATUS = /Expected: +(\d{3})\s+Received: +(\d{3})$/m;
/** A field with its value, in what came and was not expected. */
const FIELD = /^ *\+ +("[^"]+": (?:"[^"]*"|[\w.-]+)),?$/gm;

/** The call whose answer an error compares with what must come: the one that it names, else the last that fits. */
function comparedIn(error: string, all: readonly Call[]): Call | undefined {
  const named = all.filter(({ path }) => error.includes(path));
  const calls = named.length > 0 ? named : all;
  const [, , status] = STATUS.exec(error) ?? [];
  if (status !== undefined) return calls.findLast((call) => call.status === Number(status));
  const fields = [...error.matchAll(FIELD)].map(([, field = '']) => field.replace('": ', '":'));
  const holds = ({ received }: Call) => fields.every((field) => JSON.stringify(received)?.includes(field));
  return fields.length === 0 ? undefined : calls.findLast(holds);
}

/** Whether a call was refused for its token, or did not get through: whose doing that is shows elsewhere. */
function isOfAnother({ host, status }: Call): boolean {
  return status === null || status >= 500 || status === 429 || (host === 'api' && (status === 401 || status === 403));
}

/**
 * A test that had neither page nor socket compared what one service answered: nothing else took part. Named only where
 * nothing else is.
 */
export const answeredOtherwise: Detector = (facts) => {
  const { errors, exchanges, sockets, frames } = facts.evidence;
  if (sockets.length + frames.length > 0 || exchanges.some(({ resource }) => resource !== 'test')) return [];
  const calls = [...facts.of('api'), ...facts.of('auth')];
  const compared = errors.map((error) => comparedIn(plain(error), calls));
  const found = compared.filter((call) => call !== undefined);
  const [first] = found;
  if (first === undefined || found.length < errors.length) return [];
  if (found.some((call) => isOfAnother(call) || call.host !== first.host)) return [];
  const isOfTokens = first.host === 'auth' || errors.every((error) => STATUS.exec(plain(error))?.[1] === '401');
  const signals = found.map((call) => ({ says: `answered ${call.status}`, at: `${call.host} ${nameOf(call)}` }));
  return [
    {
      id: 'answered-otherwise',
      confidence: 'likely',
      weak: true,
      ...(isOfTokens && { owner: 'auth' }),
      signals: signals.slice(0, 3),
      from: ['answered otherwise'],
      explains: [],
    },
  ];
};

const ERROR = /Received string: +"\{[^\n]*"type": ?"error(?:_message)?"[^\n]*?"(?:error_)?message": ?"([^"\n]+)"/;

/** A socket of the test itself heard an error in place of what it asked for. */
export const answeredWithError: Detector = ({ evidence: { errors } }) => {
  const told = errors.map((error) => plain(error).replaceAll('\\"', '"'));
  const [, message] = ERROR.exec(told.find((error) => ERROR.test(error)) ?? '') ?? [];
  if (message === undefined) return [];
  const signals = [{ says: `the server answers with an error: ${message}`, at: 'test' }];
  return [
    {
      id: 'answered-with-error',
      confidence: 'likely',
      weak: true,
      signals,
      from: ['answered with error'],
      explains: [],
    },
  ];
};

const CLOSED = /Received: +\{"code": (\d{4}), "reason": "([^"]*)"\}/;
const OF_A_SESSION = /session|token|sign|auth/i;

/** A socket of the test itself was closed by the server, where it must stay open. */
export const closedUnasked: Detector = (facts: Facts) => {
  const broken = facts.evidence.stimuli?.some(({ kind }) => /^(socket cut|server restart|network off)$/.test(kind));
  const told = facts.evidence.errors.map(plain).find((error) => CLOSED.test(error));
  const [, code, reason = ''] = CLOSED.exec(told ?? '') ?? [];
  // Nobody says 1006: it stands for an end without a word.
  if (code === undefined || code === '1006' || broken) return [];
  return [
    {
      id: 'closed-unasked',
      confidence: 'likely',
      weak: true,
      ...(OF_A_SESSION.test(reason) && { owner: 'auth' }),
      signals: [{ says: `the server closed the socket with ${code} "${reason}"`, at: 'test' }],
      from: ['closed unasked'],
      explains: [],
    },
  ];
};
