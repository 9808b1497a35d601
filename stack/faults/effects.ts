import type { Check } from './checks.ts';

/** One of the three HTTP services of a target. */
export type Service = 'web' | 'api' | 'auth';

/** An HTTP request (also an upgrade) as a fault sees it. */
export interface Asked {
  service: Service;
  method: string;
  path: string;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Milliseconds since the fault was switched on. */
  since: number;
}

/** An HTTP answer as a fault gives or changes it. */
export interface Answer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
  /** It comes from something in front of the service: no CORS, no header of the service. */
  bare?: boolean;
}

/** A close frame of the server. */
export interface Close {
  code: number;
  reason: string;
}

/** What becomes of an upgrade to a WebSocket, other than what the server would do. */
export interface UpgradeFate {
  /** Answered with this instead of 101. */
  answer?: Answer;
  /** Never answered. */
  stalled?: boolean;
  /** Milliseconds before the server looks at it. */
  delay?: number;
  /** The subprotocol in the 101, whatever was offered; `null`: none. */
  protocol?: string | null;
  /** What is lost on the way to the server, or not looked at. */
  lost?: 'subprotocol-token' | 'every-token';
  /** How somebody without a token is turned away; default 1008. */
  turnedAway?: Close;
}

/** A token at the place where it is checked. */
export interface TokenSeen {
  where: 'api' | 'socket';
  /** How it was wrapped when it came as a subprotocol. */
  wrapping?: 'base64url' | 'raw' | undefined;
  /** Milliseconds since the fault was switched on. */
  since: number;
}

/**
 * `accept`: a token that would be refused is taken, as a person of no account. `refuse`: refused with this reason, and
 * as API with 401 or this.
 */
export type TokenVerdict = { accept: true } | { refuse: string; status?: number; close?: Close };

/** A socket just accepted, its person known. */
export interface SocketSeen {
  /** Sockets this person has had since the fault was switched on, this one included. */
  count: number;
  since: number;
}

/** What becomes of an accepted socket. */
export interface SocketFate {
  /** Closed before or after the welcome. */
  close?: Close & { welcomed: boolean };
  /** Cut without a close frame, ms after it opened. */
  cutAfter?: number;
}

/** A message of a person to the server. */
export interface MessageSeen {
  type: string;
  /** Milliseconds since its socket opened. */
  age: number;
  /** Names of its fields, at the root and under `payload` and `data`. */
  fields: readonly string[];
}

/** What the server makes of a message instead of acting on it. */
export type MessageFate = 'ignore' | 'acknowledge';

/** Who gets the frames of a person's run. */
export type Addressees = 'newest socket' | 'everybody';

/** What the agents do with a run instead of finishing it. A run that dies after its report keeps no answer. */
export interface RunFate {
  /** Frames after which the run stops, without a message. */
  dies?: { after: number; status: 'running' | 'failed' };
  /** The same, counted in pieces of the answer, which are kept as the answer. */
  cutAfterPieces?: number;
  /** Milliseconds of silence before this frame (counted from 1) and each that follows. */
  slow?: { from: number; ms: number };
  /** The answer, whatever was asked. */
  answer?: string;
}

/**
 * A frame on its way to the browser, `delay` ms after its place. `inOrder`: behind all that still wait. `cut`: the
 * connection is lost behind it.
 */
export interface OutFrame {
  data: string | Uint8Array;
  delay: number;
  inOrder?: boolean;
  cut?: boolean;
}

/** Takes each frame of one socket in order and gives what is to be sent instead (none, one or several). */
export type FrameEditor = (data: string) => OutFrame[];

/**
 * What a fault does, at the points where a stack asks it. All are optional. `delay`, `answer`, `edit` and `frames` need
 * nothing but what crosses the wire, so a fault that has only these also works between a page and a real target.
 */
export interface Effects {
  /** Milliseconds before the service looks at a request. */
  delay?(asked: Asked): number;
  /** Given instead of the service's answer. */
  answer?(asked: Asked): Answer | undefined;
  edit?(asked: Asked, answer: Answer): Answer;
  upgrade?(asked: Asked): UpgradeFate | undefined;
  token?(seen: TokenSeen): TokenVerdict | undefined;
  /** Life of new access tokens in seconds. */
  tokenLife?(): number;
  socket?(seen: SocketSeen): SocketFate | undefined;
  message?(seen: MessageSeen): MessageFate | undefined;
  addressees?(): Addressees;
  run?(): RunFate;
  /** The check that the server leaves out. */
  unchecked?(): Check;
  /** A new editor for one socket. */
  frames?(): FrameEditor;
}
