import type { Expected, Violation } from '../evidence/index.ts';
import { type AgentEvent, label } from './event.ts';
import type { Run } from './run.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * What a person knows about the run that they asked for. What is left out is not judged; what is here is judged
 * strictly.
 */
export interface Expectations extends Expected {
  /** Largest honest difference between a frame's timestamp and its arrival, in milliseconds. */
  skew: number;
  /** Longest honest silence within a run, and before its first event, in milliseconds. */
  silence: number;
  /** Epoch milliseconds of the page's clock at which the judgement is made. */
  now: number;
  user?: string;
  /** Epoch milliseconds of the page's clock before which nobody can have asked for the run; not known if left out. */
  askedAt?: number;
  /** The runs that this page started; a rule of its traffic. */
  runIds?: readonly string[];
}

/** One rule of a run. */
export interface RunRule {
  id: string;
  /** The rule as a sentence. */
  says: string;
  check(run: Run, expectations: Expectations, vocabulary: Vocabulary): Violation[];
}

/** One rule of a socket's traffic, within runs or outside them. */
export interface TrafficRule {
  id: string;
  says: string;
  check(events: readonly AgentEvent[], expectations: Expectations, vocabulary: Vocabulary): Violation[];
}

/** @returns a violation at this event */
export function at(
  rule: string,
  event: AgentEvent,
  message: string,
  legal: string[],
  came: string = label(event),
): Violation {
  return { rule, frame: event.frame.seq, event: event.type || event.kind, message, legal, came };
}

/** @returns a violation of something that never came, at no frame */
export function missing(rule: string, message: string, legal: string[], came: string): Violation {
  return { rule, frame: null, event: null, message, legal, came };
}

/** From where to where the events of a run reach, as the end of a sentence. */
export function spanOf({ events }: Run): string {
  const [first, last] = [events[0]?.frame.seq, events.at(-1)?.frame.seq];
  return first === last ? `in frame #${first}, its only one` : `between frame #${first} and frame #${last}`;
}

/** The violations of these runs: by their frame, or by the frames that a sentence on an absence names. */
export function violationsOf(runs: readonly Run[], violations: readonly Violation[]): Violation[] {
  const frames = new Set(runs.flatMap(({ events }) => events.map(({ frame }) => frame.seq)));
  const spans = new Set(runs.map(spanOf));
  const spanIn = (sentence: string) =>
    /in frame #\d+, its only one|between frame #\d+ and frame #\d+/.exec(sentence)?.[0] ?? '';
  return violations.filter(({ frame, message }) => (frame === null ? spans.has(spanIn(message)) : frames.has(frame)));
}

/** @returns the violation as one of an absence. @param label of what did not come, as a count names it */
export function absence(violation: Violation, label: string, times = 1): Violation {
  return { ...violation, absent: { label, times } };
}
