import type { Kind, Step } from './event.ts';

/**
 * The message types of the product (docs/contract/backend.md 4; docs/contract/backend.md 5; docs/contract/backend.md
 * 3.7).
 */
const BY_KIND: Partial<Record<Kind, readonly string[]>> = {
  agent: [
    'agent_started',
    'agent_thinking',
    'agent_completed',
    'reasoning',
    'subagent_started',
    'subagent_completed',
    'agent_finished',
    'agent_update',
    'sub_agent_update',
    'agent_progress',
    'progress_update',
    'agent_status_update',
    'agent_status_changed',
    'agent_task_ack',
    'agent_fallback',
    'agent_registered',
    'agent_unregistered',
    'agent_metrics_updated',
    'agent_manager_shutdown',
    'agent_log',
    'step_created',
    'agent_stopped',
    'agent_cancelled',
  ],
  tool: [
    'tool_executing',
    'tool_completed',
    'tool_started',
    'tool_call',
    'tool_result',
    'mcp_tool_started',
    'mcp_tool_completed',
    'mcp_tool_failed',
    'mcp_server_connected',
    'mcp_server_disconnected',
    'mcp_server_error',
  ],
  text: ['partial_result', 'stream_chunk', 'agent_response_chunk'],
  delivery: ['final_report', 'agent_response', 'agent_response_complete', 'assistant_message', 'stream_complete'],
  error: [
    'error',
    'error_message',
    'agent_error',
    'agent_failed',
    'agent_death',
    'connection_error',
    'system_error',
    'critical_task_failure',
  ],
  welcome: ['connection_established', 'connection_ready', 'handshake_acknowledged'],
  heartbeat: ['heartbeat', 'heartbeat_ack', 'ping', 'pong', 'system_message', 'server_shutdown'],
  ack: ['ack'],
  thread: ['thread_created', 'thread_loading', 'thread_loaded', 'thread_renamed', 'thread_updated', 'thread_deleted'],
};

/** Types by which the page asks for an answer; the others keep the connection. */
const PROMPTS = [
  'start_agent',
  'user_message',
  'chat',
  'chat_message',
  'message',
  'user',
  'user_input',
  'execute_agent',
  'agent_request',
];

const UPKEEP = [
  'ping',
  'pong',
  'heartbeat',
  'heartbeat_ack',
  'session_restore',
  'switch_thread',
  'auth',
  'connect',
  'disconnect',
  'page_unload',
  'stop_agent',
  'cancel_agent',
  'get_agent_status',
  'client_handshake',
  'stream_request',
];

const STEPS: Record<Step, readonly string[]> = {
  start: ['agent_started', 'subagent_started'],
  think: ['agent_thinking', 'reasoning'],
  call: ['tool_executing', 'tool_started', 'tool_call'],
  return: ['tool_completed', 'tool_result'],
  complete: ['agent_completed', 'agent_finished', 'subagent_completed'],
  fail: ['agent_error', 'agent_failed', 'agent_death', 'error', 'error_message', 'critical_task_failure'],
  stop: ['agent_stopped', 'agent_cancelled'],
};

const SERVER = new Map(
  Object.entries(BY_KIND).flatMap(([kind, types]) => types.map((type) => [type, kind as Kind] as const)),
);
const STEP = new Map(
  Object.entries(STEPS).flatMap(([step, types]) => types.map((type) => [type, step as Step] as const)),
);
const PROMPT = new Set(PROMPTS);
const CLIENT = new Set([...PROMPTS, ...UPKEEP]);

/** The five events without which no run is whole (docs/contract/backend.md 4.2). */
export const FIVE_EVENTS = [
  'agent_started',
  'agent_thinking',
  'tool_executing',
  'tool_completed',
  'agent_completed',
] as const;

/** @returns the kind of a type that came from, or went to, the server; `unknown` when no contract names it. */
export function kindOf(type: string, direction: 'sent' | 'received'): Kind {
  if (direction === 'sent') return CLIENT.has(type) ? 'client' : 'unknown';
  return SERVER.get(type) ?? 'unknown';
}

export function stepOf(type: string): Step | null {
  return STEP.get(type) ?? null;
}

/** @returns whether the page asks for an answer with a frame of this type. */
export function isPrompt(type: string): boolean {
  return PROMPT.has(type);
}
