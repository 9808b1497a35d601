import type { Violation } from './violation.ts';

/** Times of a run in milliseconds after the message was sent; null for what did not happen. */
export interface Latency {
  firstEvent: number | null;
  /** When the person saw the first text of the answer. */
  firstText: number | null;
  answer: number | null;
  end: number | null;
}

/** Milliseconds from a piece's frame to the screen that shows it, over the `n` pieces that were ever shown. */
export interface Lag {
  n: number;
  p50: number | null;
  p95: number | null;
  max: number | null;
  /** Per piece; null for one that was never shown. */
  each: (number | null)[];
}

/** What a test knows of a run before it begins. What is left out is not judged. */
export interface Expected {
  thread?: string;
  /** False when the scenario declares that it uses no tool. */
  tools?: boolean;
  /** Names of the tools that the scenario lets fail; none unless said otherwise. */
  failedTools?: readonly string[];
  /** For tools whose results are known: the fields that each has, by the name of the tool. */
  results?: Readonly<Record<string, readonly string[]>>;
  /** How the run is meant to end; `completed` unless said otherwise. */
  end?: 'completed' | 'error' | 'stopped';
  /** For a target whose course is known: how often each step comes, by label, e.g. `agent_thinking(data_agent)`: 1. */
  counts?: Readonly<Record<string, number>>;
  /**
   * True for a target whose frames with the answer all repeat the streamed pieces to the letter. A product may sum them
   * up (docs/contract/frontend.md 6).
   */
  restates?: boolean;
  /**
   * True for a target that counts each duration from frame to frame. A product may leave out what its agents wait for,
   * and a replay may play more slowly than was recorded.
   */
  timed?: boolean;
  /** Words that an answer to this message has; letter case does not count. */
  mentions?: readonly string[];
}

/** One run that the person asked for. */
export interface RunEvidence {
  id: string;
  /** Number of the page at which it was asked. */
  page: number;
  question: string;
  sentAt: number;
  events: { frame: number; time: number; label: string; envelope: string }[];
  end: string | null;
  answer: string | null;
  /** What the test expected of it beyond the rules. */
  expected: Expected;
  latency: Latency;
  lag: Lag;
  /** Distinct lengths of the answer that the screen showed. */
  steps: number;
  violations: Violation[];
}
