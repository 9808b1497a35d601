import type { Diagnosis } from '../../lib/diagnosis/index.ts';
import type { Violation } from '../../lib/evidence/index.ts';
import { type AgentEvent, type Run, violationsOf } from '../../lib/protocol/index.ts';

/** Causes that rest on a silence of which the recording holds only the beginning. */
const OF_SILENCE = new Set(['F19', 'F53']);

/** How the signal ends that says how long nothing came of a run. */
const UNTIL_THE_END = 'between its last one and the end of the observation';

/** Causes that rest on what a run lacks, or on which agent it began with. */
const OF_A_BEGINNING = new Set(['F20', 'F21', 'F22', 'F25', 'F32', 'unknown']);

/** Rules of the course of a run, which cannot be held against one that is known from its middle on. */
const OF_THE_COURSE = new Set([
  'starts-first',
  'agent-lifecycle',
  'one-end',
  'nothing-after-end',
  'outermost-ends-last',
  'expected-end',
  'critical-events',
  'tool-pairing',
  'has-answer',
  'numbered-pieces',
]);

/** The runs that may have begun before the recording did: their first event is no start, and nothing came before it. */
export function begunBefore(runs: readonly Run[], events: readonly AgentEvent[]): Run[] {
  const firsts = new Map<string, AgentEvent>();
  for (const event of events) if (!firsts.has(pageOf(event))) firsts.set(pageOf(event), event);
  return runs.filter(({ events: [first] }) => first && first.step !== 'start' && firsts.get(pageOf(first)) === first);
}

function pageOf({ frame: { page, socket } }: AgentEvent): string {
  return page === undefined ? `socket ${socket}` : `page ${page}`;
}

/** @returns the violations, without those of the course of a run that began before a recording of several */
export function asFarAsBegun(
  violations: readonly Violation[],
  begun: readonly Run[],
  runs: readonly Run[],
): Violation[] {
  if (begun.length === runs.length) return [...violations];
  const ofBegun = new Set(violationsOf(begun, violations));
  return violations.filter((one) => !OF_THE_COURSE.has(one.rule) || !ofBegun.has(one));
}

/** @returns the diagnosis with less certainty where the only runs may have begun before the recording did */
export function asFarAsHeard(diagnosis: Diagnosis, begun: readonly Run[], runs: readonly Run[]): Diagnosis {
  if (begun.length === 0 || begun.length < runs.length) return diagnosis;
  return {
    ...diagnosis,
    causes: doubted(diagnosis, OF_A_BEGINNING, 'the recording begins here: the run may have begun before it'),
  };
}

/** @returns the diagnosis with less certainty where a run may have gone on after the recording ended */
export function asFarAsRecorded(diagnosis: Diagnosis, runs: readonly Run[], ended: number, silence: number): Diagnosis {
  const cut = runs.find(({ end, events }) => end === null && ended - (events.at(-1)?.frame.time ?? 0) <= silence);
  if (!cut) return diagnosis;
  const wait = Math.round(ended - (cut.events.at(-1)?.frame.time ?? ended));
  const seen = `the recording ends ${wait} ms after the last event of run ${cut.id}, which may have gone on after it`;
  const causes = doubted(diagnosis, OF_SILENCE, seen).map((cause) => ({
    ...cause,
    // How long nothing came is not known: the time after the end of the recording is assumed.
    signals: OF_SILENCE.has(cause.id)
      ? cause.signals.filter((signal) => !signal.includes(UNTIL_THE_END))
      : cause.signals,
  }));
  return { ...diagnosis, causes };
}

function doubted({ causes }: Diagnosis, ids: ReadonlySet<string>, why: string): Diagnosis['causes'] {
  return causes.map((cause) =>
    ids.has(cause.id)
      ? { ...cause, confidence: 'possible' as const, signals: [...cause.signals.slice(0, 2), why] }
      : cause,
  );
}
