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
  latency: Latency;
  lag: Lag;
  /** Distinct lengths of the answer that the screen showed. */
  steps: number;
  violations: Violation[];
}
