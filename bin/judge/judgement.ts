import { type Budgets, budgets } from '../../config/budgets.ts';
import { firstLine } from '../../lib/basics/plain-text.ts';
import { brokenRules, diagnose, type Diagnosis } from '../../lib/diagnosis/index.ts';
import { type Evidence, type Frame, NOTHING_SEEN, type Socket, type Violation } from '../../lib/evidence/index.ts';
import {
  type AgentEvent,
  askedFor,
  eachOnce,
  type Expectations,
  judge,
  judgeTraffic,
  normalise,
  printViolation,
  sentOtherwise,
  type Run,
  runsAskedFor,
  sentMessages,
  toRuns,
} from '../../lib/protocol/index.ts';
import { type Recorded, siteOf } from '../../lib/recordings/index.ts';
import { apartInWords, clocksApart, isOfClocks } from './clocks.ts';
import { asFarAsBegun, asFarAsHeard, asFarAsRecorded, begunBefore } from './cut-off.ts';
import { judgeStarts } from './late.ts';
import { notJudged } from './not-judged.ts';
import { failedCallsOf, keptOut } from './without-run.ts';

/** What the command line adds to a file. */
export interface Added {
  /** Id of the user whose frames they are. */
  person?: string;
  thread?: string;
  question?: string;
}

/**
 * `holds`: there is a run, and no rule is broken; `broken`: at least one is, or it is known why no run came;
 * `undecided`: there is nothing that could be judged.
 */
export type Verdict = 'holds' | 'broken' | 'undecided';

/** What became of one person's recording. */
export interface Judgement {
  recorded: Recorded;
  events: readonly AgentEvent[];
  runs: readonly Run[];
  person: string | null;
  verdict: Verdict;
  violations: readonly Violation[];
  /** What is wrong with the connection itself, a sentence each. */
  faults: readonly string[];
  diagnosis: Diagnosis | null;
  /** What the file does not tell and what was therefore not judged, a sentence each. */
  notJudged: readonly string[];
  notes: readonly string[];
  /** HTTP calls that failed, a sentence each, where no cause is named. */
  failedCalls: readonly string[];
}

/** Holds what was recorded of one person against the rules that hold in every test. */
export function judgementOf(recorded: Recorded, added: Added = {}): Judgement {
  const frames = withQuestion(recorded, added);
  const { sockets, told } = recorded;
  const isEndTold = told.takenAt !== undefined || recorded.expectations.now !== undefined;
  // What had no answer yet when a recording ended, at whatever moment that was, may have had one later.
  const exchanges = recorded.exchanges.filter(
    ({ status, failure }) => isEndTold || status !== null || failure !== null,
  );
  const events = frames.map(normalise);
  const runs = toRuns(events);
  const stops = events.filter(({ definition }) => definition.stops);
  const sent = sentMessages(events, exchanges);
  const limits = budgetsOf(recorded);
  const apart = told.runs || !recorded.timed ? null : clocksApart(events, limits.skew);
  const person = added.person ?? told.account?.id ?? recorded.expectations.user ?? named(sockets) ?? null;
  const last = frames.at(-1)?.time ?? 0;
  // The rules judge what never came as if nothing more came.
  const now =
    recorded.expectations.now ?? told.takenAt ?? Math.max(recorded.endedAt ?? 0, last) + limits.silence + 1_000;
  const expectations: Expectations = {
    skew: limits.skew,
    ...recorded.expectations,
    silence: recorded.timed ? limits.silence : Infinity,
    now,
    ...(person === null ? {} : { user: person }),
    ...(added.thread === undefined ? {} : { thread: added.thread }),
  };
  const begun = told.runs ? [] : begunBefore(runs, events);
  const runIds = [
    ...runsAskedFor(
      runs.filter((run) => !begun.includes(run)),
      sent,
    ),
    ...begun.map(({ id }) => id),
  ];
  const asked = sent.length > 0 ? { runIds } : {};
  const momentsOf = askedFor(sent);
  const traffic = judgeTraffic({ sockets, events }, { ...expectations, ...asked });
  const foreign = new Set(traffic.filter(({ rule }) => rule === 'own-user').map(({ frame }) => frame));
  const starts = recorded.timed ? judgeStarts(sent, runs, limits) : { violations: [], notes: [] };
  const onTheWire = [
    ...asFarAsBegun(traffic, begun, runs),
    ...starts.violations,
    // What a run of somebody else lacks went to them: that any of it came here is all that is wrong with it.
    ...runs
      .filter((run) => !run.events.every(({ frame }) => foreign.has(frame.seq)))
      .flatMap((run) =>
        asFarAsBegun(
          judge(run, { ...momentsOf(run), ...expectations, ...expectedOf(run, recorded, stops) }),
          begun,
          runs,
        ),
      ),
    ...wronglySent(
      sent.map(({ text }) => text),
      added.question,
    ),
  ];
  const evidence: Evidence = {
    ...NOTHING_SEEN,
    target: { name: 'recorded', site: siteOf(sockets, exchanges, carrierOf(frames)) },
    ...told,
    sockets,
    exchanges,
    frames,
    account: { id: person ?? '' },
    budgets: limits,
    takenAt: now,
    violations: eachOnce([
      ...onTheWire.filter((one) => apart === null || !isOfClocks(one)),
      ...alsoTold(told.violations ?? [], onTheWire),
    ]),
  };
  const violations = told.screen ? brokenRules(evidence) : evidence.violations;
  const judged = runs.length + (told.runs?.length ?? 0) > 0;
  const unsaid = (told.errors ?? []).filter((error) => !violations.some(({ message }) => error.includes(message)));
  const seen = [...unsaid.map((error) => `The test said: ${firstLine(error)}`), ...faultsOf(evidence)];
  // Where no run came, the calls and the sockets may tell why.
  const kept =
    violations.length + seen.length > 0 || judged ? null : keptOut({ ...evidence, takenAt: isEndTold ? now : last });
  const faults = [...seen, ...(kept?.causes.flatMap(({ signals }) => signals.slice(0, 1)) ?? [])];
  const isBroken = violations.length + faults.length > 0;
  const isHeard = events.some(({ frame }) => frame.direction === 'received');
  const errors = told.errors ?? [...violations.map(printViolation), ...seen];
  const found =
    kept ??
    (isBroken && (isHeard || exchanges.length + faults.length > 0 || sockets.some(({ close }) => close))
      ? diagnose({ ...evidence, errors })
      : null);
  const heard = found && asFarAsHeard(found, begun, runs);
  const diagnosis =
    heard && !isEndTold ? asFarAsRecorded(heard, runs, Math.max(last, recorded.endedAt ?? 0), limits.silence) : heard;
  return {
    recorded,
    events,
    runs,
    person,
    verdict: isBroken ? 'broken' : judged ? 'holds' : 'undecided',
    violations,
    faults,
    diagnosis,
    notJudged: notJudged({ recorded, person, asks: sent.length > 0, runs }),
    notes: [
      ...recorded.notes,
      ...(apart === null ? [] : [apartInWords(apart)]),
      ...starts.notes,
      ...(begun.length > 0 && begun.length < runs.length
        ? [`It begins within run ${begun[0]!.id}, whose course is not judged.`]
        : []),
      ...(!isEndTold && violations.some(isOfSilence) ? [asIf(limits.silence)] : []),
    ],
    failedCalls: found && !found.unknown ? [] : failedCallsOf(exchanges),
  };
}

/** Whether a rule is broken by what had not come when the recording ended. */
function isOfSilence({ rule, absent, came }: Violation): boolean {
  return absent !== undefined || rule === 'liveness' || (rule === 'send-answered' && came.endsWith('without a run'));
}

function asIf(silence: number): string {
  return `It does not say when the recording ended: ${silence / 1000 + 1} s without a message are assumed after its last one.`;
}

/** The question that the file does not have stands before the first run, without a number. */
function withQuestion({ frames, exchanges }: Recorded, { question, thread }: Added): Frame[] {
  if (question === undefined) return frames;
  const events = frames.map(normalise);
  const [first] = toRuns(events);
  const { frame } = first?.events[0] ?? {};
  if (!frame || sentMessages(events, exchanges).length > 0) return frames;
  const payload = { user_request: question, thread_id: thread ?? first?.thread ?? null };
  const text = JSON.stringify({ type: 'start_agent', payload });
  const asked: Frame = { ...frame, seq: 0, direction: 'sent', text };
  return frames.flatMap((one) => (one === frame ? [asked, one] : [one]));
}

function budgetsOf({ told, sockets, exchanges, frames }: Recorded): Budgets {
  const name = Object.keys(budgets).find((one) => one === told.target?.name) as keyof typeof budgets | undefined;
  const { ws } = siteOf(sockets, exchanges, carrierOf(frames));
  const isHere = URL.canParse(ws) && /^(localhost|127\.|\[::1\])/.test(new URL(ws).hostname);
  return { ...budgets[name ?? (isHere ? 'local' : 'staging')], ...told.budgets };
}

/** The socket that carried most of what is judged: a page may have others, of its tools. */
function carrierOf(frames: readonly Frame[]): number | undefined {
  const counts = new Map<number, number>();
  for (const { socket } of frames) counts.set(socket, (counts.get(socket) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0];
}

/** The one person whom the tokens of the handshakes name. */
function named(sockets: readonly Socket[]): string | undefined {
  const all = new Set(sockets.map(({ credential }) => credential.sub).filter((sub) => sub !== undefined));
  return all.size === 1 ? [...all][0] : undefined;
}

/** What the file says was expected of a run; one that the person stopped is meant to end as stopped. */
function expectedOf(run: Run, { told }: Recorded, stops: readonly AgentEvent[]): Partial<Expectations> {
  const expected = told.runs?.find(({ id }) => id === run.id)?.expected;
  return expected ?? (run.end === 'stopped' && isStoppedBy(stops, run) ? { end: 'stopped' } : {});
}

/** Whether one of these orders of the page stops the run. */
function isStoppedBy(stops: readonly AgentEvent[], { id, thread, startedAt, endedAt }: Run): boolean {
  return stops.some(
    ({ frame: { time }, run: ofRun, thread: ofThread }) =>
      time >= (startedAt ?? 0) && time <= (endedAt ?? 0) && (ofRun ?? id) === id && (ofThread ?? thread) === thread,
  );
}

/** What the test found, and what cannot be found again from the file alone. */
function alsoTold(told: readonly Violation[], found: readonly Violation[]): Violation[] {
  const again = new Set(found.map(({ rule, frame }) => `${rule} ${frame}`));
  return told.filter(({ rule, frame }) => !again.has(`${rule} ${frame}`));
}

/** What is wrong with how a question left, by what was recorded of it; a log may keep the beginning of a text alone. */
function wronglySent(sent: readonly string[], question: string | undefined): Violation[] {
  if (question === undefined || sent.length === 0) return [];
  const isCut = (text: string) => /(…|\.{3})$/.test(text) && question.startsWith(text.replace(/(…|\.{3})$/, ''));
  const changed = sent.map((text) => (isCut(text) ? null : sentOtherwise(question, text)));
  if (changed.every((one) => one !== null)) return changed.slice(0, 1);
  const count = sent.filter((text) => text === question).length;
  if (count <= 1) return [];
  const came = `${count} times`;
  const message = `"${question}" was sent ${came}`;
  return [{ rule: 'sent-once', frame: null, event: null, message, legal: ['once'], came }];
}

function faultsOf({ sockets, frames, stimuli = [] }: Evidence): string[] {
  const heard = new Set(frames.filter(({ direction }) => direction === 'received').map(({ socket }) => socket));
  const isDisturbed = stimuli.some(({ kind }) => /^(socket cut|server restart|network off)$/.test(kind));
  const cut = sockets.filter(({ id, close }) => close?.code === 1006 && heard.has(id) && !isDisturbed);
  const [refused] = sockets.filter(({ status, errors }) => (status !== null && status !== 101) || errors.length > 0);
  const never = refused && heard.size === 0 && frames.length === 0 ? [refused] : [];
  return [
    ...never.map(
      ({ id, status, errors }) => `No WebSocket opened: socket ${id} ${errors[0] ?? `was answered with ${status}`}.`,
    ),
    ...cut.map(({ id }) => `Socket ${id} was cut without a close frame.`),
  ];
}
