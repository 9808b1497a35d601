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
  /** Headers that are lost on the way to the server, in lower case. */
  lost?: readonly string[];
}

/** A token at the place where it is checked. */
export interface TokenSeen {
  where: 'api' | 'socket' | 'auth';
  /** How it was wrapped when it came as a subprotocol. */
  wrapping?: 'base64url' | 'raw';
}

/** What a service is told to make of a token. `accept`: take anything, as a person of no account. */
export type TokenVerdict = 'accept' | 'refuse';

/** A socket just accepted. */
export interface SocketSeen {
  /** Sockets this person has had since the fault was switched on, this one included. */
  count: number;
  protocol: string;
}

/** What becomes of an accepted socket. */
export interface SocketFate {
  close?: { code: number; reason: string; after: number; beforeWelcome?: boolean };
  /** Cut without a close frame, ms after it opened. */
  cutAfter?: number;
  welcome?: boolean;
}

/** A message of a person to the server. */
export interface MessageSeen {
  type: string;
  /** Milliseconds since its socket opened. */
  age: number;
  /** Field names of its payload. */
  fields: readonly string[];
}

/** What the server makes of a message instead of acting on it. */
export type MessageFate = 'ignore' | 'acknowledge' | 'accept-silently';

/** Who gets a frame: its person, nobody, the newest socket of its person, or everybody. */
export type Addressees = 'person' | 'nobody' | 'newest' | 'everybody';

/** A frame on its way to the browser, `delay` ms after its place. */
export interface OutFrame {
  data: string | Uint8Array;
  delay: number;
}

/** Takes each frame of one socket in order and gives what is to be sent instead (none, one or several). */
export type FrameEditor = (frame: OutFrame) => OutFrame[];

/**
 * What a fault does, at the points where a stack asks it. All are optional. `answer`, `edit` and `frames` need nothing but what crosses
 * the wire, so they also work between a page and a real target.
 */
export interface Effects {
  delay?(asked: Asked): number;
  answer?(asked: Asked): Answer | undefined;
  edit?(asked: Asked, answer: Answer): Answer;
  upgrade?(asked: Asked): UpgradeFate | undefined;
  token?(seen: TokenSeen): TokenVerdict | undefined;
  /** Life of new access tokens in seconds. */
  tokenLife?(): number;
  socket?(seen: SocketSeen): SocketFate | undefined;
  message?(seen: MessageSeen): MessageFate | undefined;
  addressees?(): Addressees;
  frames?(): FrameEditor;
}
