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
    credential: { by: string; sub?: string };
    openedAt: number;
    close: { code: number; reason: string } | null;
    errors: string[];
    clock: 'browser' | 'runner';
  };
  readonly events: readonly Event[];
  readonly budgets: { welcome: number };
}

/** What a matcher gives back to `expect`. */
export interface Verdict {
  name: string;
  pass: boolean;
  message: () => string;
  expected?: unknown;
  actual?: unknown;
}
