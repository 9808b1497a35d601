import type { Locator } from '@playwright/test';
import type { Event, Expectations, Latency, Run, Showing, Violation } from '../protocol/index.ts';

/** What a matcher needs to know of a run that goes on; times in milliseconds, moments in epoch milliseconds. */
export interface RunUnderTest {
  readonly origin: { id: string; question: string; sentAt: number };
  readonly budgets: { answer: number; silence: number; settle: number; lag: number; firstEvent: number; firstText: number };
  readonly run: Run;
  /** Resolves when the run has ended and its answer was delivered; rejects with one sentence when the budget is used up. */
  ended(): Promise<void>;
  violations(overrides?: Partial<Expectations>): Violation[];
  latency(): Latency;
  /** The answer on the wire and on the screen, so far. */
  showing(): Showing;
}

export interface ChatUnderTest {
  readonly transcript: { readonly answers: Locator };
  readonly composer: { readonly field: Locator };
}

export interface SocketUnderTest {
  readonly socket: {
    url: string;
    offered: string[];
    chosen: string | null;
    status: number | null;
    credential: { by: string; sub?: string; email?: string };
    openedAt: number;
    close: { code: number; reason: string } | null;
    errors: string[];
    clock: 'browser' | 'runner';
  };
  readonly events: readonly Event[];
  readonly budgets: { welcome: number };
}

/** One time that a question left the browser. */
export interface Sent {
  by: 'websocket' | 'rest';
  /** How a message names it: `frame #7 start_agent` or `POST /api/agent/v2/execute`. */
  name: string;
  thread: string | null;
  /** Whether it has the fields that the server reads. */
  wellFormed: boolean;
  /** Epoch milliseconds. */
  time: number;
}

export interface ConversationUnderTest {
  readonly budgets: { settle: number };
  /** Every time that the question left the browser. */
  sends(question: string): Sent[];
  /** The thread in which the question was answered; null before its first event. */
  threadOf(question: string): string | null;
}

/** What a matcher gives back to `expect`. */
export interface Verdict {
  name: string;
  pass: boolean;
  message: () => string;
  expected?: unknown;
  actual?: unknown;
}
