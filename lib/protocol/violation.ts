import type { Violation } from '../evidence/index.ts';
import { type AgentEvent, label } from './event.ts';
import type { Run } from './run.ts';
import type { End, Vocabulary } from './vocabulary.ts';

/**
 * What a person knows about the run that they asked for. What is left out is not judged; what is here is judged
 * strictly.
 */
export interface Expectations {
  /** Largest honest difference between a frame's timestamp and its arrival, in milliseconds. */
  skew: number;
  /** Longest honest silence within a run, and before its first event, in milliseconds. */
  silence: number;
  /** Epoch milliseconds of the page's clock at which the judgement is made. */
  now: number;
  user?: string;
  thread?: string;
  /** The runs that this page started; a rule of its traffic. */
  runIds?: readonly string[];
  /** False when the scenario declares that it uses no tool. */
  tools?: boolean;
  /** Names of the tools that the scenario lets fail; none unless said otherwise. */
  failedTools?: readonly string[];
  /** How the run is meant to end; `completed` unless said otherwise. */
  end?: End;
  /** For a target whose course is known: how often each step comes, by label, e.g. `agent_thinking(data_agent)`: 1. */
  counts?: Readonly<Record<string, number>>;
  /** Words that an answer to this message has; letter case does not count. */
  mentions?: readonly string[];
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

/** @returns the violation as one of an absence. @param label of what did not come, as a count names it */
export function absence(violation: Violation, label: string, times = 1): Violation {
  return { ...violation, absent: { label, times } };
}
