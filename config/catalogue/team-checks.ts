/** A check that the product's own suites announce, and what a browser-level check in its place must prove. */
export interface Row {
  /** The tag of its specs, without the `@`: suite and number, e.g. `P1-001`. */
  id: string;
  /** The tag of the team's suite, e.g. `@p1`. */
  suite: string;
  /** The team's name of the check. */
  name: string;
  /** What a red test would refute, in one sentence. */
  proves: string;
}

/** One suite of the team; its rows are numbered in the team's order, since the number is how they are called. */
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
        'The page opens its socket with an agreed subprotocol, is welcomed within the budget, and the socket stays open.',
      ],
      [
        'websocket_authentication',
        'Nobody, garbage and an expired token are refused on the socket; a good token is welcomed under its own user.',
      ],
      [
        'websocket_message_send',
        'A message sent from the composer is one frame, and the first event of a new run comes within the budget.',
      ],
      ['concurrent_connections', 'Several pages at once have each a socket and a connection of their own.'],
      ['agent_discovery', 'The list of MCP servers is answered with 200 and each server is connected.'],
      ['agent_configuration', 'The MCP configuration is answered with 200 and names server, version and transports.'],
      [
        'agent_execution_endpoints',
        'Each endpoint that runs an agent answers what was asked, and with no mock, fallback or degraded text.',
      ],
      ['agent_streaming', 'The answer is shown in several steps at distinct times before its run ends.'],
      ['agent_status_monitoring', 'The status of the agents tells of the run that goes on, and of its end.'],
      ['tool_execution_endpoints', 'Every tool call has its one result, also where calls overlap.'],
      [
        'agent_performance',
        'First event, first text and answer come within upper budgets, and a probe that measures nothing fails.',
      ],
      ['message_persistence', 'After a reload the message and its answer are still there.'],
      ['thread_creation', 'A new chat becomes a thread on the server and an entry of the list.'],
      ['thread_switching', 'Of two threads each shows its own messages only, whichever is opened.'],
      ['thread_history', 'A thread that is opened again shows all its messages in their order.'],
      ['user_context_isolation', 'Of two people each sees the own answer only, on the wire and on the screen.'],
      ['concurrent_users', 'Several people who ask at once all get their own answers.'],
      ['rate_limiting', 'Somebody who sends too much is told so, and nothing is lost without a word.'],
      ['error_handling', 'Each wrong request is answered with its exact status and a reason.'],
      ['connection_resilience', 'After the network was away the page connects again and nothing is lost.'],
      ['session_persistence', 'A reload and a second tab stay signed in, and a token that ends is renewed.'],
      ['agent_lifecycle', 'Stopping a run ends it on the wire and on the screen, and the person can write again.'],
      ['streaming_partial_results', 'The answer on the screen grows piece by piece as the pieces arrive.'],
      ['message_ordering', 'Messages and answers stand in the order in which they were sent, live and after a reload.'],
      ['critical_event_delivery', 'All five critical events of one run arrive, in order and paired, under one run id.'],
    ],
  },
  {
    tag: '@critical-path',
    prefix: 'CP',
    checks: [
      ['basic_functionality', 'The service says that it is healthy, and so does each of its components.'],
      ['critical_api_endpoints', 'Each critical endpoint answers 200 with the fields that its callers read.'],
      [
        'end_to_end_message_flow',
        'A message goes from the composer over the wire to the agents, and the answer comes back to the screen.',
      ],
      ['critical_performance_targets', 'What the team gives as targets is measured, and lies within the budgets.'],
      [
        'critical_error_handling',
        'Refused sign-in, rate limit, unavailable service, bad request and failed agent: the page reacts to each as it should.',
      ],
      ['business_critical_features', 'What the product is sold for is there for a person to use.'],
    ],
  },
  {
    tag: '@websocket-events',
    prefix: 'WS',
    checks: [
      ['health_check', 'Both health endpoints say healthy, and a component that is not is named.'],
      [
        'websocket_connection',
        'The page is connected by a real handshake: 101, an offered subprotocol, a welcome, and no refusal counted as success.',
      ],
      ['api_endpoints_for_agents', 'Discovery, MCP configuration and MCP servers have the shape that the page reads.'],
      ['websocket_event_flow_real', 'The events of a run follow the whole protocol.'],
      ['concurrent_websocket_real', 'Seven pages at once are each welcomed within the budget.'],
    ],
  },
  {
    tag: '@message-flow',
    prefix: 'MF',
    checks: [
      ['message_endpoints', 'Health and discovery answer before any message is sent.'],
      [
        'real_message_api_endpoints',
        'Threads and messages can be written, read, changed and removed by whoever is signed in.',
      ],
      ['real_websocket_message_flow', 'Of several messages each is answered by a run of its own.'],
      ['real_thread_management', 'Threads are made, listed, opened and found by a person at the page.'],
      [
        'real_error_handling_flow',
        'Messages that make no sense are refused with their exact code, on REST and on the socket.',
      ],
    ],
  },
  {
    tag: '@agent-pipeline',
    prefix: 'AP',
    checks: [
      ['real_agent_discovery', 'The agents and tools that discovery names are those that answer.'],
      ['real_agent_configuration', 'The configuration that is announced is the one in force.'],
      ['real_agent_pipeline_execution', 'A run has exactly the agents and tools that its scenario declares.'],
      ['real_agent_lifecycle_monitoring', 'A run can be watched from its start to its end.'],
      ['real_pipeline_error_handling', 'A failed tool and a failed agent are told to the person, who can go on.'],
      ['real_pipeline_metrics', 'The health endpoints answer within an upper budget, sampled several times.'],
    ],
  },
  {
    tag: '@golden-path',
    prefix: 'GP',
    checks: [
      ['complete_golden_path', 'A person signs in, sends a message, sees the answer stream in and finds it again.'],
      ['websocket_authentication', 'The socket is let in by the token of whoever is signed in, and by nothing else.'],
      ['agent_response_flow', 'The answer of the agents reaches the screen to the letter, and answers what was asked.'],
    ],
  },
];

/**
 * Every row of the team's suites (the product's list of checks, sections 7.1 to 7.5, and the three flows of its
 * golden-path phase).
 */
export const rows: readonly Row[] = suites.flatMap(({ tag, prefix, checks }) =>
  checks.map(([name, proves], index) => ({
    id: `${prefix}-${String(index + 1).padStart(3, '0')}`,
    suite: tag,
    name,
    proves,
  })),
);
