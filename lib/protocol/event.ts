import type { Frame } from '../evidence/index.ts';

/**
 * What a frame is, seen from the course of a run:
 * - `agent`, `tool`: the steps of a run (and its status frames);
 * - `text`: a streamed piece of the answer; `delivery`: a frame that only delivers the answer;
 * - `error`: the server, or an agent, gave up;
 * - `welcome`, `heartbeat` (upkeep of the connection), `ack` (which means: not understood), `thread`: traffic outside
 * runs;
 * - `client`: sent by the page;
 * - `unknown`: JSON with a type that no contract knows; `garbage`: not a message at all.
 */
export type Kind =
  | 'agent'
  | 'tool'
  | 'text'
  | 'delivery'
  | 'error'
  | 'welcome'
  | 'heartbeat'
  | 'ack'
  | 'thread'
  | 'client'
  | 'unknown'
  | 'garbage';

/**
 * Where the fields sit: under `payload` (what the page reads), under `data` (bridge), at the root (emitter), or under
 * `data` of a
 * server message that has a `server_id` or `correlation_id`. `none` for garbage.
 */
export type Envelope = 'payload' | 'data' | 'flat' | 'server' | 'none';

/** What an event does to its agent: begin, think, call a tool, get the result, or one of the three ends. */
export type Step = 'start' | 'think' | 'call' | 'return' | 'complete' | 'fail' | 'stop';

/** A frame understood. Fields that the frame does not carry are null. */
export interface Event {
  frame: Frame;
  /** The type; for a server message that wraps another event, the type of the inner one. Empty for garbage. */
  type: string;
  /** The type as it stood at the root of the frame. */
  rawType: string;
  kind: Kind;
  step: Step | null;
  envelope: Envelope;
  /**
   * True for `reasoning`: an `agent_thinking` whose type was overwritten by its own payload (docs/contract/backend.md
   * 4.2).
   */
  clobbered: boolean;
  agent: string | null;
  run: string | null;
  user: string | null;
  thread: string | null;
  tool: string | null;
  execution: string | null;
  /** Epoch milliseconds, from ISO text, seconds or milliseconds; null when absent or unreadable. */
  timestamp: number | null;
  /** The timestamp as it stood in the frame; undefined when there is none. */
  rawTimestamp: unknown;
  /** A streamed piece, a thought, or what the client sent. */
  text: string | null;
  /** The final text, of frames that carry it. */
  answer: string | null;
  /** The text of an error, or why a frame is garbage. */
  message: string | null;
  /** Root and envelope merged, for reports. */
  fields: Record<string, unknown>;
}

/** The event in a few characters: `tool_completed(price_lookup)`, `agent_started(data_agent)`, `heartbeat`. */
export function label(event: Event): string {
  const subject = event.kind === 'tool' ? event.tool : event.agent;
  return (event.type || event.kind) + (subject === null ? '' : `(${subject})`);
}

/** The event as a sentence begins with it: `frame #17 tool_completed(price_lookup)`. */
export function named(event: Event): string {
  return `frame #${event.frame.seq} ${label(event)}`;
}
