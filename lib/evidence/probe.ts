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
 *   text under `text`; two seconds after the socket opened; the last three only where the first gets no answer
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
