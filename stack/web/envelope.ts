import { isObject, type Json } from './json.ts';

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
  /** The frame as it came. */
  raw: unknown;
}

/**
 * Reads a frame in any of the product's envelopes: `payload`, `data`, flat, or server message
 * (docs/contract/backend.md 4).
 * @returns null when it is not a JSON object with a type
 */
export function readFrame(text: string): ServerMessage | null {
  const raw = parse(text);
  if (!isObject(raw) || typeof raw.type !== 'string') return null;
  const { payload, data, ...root } = raw;
  const inner = { ...(isObject(data) ? data : {}), ...(isObject(payload) ? payload : {}) };
  const fields = { ...root, ...inner };
  return {
    type: raw.type === 'error_message' ? 'error' : raw.type,
    runId: idOf(root.run_id ?? inner.run_id),
    threadId: idOf(root.thread_id ?? inner.thread_id),
    userId: idOf(root.user_id ?? inner.user_id),
    agent: idOf(root.agent_name ?? inner.agent_name ?? root.agent_id ?? inner.agent_id),
    at: timeOf(root.timestamp ?? inner.timestamp),
    fields,
    raw,
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
  return typeof value === 'string' && value ? value : null;
}

/** @param value ISO text, seconds or milliseconds */
function timeOf(value: unknown): number {
  if (typeof value === 'number') return value < 1e11 ? value * 1000 : value;
  const parsed = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(parsed) ? Date.now() : parsed;
}
