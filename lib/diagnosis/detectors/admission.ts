import { type Connection, fact, type Facts, field } from '../facts.ts';
import { type Candidate, type Confidence, type Finding, SCREEN, type Detector, SILENCE } from '../finding.ts';

/** A socket that was accepted and whose person was then turned away, with what it was told. */
export interface Refusal {
  connection: Connection;
  text: string;
}

/** Codes that an application gives a meaning of its own (RFC 6455, section 7.4.2; docs/contract/backend.md 3.5). */
const OF_THE_APPLICATION = 3000;

const OF_AUTHENTICATION = /auth|token|jwt|credential|signature|expired|session|logged out|signed out/i;

/** Sockets closed for reasons of authentication (docs/contract/backend.md 3.5; docs/contract/backend.md 3.7). */
export function refusals(facts: Facts): Refusal[] {
  const known = found.get(facts) ?? refusalsIn(facts);
  found.set(facts, known);
  return known;
}

const found = new WeakMap<Facts, Refusal[]>();

function refusalsIn({ connections }: Facts): Refusal[] {
  return connections.flatMap((connection) => {
    if (connection.closedBy) return [];
    const frame = connection.events.find(({ kind, fields }) => kind === 'error' && fields.error_code === 'AUTH_FAILED');
    const { code, reason } = connection.close ?? { code: 0, reason: '' };
    const ofToken = OF_AUTHENTICATION.test(reason);
    // 1008 is any broken policy: on a socket that worked, only its reason tells that it was about the person.
    const refused =
      (code === 1008 && (ofToken || !connection.welcomed)) ||
      (code === 1011 && /auth/i.test(reason)) ||
      (code >= OF_THE_APPLICATION && ofToken);
    if (!frame && !refused) return [];
    return [{ connection, text: [frame?.message, reason].filter(Boolean).join('; ') || `close ${code}` }];
  });
}

function finding(
  id: string,
  confidence: Confidence,
  told: Refusal[],
  more: string[] = [],
  candidates: Candidate[] = [],
): Finding {
  const signals = told.slice(0, 2).map(({ connection: { id: socket, close, chosen }, text }) => ({
    says: `accepted with ${chosen ?? 'no subprotocol'}, then ${close?.code ?? 'refused'}: ${text}`,
    at: `socket ${socket}`,
  }));
  return {
    id,
    confidence,
    candidates,
    signals: [...signals, ...more.map((says) => ({ says, at: 'probes' }))],
    from: told.map(({ connection }) => fact.socket(connection)),
    explains: [SILENCE, SCREEN],
  };
}

/** F37: the breaker in front of authentication is open. */
export const breakerOpen: Detector = (facts) => {
  const told = refusals(facts);
  const breaker = field(facts.probe('breaker')?.body, 'circuit_breaker');
  const state = String(field(field(breaker, 'circuit_breaker'), 'state') ?? '');
  const named = told.filter(({ text }) => /circuit breaker/i.test(text));
  if (told.length === 0 || (named.length === 0 && state !== 'open')) return [];
  const found = finding('F37', 'certain', told, state === 'open' ? ['the circuit breaker says that it is open'] : []);
  return [state === 'open' ? { ...found, seenAt: facts.evidence.takenAt } : found];
};

/** F04: the server got the token and could not read it as it was wrapped. */
export const wrappingUnread: Detector = (facts) => {
  const told = refusals(facts).filter(({ text }) => /2 dots|token format/i.test(text));
  if (told.length === 0) return [];
  const raw = facts.probe('upgrade-raw-token')?.heard?.includes('connection_established');
  // What is no token at all cannot be read either, however it is wrapped.
  return [finding('F04', raw ? 'certain' : 'likely', told, raw ? ['the same token, not wrapped, is welcomed'] : [])];
};

/** F03 and F06: the token was sent and did not arrive; the negotiator lost it, or something in front of the server. */
export const tokenLost: Detector = (facts) => {
  const told = refusals(facts).filter(
    ({ connection, text }) =>
      connection.credential.by === 'subprotocol' &&
      /no token|missing token|authentication failed|auth error/i.test(text) &&
      !/validation|expired|breaker|dots/i.test(text),
  );
  const [first] = told;
  if (!first) return [];
  const header = facts.probe('upgrade-header')?.heard;
  if (header) {
    const isIn = header.includes('connection_established');
    return [
      finding(isIn ? 'F03' : 'F06', 'certain', told, [
        `a token in the header is ${isIn ? 'welcomed' : 'lost as well'}`,
      ]),
    ];
  }
  const byServer = first.connection.close?.code === 1008;
  const candidate = byServer
    ? { id: 'F06', why: 'something in front of the server may take the token out', probe: 'upgrade-header' }
    : { id: 'F03', why: 'the server itself may prefer the name without the token', probe: 'upgrade-header' };
  return [finding(byServer ? 'F03' : 'F06', 'likely', told, [], [candidate])];
};

/** F51: the server counts too many connections of this person. */
export const noConnectionsLeft: Detector = (facts) => {
  const full = facts.connections.filter(({ close }) =>
    /maximum number|too many connections|connection limit|websocket managers/i.test(close?.reason ?? ''),
  );
  return full.length === 0
    ? []
    : [
        finding(
          'F51',
          'certain',
          full.map((connection) => ({ connection, text: connection.close?.reason ?? '' })),
        ),
      ];
};
