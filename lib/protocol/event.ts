import type { Frame } from '../evidence/index.ts';
import { type Definition, ENDS, type Kind, type Step } from './vocabulary.ts';

/** A frame understood. Fields that the frame does not carry are null. */
export interface AgentEvent {
  frame: Frame;
  /** The type; for a server message that wraps another event, the type of the inner one. Empty for garbage. */
  type: string;
  /** The type as it stood at the root of the frame. */
  rawType: string;
  kind: Kind;
  step: Step | null;
  /** What the vocabulary says of the type. */
  definition: Definition;
  /** Name of the envelope; `none` for garbage. */
  envelope: string;
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
  /** A streamed piece, a thought, or what the page asked. */
  text: string | null;
  /** The final text, of frames that carry it. */
  answer: string | null;
  /** The text of an error, or why a frame is garbage. */
  message: string | null;
  /** What an event says of its own failure, such as `success is false`; null where it reports a success. */
  failure: string | null;
  /** The type of the message that an `ack` acknowledges. */
  acknowledged: string | null;
  /** Names of the fields that its type requires and that the frame does not have. */
  lacks: readonly string[];
  /** Root and envelope merged, for reports. */
  fields: Readonly<Record<string, unknown>>;
}

/**
 * When an event came, in epoch milliseconds: of a replay as it was recorded, since a busy machine plays it later.
 */
export function cameAt({ frame }: AgentEvent): number {
  return frame.recorded?.time ?? frame.time;
}

/** The time that stands in an event, of a replay as it was recorded; null where there is none. */
export function stampOf({ timestamp, frame }: AgentEvent): number | null {
  return timestamp === null ? null : timestamp - (frame.recorded?.moved ?? 0);
}

/** @returns whether the event ends its agent */
export function isEnd({ step }: AgentEvent): boolean {
  return step !== null && ENDS[step] !== undefined;
}

/** The event in a few characters: `tool_completed(price_lookup)`, `agent_started(data_agent)`, `heartbeat`. */
export function label(event: AgentEvent): string {
  const subject = event.kind === 'tool' ? event.tool : event.agent;
  return (event.type || event.kind) + (subject === null ? '' : `(${subject})`);
}

/** The event as a sentence begins with it: `frame #17 tool_completed(price_lookup)`. */
export function named(event: AgentEvent): string {
  return `frame #${event.frame.seq} ${label(event)}`;
}
