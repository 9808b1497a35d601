import { isObject, objectOf, type Json } from './json.ts';

/** A frame understood, whatever envelope it came in. */
export interface ServerMessage {
  type: string;
  runId: string | null;
  threadId: string | null;
  userId: string | null;
  agent: string | null;
  /** Epoch milliseconds; the time of arrival when the frame does not tell. */
  at: number;
  /** Everything the frame says, whether it stood under `payload`, `data` or at the root. */
  fields: Json;
}

/**
 * Reads a frame in any of the product's envelopes: `payload`, `data`, flat, or server message
 * (docs/contract/backend.md 4).
 * @returns null when it is not a JSON object with a type
 */
export function readFrame(text: string): ServerMessage | null {
  const frame = parse(text);
  if (!isObject(frame) || typeof frame.type !== 'string') return null;
  const { payload, data, ...root } = frame;
  const inner = { ...objectOf(data), ...objectOf(payload) };
  const fields = { ...root, ...inner };
  return {
    type: frame.type === 'error_message' ? 'error' : frame.type,
    runId: idOf(root.run_id ?? inner.run_id),
    threadId: idOf(root.thread_id ?? inner.thread_id),
    userId: idOf(root.user_id ?? inner.user_id),
    agent: idOf(root.agent_name ?? inner.agent_name ?? root.agent_id ?? inner.agent_id),
    at: timeOf(root.timestamp ?? inner.timestamp),
    fields,
  };
}

/** The text of a field, empty when it is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The first of the values that is a text and not empty. */
export function firstText(...values: unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === 'string' && value !== '');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    console.warn(error);
    return null;
  }
}

function idOf(value: unknown): string | null {
  return textOf(value) || null;
}

/** @param value ISO text, seconds or milliseconds */
function timeOf(value: unknown): number {
  if (typeof value === 'number') return value < 1e11 ? value * 1000 : value;
  return Date.parse(textOf(value)) || Date.now();
}
