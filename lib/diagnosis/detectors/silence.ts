import type { Probe } from '../../evidence/index.ts';
import { isPrompt } from '../../protocol/index.ts';
import { type Facts, fact, field, type Question } from '../facts.ts';
import { isHeardLater } from '../later.ts';
import { type Candidate, type Finding, SCREEN, type Detector, type Signal, SILENCE } from '../finding.ts';

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
  const waited = Math.round(facts.evidence.takenAt - question.time);
  const says = `no event of a run came in the ${waited} ms between the message and the end of the observation`;
  const signals: Signal[] = [{ says, at: question.at }];
  const told = answeredWithOldRun(facts, question) ?? probed(facts, question);
  const found = told ?? { id: 'silent-after-send', signals: [], candidates: lookAlikes(facts) };
  return [
    {
      confidence: told ? 'certain' : 'possible',
      ...found,
      signals: [...found.signals, ...signals],
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
