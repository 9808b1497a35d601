import type { Violation } from '../../evidence/index.ts';
import { type AgentEvent, cameAt, isEnd, named, stampOf } from '../event.ts';
import type { Run } from '../run.ts';
import { at, type RunRule } from '../violation.ts';

/** Milliseconds by which the clock of an agent or a tool may have run before its first frame was stamped. */
const LEEWAY = { timed: 20, product: 1_000 };
/** Milliseconds that are lost in rounding. */
const ROUNDING = 2;

export const possibleFigures: RunRule = {
  id: 'possible-figures',
  says: 'no step is beyond the last one, nothing is said to have taken longer than from its start to its end (nor shorter, on a target that counts from frame to frame), and what is saved is what costs less',
  check(run, { timed = false }) {
    const starts = startsIn(run, timed);
    return run.events.flatMap((event) => [
      ...stepBeyond(this.id, event),
      ...wrongDuration(this.id, event, starts.get(event), timed),
      ...wrongSaving(this.id, event),
    ]);
  },
};

/**
 * What each end ends: the last start of its agent before it, or the call that it returns. The report of a product may
 * count from the question.
 */
function startsIn({ events, tools }: Run, timed: boolean): Map<AgentEvent, AgentEvent> {
  const starts = new Map<AgentEvent, AgentEvent>();
  const latest = new Map<string, AgentEvent>();
  for (const { started, completed } of tools) if (started && completed) starts.set(completed, started);
  for (const event of events) {
    if (event.agent === null) continue;
    if (event.step === 'start') latest.set(event.agent, event);
    const ends = isEnd(event) || (timed && event.kind === 'delivery');
    const start = ends ? latest.get(event.agent) : undefined;
    if (start) starts.set(event, start);
  }
  return starts;
}

function stepBeyond(rule: string, event: AgentEvent): Violation[] {
  const { step_number: step, total_steps: of } = event.fields;
  if (typeof step !== 'number' || typeof of !== 'number' || step <= of) return [];
  return [at(rule, event, `${named(event)} is step ${step} of ${of}`, [`at most step ${of}`], `step ${step}`)];
}

/**
 * @param timed whether a duration counts from frame to frame. A frame that was stamped wrongly or came late makes none
 * too short.
 */
function wrongDuration(rule: string, event: AgentEvent, start: AgentEvent | undefined, timed: boolean): Violation[] {
  const told = durationOf(event);
  const [begun, ended] = [start ? stampOf(start) : null, stampOf(event)];
  if (told === null || !start || begun === null || ended === null) return [];
  const took = Math.round(ended - begun);
  const shortest = timed ? Math.min(took, cameAt(event) - cameAt(start)) - ROUNDING : 0;
  const isShort = told < shortest;
  if (!isShort && told <= Math.max(took, 0) + (timed ? LEEWAY.timed : LEEWAY.product)) return [];
  const message = `${named(event)} says that it took ${Math.round(told)} ms, and came ${took} ms after ${named(start)}`;
  const legal = isShort ? `at least ${Math.round(shortest)} ms` : `at most ${took} ms`;
  return [at(rule, event, message, [legal], `${Math.round(told)} ms`)];
}

const BEFORE = /current|before/;
const AFTER = /projected|optimized|after/;
const SAVED = /saved|savings?/;
/** The share of the whole by which rounded amounts may miss their sum. */
const ROUNDED = 0.01;

/** Amounts of one unit of which one must be the difference of the others: costs now, costs then, and what is saved. */
function wrongSaving(rule: string, event: AgentEvent): Violation[] {
  const { cost_analysis: costs } = event.fields;
  const amounts = Object.entries(typeof costs === 'object' && costs !== null ? costs : {}).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  return amounts.flatMap(([name, before]) => {
    if (!BEFORE.test(name)) return [];
    // The same name but for that word: the same unit, and the same time.
    const beside = (word: RegExp) =>
      amounts.find(([other]) => word.test(other) && other.replace(word, '') === name.replace(BEFORE, ''))?.[1];
    const [after, saved] = [beside(AFTER), beside(SAVED)];
    if (after === undefined || saved === undefined) return [];
    if (Math.abs(before - after - saved) <= Math.abs(before) * ROUNDED) return [];
    const message = `${named(event)} says that ${saved} of ${before} is saved, and that ${after} is left`;
    return [at(rule, event, message, [`${before - saved} left`], `${after} left`)];
  });
}

/** In milliseconds; null where the event tells none (docs/contract/backend.md 4.2). */
function durationOf({ fields }: AgentEvent): number | null {
  const milliseconds = [fields['duration_ms'], fields['execution_time_ms'], fields['total_duration_ms']];
  const seconds = [fields['execution_time'], fields['duration']];
  const told = [...milliseconds, ...seconds.map((one) => (typeof one === 'number' ? one * 1_000 : one))];
  return told.find((one): one is number => typeof one === 'number') ?? null;
}
