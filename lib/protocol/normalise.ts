import type { Frame } from '../evidence/index.ts';
import type { Envelope, Event, Kind } from './event.ts';
import { shown } from './text.ts';
import { toMilliseconds } from './timestamp.ts';
import { kindOf, stepOf } from './types.ts';

type Fields = Record<string, unknown>;

/**
 * Server messages of these types may carry another event in `data.event` or `data.type` (docs/contract/backend.md 4.1).
 */
const WRAPPERS = new Set(['system_message', 'agent_progress', 'agent_response_complete']);

/**
 * Makes an event of a frame, whatever its envelope. Nothing is repaired: a clobbered type, a missing field or a bad
 * timestamp stays
 * what it is, for the rules to see.
 * @returns an event; `garbage` when the frame is no JSON object with a string `type`. Never throws.
 */
export function normalise(frame: Frame): Event {
  const root = parse(frame);
  if (typeof root === 'string') return garbage(frame, root);
  if (typeof root.type !== 'string' || root.type === '') return garbage(frame, 'the message has no type', root);

  const envelope = envelopeOf(root);
  const inner = innerOf(root, envelope);
  const rawType = root.type;
  const type = typeOf(rawType, inner);
  const kind = kindOf(type, frame.direction);
  const rawTimestamp = root.timestamp ?? inner.timestamp;

  return {
    frame,
    type,
    rawType,
    kind,
    envelope,
    rawTimestamp,
    step: frame.direction === 'received' ? stepOf(type) : null,
    clobbered: rawType === 'reasoning',
    agent: text(root.agent_name, inner.agent_name, object(inner.metadata)?.agent_name, inner.agent_id),
    run: id(root.run_id, inner.run_id),
    user: id(root.user_id, inner.user_id),
    thread: id(root.thread_id, inner.thread_id, inner.threadId),
    tool: text(inner.tool_name, root.tool_name),
    execution: text(inner.execution_id, root.execution_id),
    timestamp: toMilliseconds(rawTimestamp),
    text: textOf(kind, type, inner, root),
    answer: answerOf(kind, type, inner),
    message: kind === 'error' ? messageOf(inner, root) : null,
    fields: fieldsOf(root, inner, envelope),
  };
}

function parse(frame: Frame): Fields | string {
  if (frame.binary) return 'the frame is binary';
  if (frame.text === '') return 'the frame is empty';
  try {
    return object(JSON.parse(frame.text)) ?? 'the frame is JSON, but no object';
  } catch (error) {
    return `the frame is no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function garbage(frame: Frame, message: string, fields: Fields = {}): Event {
  return {
    frame,
    message,
    fields,
    type: '',
    rawType: '',
    kind: 'garbage',
    step: null,
    envelope: 'none',
    clobbered: false,
    agent: null,
    run: null,
    user: null,
    thread: null,
    tool: null,
    execution: null,
    timestamp: null,
    rawTimestamp: undefined,
    text: null,
    answer: null,
  };
}

function envelopeOf(root: Fields): Envelope {
  if (object(root.payload)) return 'payload';
  if (object(root.data)) return 'server_id' in root || 'correlation_id' in root ? 'server' : 'data';
  return 'flat';
}

function innerOf(root: Fields, envelope: Envelope): Fields {
  if (envelope === 'flat') return root;
  return object(envelope === 'payload' ? root.payload : root.data) ?? {};
}

function typeOf(rawType: string, inner: Fields): string {
  if (!WRAPPERS.has(rawType)) return rawType;
  const wrapped = text(inner.event, inner.type);
  return wrapped !== null && kindOf(wrapped, 'received') !== 'unknown' ? wrapped : rawType;
}

function textOf(kind: Kind, type: string, inner: Fields, root: Fields): string | null {
  if (kind === 'text') return text(inner.content, inner.chunk);
  if (kind === 'client') return text(inner.user_request, inner.content, inner.message, inner.text);
  if (stepOf(type) === 'think') return text(inner.reasoning, inner.message, root.message, inner.thought, root.thought);
  return null;
}

function answerOf(kind: Kind, type: string, inner: Fields): string | null {
  if (kind === 'delivery') return text(inner.executive_summary, inner.content, inner.message, inner.report);
  if (stepOf(type) !== 'complete') return null;
  const result = object(inner.result);
  return text(inner.result, inner.final_response, result?.response, result?.content, result?.summary);
}

function messageOf(inner: Fields, root: Fields): string | null {
  return text(
    inner.error_message,
    inner.message,
    inner.error,
    inner.death_cause,
    inner.error_code,
    root.error_message,
    root.message,
  );
}

function fieldsOf(root: Fields, inner: Fields, envelope: Envelope): Fields {
  if (envelope === 'flat') return root;
  const { [envelope === 'payload' ? 'payload' : 'data']: _, ...outer } = root;
  return { ...outer, ...inner };
}

function object(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

/**
 * What the frame names, as text whatever its type; where it contradicts itself, all that it names: that is nobody's
 * id.
 */
function id(...values: unknown[]): string | null {
  const named = new Set(
    values
      .filter((value) => value !== undefined && value !== null)
      .map((value) => (typeof value === 'string' ? value : shown(value))),
  );
  return named.size === 0 ? null : [...named].join(' and ');
}

/**
 * The first of the values that is a string; an empty one counts, because a piece or an answer may be empty by
 * mistake.
 */
function text(...values: unknown[]): string | null {
  const found = values.find((value) => typeof value === 'string');
  return typeof found === 'string' ? found : null;
}
