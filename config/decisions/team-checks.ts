/** A check of the product's own suites, and what a browser-level check in its place must prove. */
export interface TeamCheck {
  /** The tag of its specs, without the `@`: suite and number, e.g. `P1-001`. */
  id: string;
  /** The tag of the team's suite, e.g. `@p1`. */
  suite: string;
  /** The team's name of the check. */
  name: string;
  /** What its specs prove, in one sentence. */
  proves: string;
}

/** One suite of the team; its checks are numbered in the team's order. */
interface Suite {
  tag: string;
  prefix: string;
  checks: readonly (readonly [name: string, proves: string])[];
}

const suites: readonly Suite[] = [
  {
    tag: '@p1',
    prefix: 'P1',
    checks: [
      [
        'websocket_connection',
        'The page opens its WebSocket with an agreed subprotocol, is welcomed within the time budget, and stays connected.',
      ],
      [
        'websocket_authentication',
        'A missing, a malformed and an expired token are refused on the WebSocket; a valid token is welcomed as its own user.',
      ],
      [
        'websocket_message_send',
        'A message is sent in one WebSocket frame, and the first event of its run arrives within the time budget.',
      ],
      ['concurrent_connections', 'Several pages at once each have a WebSocket and a connection of their own.'],
      ['agent_discovery', 'The list of MCP servers answers 200 and every server is connected.'],
      ['agent_configuration', 'The MCP configuration answers 200 and lists an endpoint for each transport.'],
      [
        'agent_execution_endpoints',
        'Every endpoint that runs an agent answers the question, without a mock, fallback or degraded text.',
      ],
      ['agent_streaming', 'The answer is shown piece by piece before the run ends.'],
      ['agent_status_monitoring', 'The agent status endpoint shows a run as running and then as completed.'],
      ['tool_execution_endpoints', 'Every tool call has exactly one result, also when calls run in parallel.'],
      [
        'agent_performance',
        'The first event, first text and answer arrive within their time budgets, and a measure without a value fails.',
      ],
      ['message_persistence', 'A message and its answer are still shown after a reload.'],
      ['thread_creation', 'A new chat creates a thread on the server and in the thread list.'],
      ['thread_switching', 'Two threads each show only their own messages.'],
      ['thread_history', 'A thread that is opened again shows all its messages in order.'],
      ['user_context_isolation', 'Two people chatting at once each get only their own answer.'],
      ['concurrent_users', 'Several people chatting at once each get their own answer.'],
      ['rate_limiting', 'A message over the rate limit shows an error and is not lost.'],
      ['error_handling', 'Every invalid request is refused with the exact status and a reason.'],
      ['connection_resilience', 'The page reconnects after a network outage and nothing is lost.'],
      ['session_persistence', 'A reload and a second tab stay signed in, and an expiring token is renewed.'],
      [
        'agent_lifecycle',
        'The stop button ends a run on the wire and on the screen, and the next message can be sent.',
      ],
      ['streaming_partial_results', 'The answer on the screen grows piece by piece as the pieces arrive.'],
      [
        'message_ordering',
        'Messages and answers are shown in the order in which they were sent, live and after a reload.',
      ],
      [
        'critical_event_delivery',
        'All five critical events of a run arrive in order, paired and with the same run id.',
      ],
    ],
  },
  {
    tag: '@critical-path',
    prefix: 'CP',
    checks: [
      ['basic_functionality', 'The service and each of its components are healthy.'],
      ['critical_api_endpoints', 'Every critical endpoint answers 200 with the required fields.'],
      [
        'end_to_end_message_flow',
        'A message goes from the composer to the agents, and the answer comes back to the screen.',
      ],
      [
        'critical_performance_targets',
        'The performance targets of the team are measured and are within their budgets.',
      ],
      [
        'critical_error_handling',
        'The page handles a refused sign-in, the rate limit, an unavailable service, a bad request and a failed agent correctly.',
      ],
      ['business_critical_features', 'The features that the product is sold for are available to a person.'],
    ],
  },
  {
    tag: '@websocket-events',
    prefix: 'WS',
    checks: [
      ['health_check', 'Both health endpoints report healthy, and an unhealthy component is named.'],
      [
        'websocket_connection',
        'The page connects with a real handshake: status 101, an offered subprotocol and a welcome; a refusal is not a success.',
      ],
      [
        'api_endpoints_for_agents',
        'Discovery, MCP configuration and MCP servers answer with the fields that the page needs.',
      ],
      ['websocket_event_flow_real', 'The events of a run follow the whole protocol.'],
      ['concurrent_websocket_real', 'Seven pages connecting at once are each welcomed within the time budget.'],
    ],
  },
  {
    tag: '@message-flow',
    prefix: 'MF',
    checks: [
      ['message_endpoints', 'Health and discovery answer before any message is sent.'],
      [
        'real_message_api_endpoints',
        'A signed-in person can create, read, update and delete threads and messages over the API.',
      ],
      ['real_websocket_message_flow', 'Several messages are each answered by a run of their own.'],
      ['real_thread_management', 'A person can create, list, open and search threads on the page.'],
      [
        'real_error_handling_flow',
        'Invalid messages are refused with the exact code, over REST and over the WebSocket.',
      ],
    ],
  },
  {
    tag: '@agent-pipeline',
    prefix: 'AP',
    checks: [
      ['real_agent_discovery', 'MCP discovery lists every tool once, and counts them.'],
      ['real_agent_configuration', 'The published configuration is the one in use.'],
      ['real_agent_pipeline_execution', 'A run has exactly the agents and tools that its scenario declares.'],
      ['real_agent_lifecycle_monitoring', 'A run can be monitored from start to end.'],
      ['real_pipeline_error_handling', 'A failed tool and a failed agent are shown to the person, who can continue.'],
      ['real_pipeline_metrics', 'The health endpoints answer within their time budget, over several calls.'],
    ],
  },
  {
    tag: '@golden-path',
    prefix: 'GP',
    checks: [
      [
        'complete_golden_path',
        'A person signs in, sends a message, sees the answer stream in and sees it again after a reload.',
      ],
      ['websocket_authentication', 'The WebSocket accepts the token of the signed-in person, and nothing else.'],
      ['agent_response_flow', 'The answer of the agents reaches the screen unchanged, and answers the question.'],
    ],
  },
];

/**
 * Every check of the team's suites (docs/contract/team-checks.md 7.1 to 7.5, and the three flows of its golden-path
 * phase).
 */
export const teamChecks: readonly TeamCheck[] = suites.flatMap(({ tag, prefix, checks }) =>
  checks.map(([name, proves], index) => ({
    id: `${prefix}-${String(index + 1).padStart(3, '0')}`,
    suite: tag,
    name,
    proves,
  })),
);
