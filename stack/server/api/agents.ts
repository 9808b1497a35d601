import { randomBytes } from 'node:crypto';
import type { Answer } from '../../faults/index.ts';
import { findOut } from '../agent/findings.ts';
import type { Core } from '../core.ts';
import { bodyOf, json, optionalText, text, type ApiCall, type Json } from '../http/exchange.ts';
import { route, type Route } from '../http/router.ts';
import type { Thread } from '../memory.ts';
import { withZ } from '../times.ts';
import { asker, ownThread } from './threads.ts';

const longest = 10_000;

/** The thread a request names, else a new one for its message. */
function threadFor(core: Core, exchange: ApiCall, body: Json, message: string): Thread {
  const id = optionalText(body, 'thread_id');
  return id === undefined
    ? core.memory.addThread(asker(exchange), message.slice(0, 50))
    : ownThread(core, exchange, id);
}

/** The thread last used by who asks, else a new one: the older calls name none (docs/contract/frontend.md 5). */
function latestThread(core: Core, exchange: ApiCall, message: string): Thread {
  return core.memory.threads(asker(exchange))[0] ?? core.memory.addThread(asker(exchange), message.slice(0, 50));
}

/** Name of a run that REST began: it holds its thread (docs/contract/backend.md 4.4). */
function delegated({ id }: Thread): string {
  return `${id}_run_${Date.now()}_${randomBytes(4).toString('hex')}`;
}

function executeNew(core: Core): (exchange: ApiCall) => Answer {
  return (exchange) => {
    const body = bodyOf(exchange);
    const message = text(body, 'message', { max: longest });
    const agent = optionalText(body, 'agent_type') ?? 'triage';
    const thread = threadFor(core, exchange, body, message);
    const run = core.runs.start(asker(exchange), thread, message, delegated(thread));
    return json({
      success: true,
      run_id: run.id,
      status: 'started',
      message: `Agent ${agent} has started`,
      thread_id: thread.id,
    });
  };
}

function executeOld(core: Core, fixed?: string): (exchange: ApiCall) => Answer {
  return (exchange) => {
    const startedAt = performance.now();
    const body = bodyOf(exchange);
    const message = text(body, 'message', { max: longest });
    const agent = fixed ?? optionalText(body, 'agent_type') ?? optionalText(body, 'type') ?? 'triage';
    if (exchange.identity !== undefined)
      core.runs.start(asker(exchange), latestThread(core, exchange, message), message);
    const response = findOut(core.settings.seed, message).answer;
    const execution_time = (performance.now() - startedAt) / 1000;
    return json({ status: 'success', agent, response, execution_time, circuit_breaker_state: 'CLOSED', error: null });
  };
}

/** What the services answer to an order to an agent (docs/contract/backend.md 6). */
function done(action: string, agent_id: string, message: string): Answer {
  return json({ success: true, agent_id, action, message, timestamp: withZ() });
}

function start(core: Core): (exchange: ApiCall) => Answer {
  return (exchange) => {
    const body = bodyOf(exchange);
    const message = text(body, 'message', { max: longest });
    const run = core.runs.start(asker(exchange), threadFor(core, exchange, body, message), message);
    return done('start', run.id, `Agent ${optionalText(body, 'agent_type') ?? 'triage'} has started`);
  };
}

/** Stops the run that is named, as an agent or as a run, else all of the thread that is named, else all. */
function stop(core: Core, action: string): (exchange: ApiCall) => Answer {
  return (exchange) => {
    const body = bodyOf(exchange);
    const runId = optionalText(body, 'agent_id') ?? optionalText(body, 'run_id');
    const threadId = optionalText(body, 'thread_id');
    const stopped = core.runs.cancel(asker(exchange), { runId, threadId });
    return done(action, runId ?? stopped[0] ?? '', `Runs that were stopped: ${stopped.length}`);
  };
}

function status(core: Core): (exchange: ApiCall) => Answer {
  return (exchange) =>
    json(
      core.runs.of(asker(exchange)).map((run) => ({
        agent_id: run.id,
        status: run.status,
        agent_type: 'supervisor',
        start_time: withZ(run.startedAt),
        last_activity: withZ(run.lastActivity),
        message_count: run.said,
      })),
    );
}

/**
 * Running agents by REST; their events go over the person's sockets (docs/contract/backend.md 6;
 * docs/contract/frontend.md 5).
 */
export function agentRoutes(core: Core): Route[] {
  return [
    route('POST', '/api/agent/v2/execute', executeNew(core), 'bearer'),
    route('POST', '/api/agents/execute', executeOld(core), 'optional'),
    route('POST', '/api/agents/triage', executeOld(core, 'triage'), 'optional'),
    route('POST', '/api/agents/data', executeOld(core, 'data'), 'optional'),
    route('POST', '/api/agents/optimization', executeOld(core, 'optimization'), 'optional'),
    route('POST', '/api/agents/start', start(core), 'bearer'),
    route('POST', '/api/agents/stop', stop(core, 'stop'), 'bearer'),
    route('POST', '/api/agents/cancel', stop(core, 'cancel'), 'bearer'),
    route('GET', '/api/agents/status', status(core), 'bearer'),
  ];
}
