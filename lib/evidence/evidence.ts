import type { Exchange } from './exchange.ts';
import type { Frame } from './frame.ts';
import type { Probe } from './probe.ts';
import type { RunEvidence } from './run.ts';
import type { ScreenSample } from './screen.ts';
import type { Socket } from './socket.ts';
import type { Stimulus } from './stimulus.ts';
import type { Violation } from './violation.ts';

/** Origins of the target's hosts, without a trailing slash; `ws` (`ws://` or `wss://`) may carry a path. */
export interface Site {
  web: string;
  api: string;
  auth: string;
  ws: string;
}

/** Time limits under which something was seen, in milliseconds. */
export interface Limits {
  ready: number;
  welcome: number;
  firstEvent: number;
  silence: number;
  /** Allowed difference between the target's clock and the browser's. */
  skew?: number;
}

/** What a test saw, as attached to its report (`evidence.json`). Times: epoch milliseconds of the browser's clock. */
export interface AttachedEvidence {
  target: { name: string; site: Site };
  account: { id: string; email: string };
  /** When it was put together. */
  takenAt: number;
  budgets: Limits;
  /** The trace that the page's requests carried; null where none was sent. */
  trace?: string | null;
  sockets: readonly Socket[];
  /** The runs that the person asked for. */
  runs: readonly RunEvidence[];
  /** Rules that were broken on the sockets, by no run in particular; looked for when a test is red. */
  violations?: readonly Violation[];
  exchanges: readonly Exchange[];
  /** How many requests to the target the test itself made, without its browser. */
  asked?: number;
  /** Each change of the visible conversation. */
  screen: readonly ScreenSample[];
  consoleErrors: readonly string[];
  pageErrors: readonly string[];
  crashed: boolean;
  /** What the tap could not see in this browser. */
  limits: readonly string[];
  /** What the test itself did, in order. */
  stimuli: readonly Stimulus[];
}

/**
 * All that a diagnosis works on, as plain JSON. Nothing here is asked for again. What was not looked at is null or
 * empty, and then proves nothing.
 */
export interface Evidence extends Pick<
  AttachedEvidence,
  'target' | 'sockets' | 'exchanges' | 'consoleErrors' | 'pageErrors' | 'crashed'
> {
  account: { id: string };
  /** When the evidence was put together. */
  takenAt: number;
  budgets: Limits;
  /** What the test itself says went wrong. */
  errors: readonly string[];
  /** Every frame of every socket, in order of arrival. */
  frames: readonly Frame[];
  /** Broken rules, of the wire and of the screen. */
  violations: readonly Violation[];
  screen: readonly (Pick<ScreenSample, 'time' | 'streaming' | 'unseen' | 'drawnAfter' | 'answers'> &
    Partial<Pick<ScreenSample, 'questions' | 'path'>>)[];
  /**
   * What the page showed in the end; `text` is the beginning of all that was to be read on it, and `alerts` what it
   * said in alerts. A page that did not answer has none of them.
   */
  page?: { url: string; chat?: boolean; text?: string; alerts?: readonly string[] } | null;
  /** What the page keeps of the session; the token itself is not here. */
  storage?: { token: boolean } | null;
  /** What was asked of the target after the failure. */
  probes?: readonly Probe[];
  /** What the test itself did, in order. */
  stimuli?: readonly Stimulus[];
  /** How many tests the runner planned and executed. */
  runner?: { planned: number; executed: number } | null;
}

/** Type of the annotation that names a fault which was on in the stack of a test and never came into play. */
export const IDLE_FAULT = 'fault that never came into play';

/** What an error says of faults that no check of the test looked at. */
export const FOUND_AT_THE_END = 'Found at the end of the test';

/** The evidence of somebody who saw nothing. */
export const NOTHING_SEEN: Evidence = {
  target: { name: '', site: { web: '', api: '', auth: '', ws: '' } },
  account: { id: '' },
  takenAt: 0,
  budgets: { ready: 0, welcome: 0, firstEvent: 0, silence: 0 },
  errors: [],
  exchanges: [],
  sockets: [],
  frames: [],
  violations: [],
  screen: [],
  consoleErrors: [],
  pageErrors: [],
  crashed: false,
};
