import type { Envelope } from '../../options.ts';

/** An event of a run with its time. `at` is epoch milliseconds. */
export interface AgentEvent {
  type: string;
  at: number;
  runId: string;
  personId: string;
  threadId: string;
  agent: string;
  fields: Record<string, unknown>;
}

type Message = Record<string, unknown>;

/** What the page reads (docs/contract/frontend.md 6): a number of milliseconds, and the fields under `payload`. */
function payload({ type, at, runId, personId, threadId, agent, fields }: AgentEvent): Message {
  return {
    type,
    run_id: runId,
    user_id: personId,
    thread_id: threadId,
    agent_name: agent,
    timestamp: at,
    payload: fields,
  };
}

/**
 * E1, the bridge: no thread, ISO time, the fields under `data`; an `agent_error` names no person
 * (docs/contract/backend.md 4.1; docs/contract/backend.md 4.3).
 */
function data({ type, at, runId, personId, agent, fields }: AgentEvent): Message {
  const person = type === 'agent_error' ? {} : { user_id: personId };
  return { type, run_id: runId, ...person, agent_name: agent, timestamp: new Date(at).toISOString(), data: fields };
}

/**
 * E2, the emitter: all fields at the root, some under other names, none of the bridge's own; seconds with a fraction.
 */
function flat({ type, at, runId, personId, threadId, agent, fields }: AgentEvent): Message {
  const { result, execution_time_ms: took, duration_ms: _took, message: _message, ...others } = fields;
  const { business_progress: _progress, ...rest } = others;
  const renamed =
    type === 'tool_completed' ? { results: result, duration: Number(took) / 1000 } : { final_response: result };
  const root = {
    user_id: personId,
    thread_id: threadId,
    run_id: runId,
    request_id: `req_${runId}`,
    agent_name: agent,
    timestamp: at / 1000,
  };
  return { critical: true, attempt: null, type, ...root, metadata: {}, ...rest, ...renamed };
}

/** E3, the server message: everything under `data`, seconds with a fraction. */
function server({ type, at, runId, personId, threadId, agent, fields }: AgentEvent): Message {
  const inner = { run_id: runId, user_id: personId, thread_id: threadId, agent_name: agent, ...fields };
  return serverMessage(type, inner, at);
}

/**
 * A message that is not part of a run: welcome, heartbeat, pong. Both ids at its root are always null
 * (docs/contract/backend.md 3.4; docs/contract/backend.md 4.1).
 */
export function serverMessage(type: string, inner: Message, at = Date.now()): Message {
  return { type, data: inner, timestamp: at / 1000, server_id: null, correlation_id: null };
}

const wraps: Record<Envelope, (event: AgentEvent) => Message> = { payload, data, flat, server };

/** Puts an event in its envelope. */
export function wrap(envelope: Envelope, event: AgentEvent): Message {
  return wraps[envelope](event);
}
