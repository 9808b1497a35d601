/**
 * What a frame is, seen from the course of a run:
 * - `agent`, `tool`: the steps of a run (and its status frames);
 * - `text`: a streamed piece of the answer; `delivery`: a frame that only delivers the answer;
 * - `error`: the server, or an agent, gave up;
 * - `welcome`, `heartbeat` (upkeep of the connection), `ack` (which means: not understood), `thread`, `notice` (news of
 *   a service, to one person or to all): traffic outside runs;
 * - `client`: sent by the page;
 * - `unknown`: JSON with a type that is not in the vocabulary; `garbage`: not a message at all.
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
  | 'notice'
  | 'client'
  | 'unknown'
  | 'garbage';

/** What an event does to its agent: begin, think, call a tool, get the result, or one of the three ends. */
export type Step = 'start' | 'think' | 'call' | 'return' | 'complete' | 'fail' | 'stop';

/** How an agent, and with the outermost one a run, has ended. */
export type End = 'completed' | 'error' | 'stopped';

/** The end that a step makes; the other steps make none. */
export const ENDS: Readonly<Partial<Record<Step, End>>> = { complete: 'completed', fail: 'error', stop: 'stopped' };

/** Where a field stands in a frame: its name, or the names on the way to it, `result.response`. */
export type Place = string;

/** One type of message. */
export interface Definition {
  kind: Kind;
  step?: Step;
  /** No completed run is whole without it. */
  critical?: true;
  /**
   * The fields that it requires: `agent`, `tool`, `text`, `answer` or a key of {@link Vocabulary.fields}, else the
   * place of a field.
   */
  needs?: readonly string[];
  /** Where the name of its agent is, if not where others have it. */
  agent?: readonly Place[];
  /** Where its text is: a thought, a piece of the answer, the text of an error, what a person asks. */
  text?: readonly Place[];
  /** Where the whole answer is. */
  answer?: readonly Place[];
  /** Which answer counts when several frames carry one: the lowest rank; those without a rank come last. */
  rank?: number;
  /** The type that it should have come under. */
  insteadOf?: string;
  /** It may carry another event, whose type stands at `fields.wrapped`. */
  wraps?: true;
  /** It only tells the person that a run failed, and may follow the end of that run. */
  tellsPerson?: true;
  /** Where it says that what it reports has failed. */
  failure?: FailureMarks;
  /** The page asks for an answer with it. */
  asks?: true;
  /** The page stops with it what it asked for. */
  stops?: true;
  /** Name of the one envelope in which the server reads it. */
  envelope?: string;
}

/** Where an event says that what it reports has failed; `always`: its type says so. */
export type FailureMarks = 'always' | { flags: readonly Place[]; states: readonly Place[]; errors: readonly Place[] };

/** One way in which a product puts the fields of an event into a frame. */
export interface EnvelopeDefinition {
  name: string;
  /** Name of the part that holds the fields; null: they stand at the root. */
  within: string | null;
  /** Names at the root of which it has at least one. */
  beside?: readonly string[];
}

/** The fields that each event is read for. */
export type FieldName =
  'agent' | 'run' | 'user' | 'thread' | 'tool' | 'execution' | 'timestamp' | 'result' | 'wrapped' | 'acknowledged';

/** All that the checks know of the messages of a product: give another one, and they check another product. */
export interface Vocabulary {
  /** What the server sends, by type. */
  events: Readonly<Record<string, Definition>>;
  /** What the page sends, by type. */
  messages: Readonly<Record<string, Definition>>;
  /** The first that fits is the one of a frame. */
  envelopes: readonly EnvelopeDefinition[];
  /** Where each field may stand, at the root or within the envelope; the first place that holds one counts. */
  fields: Readonly<Record<FieldName, readonly Place[]>>;
}

/** The demo socket alone calls it `agent`, and a tool `tool` (docs/contract/backend.md 3.8). */
const agentName = ['agent_name', 'metadata.agent_name', 'agent_id', 'sub_agent_name', 'agent'];
const subAgentName = ['sub_agent_name', 'metadata.sub_agent_name', ...agentName];
const ofTool = {
  flags: ['success', 'result.success', 'results.success', 'payload.success'],
  states: ['status', 'payload.status'],
  errors: ['error', 'error_message', 'payload.error'],
};
const ofAgent = {
  flags: ['success', 'result.success'],
  states: ['status', 'result.status'],
  errors: ['error', 'error_message', 'result.error', 'result.error_message'],
};
const thought = ['reasoning', 'message', 'thought'];
const piece = ['content', 'chunk'];
const delivered = ['executive_summary', 'content', 'message', 'report', 'response'];
const concluded = ['result', 'final_response', 'result.response', 'result.content', 'result.summary'];
const error = ['error_message', 'message', 'error', 'error.message', 'death_cause', 'error_code'];
const asked = ['content', 'message', 'text', 'user_request'];

const start: Definition = { kind: 'agent', step: 'start', needs: ['agent'] };
const complete: Definition = { kind: 'agent', step: 'complete', needs: ['agent'], answer: concluded, failure: ofAgent };
const call: Definition = { kind: 'tool', step: 'call', needs: ['agent', 'tool'] };
const result: Definition = { kind: 'tool', step: 'return', needs: ['agent', 'tool', 'result'], failure: ofTool };
const stop: Definition = { kind: 'agent', step: 'stop', needs: ['agent'] };
const fail: Definition = { kind: 'error', step: 'fail', text: error };
const trouble: Definition = { kind: 'error', text: error };
const chunk: Definition = { kind: 'text', needs: ['text'], text: piece };
const deliver: Definition = { kind: 'delivery', answer: delivered };
const prompt: Definition = { kind: 'client', asks: true, needs: ['text'], text: asked, envelope: 'payload' };
const agent: Definition = { kind: 'agent' };
const tool: Definition = { kind: 'tool' };
const welcome: Definition = { kind: 'welcome' };
const upkeep: Definition = { kind: 'heartbeat' };
const notice: Definition = { kind: 'notice' };
const thread: Definition = { kind: 'thread' };
const client: Definition = { kind: 'client' };
const stopsRun: Definition = { ...client, stops: true };

/** The envelopes of Netra Apex (docs/contract/backend.md 4.1). */
const envelopes = [
  { name: 'payload', within: 'payload' },
  { name: 'server', within: 'data', beside: ['server_id', 'correlation_id'] },
  { name: 'data', within: 'data' },
  { name: 'flat', within: null },
] as const satisfies readonly EnvelopeDefinition[];

/** Name of an envelope of the product. */
export type Envelope = (typeof envelopes)[number]['name'];

/** The vocabulary of Netra Apex (docs/contract/backend.md 3.4, 3.6, 3.7, 4, 5). */
export const VOCABULARY: Vocabulary = {
  events: {
    agent_started: { ...start, critical: true },
    agent_thinking: { kind: 'agent', step: 'think', critical: true, needs: ['agent', 'text'], text: thought },
    tool_executing: { ...call, critical: true },
    tool_completed: { ...result, critical: true },
    agent_completed: { ...complete, critical: true },

    subagent_started: { ...start, agent: subAgentName },
    subagent_completed: { ...complete, agent: subAgentName },
    agent_finished: complete,
    agent_stopped: stop,
    agent_cancelled: stop,
    reasoning: { kind: 'agent', step: 'think', needs: ['agent', 'text'], text: thought, insteadOf: 'agent_thinking' },
    agent_update: agent,
    sub_agent_update: { ...agent, agent: subAgentName },
    agent_progress: { ...agent, wraps: true },
    progress_update: agent,
    agent_status_update: agent,
    agent_status_changed: agent,
    agent_task_ack: agent,
    agent_fallback: agent,
    agent_registered: agent,
    agent_unregistered: agent,
    agent_metrics_updated: agent,
    agent_manager_shutdown: agent,
    agent_log: agent,
    agent_typing: agent,
    step_created: agent,

    tool_started: call,
    tool_call: call,
    tool_result: result,
    mcp_tool_started: tool,
    mcp_tool_completed: { ...tool, failure: ofTool },
    mcp_tool_failed: { ...tool, failure: 'always' },
    mcp_server_connected: tool,
    mcp_server_disconnected: tool,
    mcp_server_error: tool,

    partial_result: chunk,
    stream_chunk: chunk,
    agent_response_chunk: chunk,

    final_report: { ...deliver, needs: ['answer'], rank: 1 },
    agent_response: { ...deliver, rank: 2 },
    factory_response: { ...deliver, rank: 2 },
    assistant_message: { ...deliver, rank: 3 },
    agent_response_complete: { ...deliver, rank: 4, wraps: true },
    stream_complete: deliver,

    agent_error: fail,
    agent_failed: fail,
    agent_death: fail,
    critical_task_failure: fail,
    error: { ...fail, tellsPerson: true },
    error_message: { ...fail, tellsPerson: true },
    connection_error: trouble,
    system_error: trouble,

    connection_established: welcome,
    connect: welcome,
    handshake_validation: welcome,
    connection_ready: welcome,
    handshake_acknowledged: welcome,

    heartbeat: upkeep,
    heartbeat_ack: upkeep,
    ping: upkeep,
    pong: upkeep,
    system_message: { ...upkeep, wraps: true },
    server_shutdown: upkeep,
    ack: { kind: 'ack' },

    thread_created: thread,
    thread_loading: thread,
    thread_loaded: thread,
    thread_renamed: thread,
    thread_updated: thread,
    thread_update: thread,
    thread_deleted: thread,

    degraded_service: notice,
    quality_alert: notice,
    broadcast: notice,
  },

  messages: {
    start_agent: { ...prompt, text: ['user_request'] },
    user_message: { ...prompt, text: ['content'] },
    chat: prompt,
    chat_message: prompt,
    message: prompt,
    user: prompt,
    user_input: prompt,
    execute_agent: prompt,
    agent_request: prompt,
    ping: client,
    pong: client,
    heartbeat: client,
    heartbeat_ack: client,
    session_restore: client,
    switch_thread: client,
    auth: client,
    connect: client,
    disconnect: client,
    page_unload: client,
    stop_agent: stopsRun,
    cancel_agent: stopsRun,
    get_agent_status: client,
    client_handshake: client,
    stream_request: client,
  },

  envelopes,

  fields: {
    agent: agentName,
    run: ['run_id', 'metadata.run_id'],
    user: ['user_id', 'metadata.user_id'],
    thread: ['thread_id', 'threadId', 'metadata.thread_id'],
    tool: ['tool_name', 'payload.tool_name', 'tool'],
    execution: ['execution_id', 'payload.execution_id'],
    timestamp: ['timestamp'],
    result: ['result', 'results', 'payload.result', 'payload.results'],
    wrapped: ['event', 'type'],
    acknowledged: ['received_type'],
  },
};

/** @returns the vocabulary with these events as well, each in place of one of the same type */
export function withEvents(vocabulary: Vocabulary, events: Readonly<Record<string, Definition>>): Vocabulary {
  return { ...vocabulary, events: { ...vocabulary.events, ...events } };
}

/** @returns the types without which no completed run is whole (docs/contract/backend.md 4.2) */
export function criticalEventsOf({ events }: Vocabulary): string[] {
  return Object.keys(events).filter((type) => events[type]?.critical);
}

/** The five critical events of the product (docs/contract/backend.md 4.2). */
export const CRITICAL_EVENTS: readonly string[] = criticalEventsOf(VOCABULARY);

/** @returns whether the page asks for an answer with a message of this type */
export function isPrompt(type: string, { messages }: Vocabulary = VOCABULARY): boolean {
  return Object.hasOwn(messages, type) && messages[type]?.asks === true;
}
