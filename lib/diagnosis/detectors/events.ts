import type { Violation } from '../../evidence/index.ts';
import { plural } from '../../basics/plain-text.ts';
import { type AgentEvent, flatten, judgeBatching, quote, type Run } from '../../protocol/index.ts';
import { fact, type Facts, field } from '../facts.ts';
import { type Finding, OUTCOMES, SCREEN, type Detector, type Signal, SILENCE } from '../finding.ts';
import { isBatched, repeatedPieces, reversedTools, swappedPieces } from '../displaced.ts';
import { earlyEvents } from '../early.ts';
import { cutBehind, goesOn, mayLack } from '../later.ts';

/** Rules that break because something else is missing, doubled or displaced. */
export const COURSE = [
  'starts-first',
  'agent-lifecycle',
  'one-end',
  'critical-events',
  'no-extra-event',
  'tool-pairing',
  'declared-counts',
  'no-server-error',
  'has-answer',
  'one-answer',
  'streamed-equals-answer',
  'stream-end',
  'liveness',
  'screen-settled',
  'screen-progressive',
  'screen-loss',
  'screen-repetition',
  'screen-order',
  'screen-altered',
  'screen-flicker',
  'send-answered',
  'on-topic',
];

export function signalsOf(violations: readonly Violation[], most = 3): Signal[] {
  return violations
    .slice(0, most)
    .map(({ message, frame, rule }) => ({ says: message, at: frame === null ? rule : `frame #${frame}` }));
}

/** A finding that upsets the course of runs, and with it the text on the screen. */
function finding(facts: Facts, id: string, from: string[], signals: Signal[], more: Partial<Finding> = {}): Finding {
  const explains = [...facts.broken(...COURSE).map(fact.violation), ...facts.runs.map(fact.open), SCREEN, OUTCOMES];
  return { id, confidence: 'certain', signals: signals.slice(0, 3), from, explains, ...more };
}

/** A finding that does not account for events that are missing: what comes twice takes nothing else away. */
function withoutAbsences(facts: Facts, { explains, ...rest }: Finding): Finding {
  const missing = new Set(facts.broken('critical-events', 'declared-counts').map(fact.violation));
  return { ...rest, explains: explains.filter((name) => !missing.has(name)) };
}

/** What a server says that could not write an event. */
export const UNWRITTEN = /not JSON serializable/i;

/** F54: in the middle of a run there is a frame that is no message, or the server says that it could not write one. */
export const brokenFrame: Detector = (facts) => {
  const garbage = facts.events.filter(({ kind, frame }) => kind === 'garbage' && frame.direction === 'received');
  const unwritten = facts.events.filter(({ kind, message }) => kind === 'error' && UNWRITTEN.test(message ?? ''));
  if (garbage.length + unwritten.length === 0) return [];
  const broken = [...garbage, ...unwritten];
  const signals = broken.map(({ frame, message }) => ({ says: message ?? 'no message', at: `frame #${frame.seq}` }));
  const found = finding(
    facts,
    'F54',
    broken.map(({ frame }) => fact.frame(frame.seq)),
    signals,
  );
  // A frame that cannot be read stands for one event, and for no more.
  const missing = facts.broken('declared-counts').reduce((sum, { absent }) => sum + (absent?.times ?? 0), 0);
  return [missing > broken.length ? withoutAbsences(facts, found) : found];
};

/** F23: the same frame, or the same piece of text, comes twice on one socket. */
export const doubled: Detector = (facts) => {
  const twice = facts.broken('no-duplicate').filter(({ frame }) => !isFanOut(facts, facts.eventAt(frame)));
  const again = facts.runs.flatMap((run) => repeatedPieces(run));
  if (twice.length + again.length === 0) return [];
  const repeated = again.map(({ frame, text }) => ({
    says: `the piece ${quote(text)} comes again`,
    at: `frame #${frame}`,
  }));
  const from = [...twice.map(fact.violation), ...again.map(({ frame }) => fact.frame(frame))];
  const found = withoutAbsences(facts, finding(facts, 'F23', from, [...signalsOf(twice), ...repeated]));
  const copies = new Set(twice.map(({ frame }) => frame));
  // A copy has the time of its original: it came late, and is not out of order.
  const late = facts.broken('timestamps').filter(({ frame }) => copies.has(frame));
  return [{ ...found, explains: [...found.explains, ...late.map(fact.violation)] }];
};

/** F23: a declared event comes more often than it should, and nothing else explains it. */
export const oneTooMany: Detector = (facts) => {
  const extra = facts
    .broken('no-extra-event')
    .filter(({ message, frame }) => !NEVER.test(message) && !isFanOut(facts, facts.eventAt(frame)));
  return extra.length === 0 ? [] : [finding(facts, 'F23', extra.map(fact.violation), signalsOf(extra))];
};

/** What the rule says of an event that the scenario does not declare at all: no copy, another event. */
const NEVER = /expected never$|more than the 0 declared/;

/** Two tabs of one person each get the stream: the copy came on another socket. */
function isFanOut(facts: Facts, event: AgentEvent | undefined): boolean {
  if (!event) return false;
  return facts.firstLike(event)?.frame.socket !== event.frame.socket;
}

/** F22: events in another order than the one in which they happened. */
export const outOfOrder: Detector = (facts) => {
  const batched = facts.events.filter(({ type }) => type === 'event_batch');
  if (batched[0]) {
    const says = `events came in ${plural(batched.length, 'event_batch frame')}, which loses their order`;
    const signals = [{ says, at: `frame #${batched[0].frame.seq}` }];
    const from = batched.map(({ frame }) => fact.frame(frame.seq));
    return [
      finding(facts, 'F22', from, signals, { explains: [SILENCE, SCREEN, ...facts.violations.map(fact.violation)] }),
    ];
  }
  const skewed = new Set(
    facts
      .broken('timestamps')
      .filter(({ message }) => /it arrived|no time|no timestamp/.test(message))
      .map(({ frame }) => frame),
  );
  const back = facts.broken('timestamps').filter(({ message, frame }) => {
    const earlier = Number(/before frame #(\d+)/.exec(message)?.[1]);
    return /which came earlier/.test(message) && !skewed.has(frame) && !skewed.has(earlier);
  });
  const early = earlyEvents(facts);
  const late = facts.broken('nothing-after-end', 'outermost-ends-last');
  const swapped = facts.runs.flatMap((run) => [...reversedTools(run), ...swappedPieces(run)]);
  const misplaced = [...swapped, ...facts.runs.flatMap((run) => signalsOf(judgeBatching(run)))];
  if (early.length + back.length + late.length + misplaced.length === 0) return [];
  // One stamp that is wrong, and two clocks that are apart, look like one event that comes late.
  const isSure = late.length + swapped.length > 0 || facts.runs.some(isBatched);
  const upsets = back.length + misplaced.length > 0;
  const from = [...[...early, ...back, ...late].map(fact.violation), ...misplaced.map(({ at }) => at)];
  const signals = [...signalsOf(late), ...misplaced, ...signalsOf(back), ...signalsOf(early)];
  const confidence = isSure ? 'certain' : 'likely';
  const madeLate = from.length === late.length && late.every(({ frame }) => isMadeLate(facts, facts.eventAt(frame)));
  const place = madeLate && {
    lookFirst: 'the order in which a run ends its agents, and who still sends after its end',
  };
  return [finding(facts, 'F22', from, signals, { confidence, ...place, ...(upsets && { explainsSurely: true }) })];
};

/** Whether an event says itself that it was made after the end of its run: it lost its place nowhere on its way. */
function isMadeLate({ runs }: Facts, event: AgentEvent | undefined): boolean {
  const end = runs.find(({ id }) => id === event?.run)?.ending?.timestamp ?? Infinity;
  return (event?.timestamp ?? -Infinity) >= end;
}

/**
 * F53: the answer began to stream and stops. F27 and F19: a run that does not end; the server knows whether it failed.
 */
export const unfinished: Detector = (facts) => {
  const of = (run: Run) => [...brokenOff(facts, run), ...neverEnding(facts, run)].slice(0, 1);
  const first = facts.runs.find((run) => of(run).length > 0);
  return first ? of(first) : [];
};

export function isOpen(facts: Facts, run: Run): boolean {
  const quiet = facts.evidence.takenAt - (run.events.at(-1)?.frame.time ?? 0);
  const begun = run.events.some(({ step }) => step === 'start') && run.end === null && !facts.provoked.lost(run);
  return begun && !goesOn(facts, run) && quiet >= Math.min(1_500, facts.evidence.budgets.silence);
}

function brokenOff(facts: Facts, run: Run): Finding[] {
  const { pieces, text } = run.streamed;
  const piece = pieces.at(-1);
  if (!piece) return [];
  const whole = facts.storedAnswer(run) ?? run.answers.find((answer) => answer.text.length > text.length)?.text;
  const isPart = whole !== undefined && flatten(whole) !== flatten(text) && flatten(whole).startsWith(flatten(text));
  const says = `${pieces.length} pieces of the answer came, the last ends with "${piece.text.trim().slice(-30)}"`;
  const signals = [{ says, at: `frame #${piece.frame}` }];
  const open = isOpen(facts, run);
  if (open && (isPart || stopsInside(text)))
    return [finding(facts, 'F53', [fact.open(run)], signals, { confidence: isPart ? 'certain' : 'likely' })];
  if (run.end === 'completed' && stopsInside(run.answer?.text ?? ''))
    return [finding(facts, 'F53', [fact.half(run)], signals, { confidence: 'likely' })];
  return [];
}

function neverEnding(facts: Facts, run: Run): Finding[] {
  const last = run.events.at(-1);
  if (!isOpen(facts, run) || !last) return [];
  const from = [fact.open(run)];
  const quiet = Math.round(facts.evidence.takenAt - last.frame.time);
  const says = `run ${run.id} is open: no event came in the ${quiet} ms between its last one and the end of the observation`;
  const signals = [{ says, at: `frame #${last.frame.seq}` }];
  const told = listed(facts, run.id);
  const knows = { says: `the server says that run ${run.id} is ${told}`, at: 'probe runs' };
  // Where the server is done with it, it is not the run that hangs: its last events are missing, or had no way.
  const over = /^(failed|error)/i.test(told ?? '')
    ? 'F27'
    : /^(completed|success|done|finished)/i.test(told ?? '') && 'F20';
  if (over) return cutBehind(facts, last) ? [] : [finding(facts, over, from, [knows, ...signals])];
  const other = { id: 'F27', why: 'the run may have failed without a word', probe: 'runs' };
  return told === null
    ? [finding(facts, 'F19', from, signals, { confidence: 'likely', candidates: [other] })]
    : [finding(facts, 'F19', from, [...signals, knows])];
}

/** Whether a prose text stops inside a sentence: after a letter of a script that has letter case, or a comma. */
function stopsInside(text: string): boolean {
  const last = text.trimEnd().split('\n').at(-1) ?? '';
  const isProse = last.split(/\s+/).length >= 4 && !/^\s*([-*+#>|]|\d+[.)])/.test(last) && !last.includes('`');
  return isProse && /(\p{Ll}|\p{Lu}|,)$/u.test(last);
}

function listed(facts: Facts, id: string): string | null {
  const list = facts.probe('runs')?.body;
  const found = Array.isArray(list) ? list.find((run: unknown) => field(run, 'agent_id') === id) : undefined;
  return found === undefined ? null : String(field(found, 'status'));
}

/** F67: the result of a tool carries the name of another agent than its call. */
export const otherAgent: Detector = (facts) => {
  const found = facts.runs
    .flatMap(({ tools }) => tools)
    .filter(({ started, completed }) => started && completed && started.agent !== completed.agent);
  if (found.length === 0) return [];
  const frames = new Set(found.map(({ completed }) => completed?.frame.seq));
  const follows = facts
    .broken('tool-pairing', 'agent-lifecycle', 'nothing-after-end')
    .filter(({ frame }) => frame !== null && frames.has(frame));
  return [
    {
      id: 'F67',
      confidence: 'certain',
      signals: found.slice(0, 3).map(({ started, completed, tool }) => ({
        says: `tool_completed(${tool}) names ${completed?.agent}, its tool_executing (frame #${started?.frame.seq}) ${started?.agent}`,
        at: `frame #${completed?.frame.seq}`,
      })),
      from: found.map(({ completed }) => fact.frame(completed?.frame.seq ?? 0)),
      explains: follows.map(fact.violation),
    },
  ];
};

/** F21: one half of a tool call is missing. */
export const loneTool: Detector = (facts) => {
  const alone = facts.broken('tool-pairing');
  const counted = facts.broken('declared-counts', 'no-extra-event').filter(({ message }) => /tool_/.test(message));
  const absent = facts.broken('critical-events').filter(({ legal }) => legal.some((type) => type.startsWith('tool_')));
  if (alone.length === 0 || absent.length > 0 || facts.runs.some((run) => mayLack(facts, run))) return [];
  return [
    {
      id: 'F21',
      confidence: facts.runs.some((run) => isOpen(facts, run)) ? 'likely' : 'certain',
      signals: signalsOf(alone),
      from: alone.map(fact.violation),
      explains: counted.map(fact.violation),
    },
  ];
};

/** F20: a critical event is missing, comes less often than it should, or under another name. */
export const missingEvent: Detector = (facts) => {
  const lost = [
    ...facts.broken('critical-events'),
    ...facts.broken('declared-counts'),
    ...facts.broken('known-kind').filter(({ message }) => /overwritten/.test(message)),
  ];
  const early = new Set(earlyEvents(facts).map((one) => facts.eventAt(one.frame)?.agent));
  // An agent whose start came after all is out of order, and lacks no start.
  const course = facts
    .broken('starts-first', 'agent-lifecycle', 'one-end')
    .filter(({ rule, frame }) => rule === 'one-end' || !early.has(facts.eventAt(frame)?.agent));
  const found = [...lost, ...course];
  if (found.length === 0 || facts.runs.some((run) => mayLack(facts, run))) return [];
  const renamed = lost.length > 0 ? facts.broken('known-kind').filter((one) => !lost.includes(one)) : [];
  const follows = facts.broken('has-answer', 'tool-pairing', 'timestamps', 'no-extra-event');
  return [
    {
      id: 'F20',
      // What a run that goes on owes may still come.
      confidence: facts.runs.some((run) => isOpen(facts, run)) ? 'likely' : 'certain',
      signals: signalsOf([...lost, ...renamed, ...course]),
      from: found.map(fact.violation),
      explains: [...[...renamed, ...follows].map(fact.violation), OUTCOMES],
    },
  ];
};
