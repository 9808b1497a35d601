import type { Frame, Violation } from '../protocol/index.ts';

/**
 * All that a test saw, as plain JSON. Nothing here is asked for again: a diagnosis works on this alone. Times are
 * epoch milliseconds of
 * the browser's clock. What was not looked at is null or empty, and then proves nothing.
 */
export interface Evidence {
  target: { name: string; site: Site };
  account: { id: string };
  /** When the evidence was put together. */
  takenAt: number;
  budgets: { ready: number; welcome: number; firstEvent: number; silence: number };
  /** What the test itself says went wrong. */
  errors: readonly string[];
  exchanges: readonly Exchange[];
  sockets: readonly Socket[];
  /** Every frame of every socket, in order of arrival. */
  frames: readonly Frame[];
  /** Broken rules, of the wire and of the screen. */
  violations: readonly Violation[];
  /** Each change of the visible conversation. */
  screen: readonly Screen[];
  consoleErrors: readonly string[];
  pageErrors: readonly string[];
  crashed: boolean;
  /** What the page showed in the end. */
  page?: { url: string; chat: boolean } | null;
  /** What the page keeps of the session; the token itself is not here. */
  storage?: { token: boolean } | null;
  /** What was asked of the target after the failure. */
  probes?: readonly Probe[];
  /** How many tests the runner planned and executed. */
  runner?: { planned: number; executed: number } | null;
}

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

/** Origins of the target's hosts; `ws` may carry a path. */
export interface Site {
  web: string;
  api: string;
  auth: string;
  ws: string;
}

/** One HTTP request of the page. */
export interface Exchange {
  method: string;
  url: string;
  resource: string;
  startedAt: number;
  status: number | null;
  /** Headers of the answer that tell who gave it, names in lower case. */
  server: Readonly<Record<string, string>>;
  /** Milliseconds to the end of the answer; null where it did not end. */
  took: number | null;
  failure: string | null;
  /** Parsed JSON bodies; null where there is none. */
  sent: unknown;
  received: unknown;
}

/** One WebSocket of the page. */
export interface Socket {
  id: number;
  page: number;
  url: string;
  offered: readonly string[];
  chosen: string | null;
  /** HTTP status of the upgrade; null when no answer came. */
  status: number | null;
  credential: { by: string };
  openedAt: number;
  /** When the upgrade was answered; null when it was not, or nobody told. */
  answeredAt: number | null;
  closedAt: number | null;
  close: { code: number; reason: string } | null;
  errors: readonly string[];
}

export interface Screen {
  time: number;
  streaming: string | null;
  answers: readonly string[];
}

/**
 * Questions that may be put to a target after a failure, each by itself and each within a second or two:
 * - `health`: GET {api}/health · `api-health`: GET {api}/api/health · `auth-health`: GET {auth}/health
 * - `verify`: the person's token at {auth}/auth/verify · `api-with-token`: GET {api}/api/threads with it
 * - `service-identity`: POST {auth}/auth/validate as the backend would · `breaker`: GET {api}/ws/auth/circuit-breaker
 * - `permissiveness`: GET {api}/ws/auth/permissiveness · `runs`: GET {api}/api/agents/status with the token
 * - `upgrade`: an upgrade as the page makes it, by a bare client that reads the answer
 * - `upgrade-bare`: one without subprotocols · `upgrade-raw-token`: with `jwt.<JWT>`, not wrapped again
 * - `upgrade-header`: with `Authorization: Bearer` · `forged-token`: with a token that nobody signed
 * - `kept-open`: an upgrade as the page makes it, watched a little longer than a socket of the page lived that was cut
 * - `unknown-type`: on a fresh socket, a message of a type that nobody knows, which is answered with `ack`
 * - `ask`, `ask-alias`, `ask-other-field`, `ask-later`: a question as the page sends it; as `chat_message`; with its
 * text under `text`;
 *   two seconds after the socket opened; the last three only where the first gets no answer
 */
export type ProbeName =
  | 'health'
  | 'api-health'
  | 'auth-health'
  | 'verify'
  | 'api-with-token'
  | 'service-identity'
  | 'breaker'
  | 'permissiveness'
  | 'runs'
  | 'upgrade'
  | 'upgrade-bare'
  | 'upgrade-raw-token'
  | 'upgrade-header'
  | 'forged-token'
  | 'kept-open'
  | 'unknown-type'
  | 'ask'
  | 'ask-alias'
  | 'ask-other-field'
  | 'ask-later';

/** What became of a probe. */
export interface Probe {
  name: ProbeName;
  /** HTTP status, of the upgrade for a socket; null when no answer came. */
  status: number | null;
  contentType?: string | null;
  /** JSON parsed, else the beginning of the text. */
  body?: unknown;
  /** Types of the frames that came on a probing socket. */
  heard?: readonly string[];
  close?: { code: number; reason: string } | null;
  took?: number | null;
  /** Milliseconds of `took` until the upgrade was answered, for a socket. */
  answeredAfter?: number;
}
