import { type Connection, fact, type Facts } from '../facts.ts';
import { type Confidence, type Finding, SCREEN, type Sign, SILENCE } from '../finding.ts';
import { refusals } from './admission.ts';

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
    explains: [...facts.violations.map(fact.violation), ...facts.runs.map(fact.open), SILENCE, SCREEN],
  };
}

function life({ age }: Connection): string {
  return `after ${Math.round(age)} ms`;
}

/** Milliseconds for which it was open, the handshake not counted. */
function openFor({ age, openedAt, answeredAt }: Connection): number {
  return age - ((answeredAt ?? openedAt) - openedAt);
}

/** F11: closed with 1011 before the welcome, and not for the sake of its token. */
export const failedAfterAccept: Sign = (facts) => {
  const turnedAway = new Set(refusals(facts).map(({ connection }) => connection.id));
  const failed = facts.connections.filter(
    ({ id, close, welcomed }) =>
      close?.code === 1011 && !welcomed && !turnedAway.has(id) && !/maximum number/i.test(close.reason),
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
export const closedAsDone: Sign = (facts) => {
  const done = facts.connections.filter(
    ({ close, events, age }) =>
      close?.code === 1000 &&
      !events.some(({ type, kind }) => kind === 'client' && type === 'disconnect') &&
      (/cleanup/i.test(close.reason) || (close.reason !== '' && age < 2_000)),
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
export const noWelcome: Sign = (facts) => {
  const { welcome } = facts.evidence.budgets;
  const mute = facts.connections.filter(
    (one) =>
      one.opened &&
      one.close === null &&
      openFor(one) >= welcome &&
      one.events.every(({ kind }) => kind === 'client' || kind === 'heartbeat'),
  );
  if (mute.length === 0) return [];
  return [finding(facts, 'F13', 'certain', mute, (one) => `open for ${Math.round(openFor(one))} ms without a welcome`)];
};

/** F45, F52 and F57: connections that are cut without a close frame, told apart by how often and at which age. */
export const cut: Sign = (facts) => {
  const broken = facts.connections.filter(({ opened, close }) => opened && close?.code === 1006);
  const infants = broken.filter((one) => openFor(one) < INFANT);
  if (infants.length >= 3)
    return [finding(facts, 'F45', 'certain', infants, (one) => `cut ${life(one)}, one of ${infants.length}`)];
  const probed = facts.probe('kept-open');
  const again =
    probed?.close?.code === 1006 && typeof probed.took === 'number' ? [probed.took - (probed.answeredAfter ?? 0)] : [];
  const ages = [...broken.map(openFor), ...again];
  const spread = Math.max(...ages) - Math.min(...ages);
  if (broken.length >= 1 && ages.length >= 2 && spread <= Math.max(300, 0.15 * Math.max(...ages))) {
    return [
      finding(facts, 'F52', 'certain', broken, (one) => `cut without a close frame ${life(one)}, as the others were`),
    ];
  }
  const harmed =
    facts.violations.length > 0 || facts.runs.some(({ end }) => end === null) || facts.unanswered.length > 0;
  const back =
    broken.length > 0 && facts.connections.some(({ openedAt }) => openedAt >= (broken[0]?.closedAt ?? Infinity) - 5);
  if (broken.length === 0 || !harmed) return [];
  const lost = finding(
    facts,
    'F57',
    back ? 'certain' : 'likely',
    broken,
    (one) => `cut ${life(one)}${back ? '; the page came back, the frames did not' : ''}`,
  );
  return [
    {
      ...lost,
      candidates: [{ id: 'F52', why: 'a cut at a constant age shows only when it happens again', probe: 'kept-open' }],
    },
  ];
};
