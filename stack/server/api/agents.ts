import { randomBytes } from 'node:crypto';
import type { Answer } from '../../faults/index.ts';
import { findOut } from '../agent/findings.ts';
import type { Core } from '../core.ts';
import { bodyOf, json, optionalText, text, type Exchange, type Json } from '../http/exchange.ts';
import { route, type Route } from '../http/router.ts';
import type { Thread } from '../memory.ts';
import { asker, ownThread } from './threads.ts';

const longest = 10_000;

/** The thread a request names, else a new one for its message. */
function threadFor(core: Core, exchange: Exchange, body: Json, message: string): Thread {
  const id = optionalText(body, 'thread_id');
  return id === undefined
    ? core.memory.addThread(asker(exchange), message.slice(0, 50))
    : ownThread(core, exchange, id);
}

/** The thread last used by who asks, else a new one: the older calls name none (docs/contract/frontend.md 5). */
function latestThread(core: Core, exchange: Exchange, message: string): Thread {
  return core.memory.threads(asker(exchange))[0] ?? core.memory.addThread(asker(exchange), message.slice(0, 50));
}

/** Name of a run that REST began: it holds its thread (docs/contract/backend.md 4.4). */
function delegated({ id }: Thread): string {
  return `${id}_run_${Date.now()}_${randomBytes(4).toString('hex')}`;
}

function executeNew(core: Core): (exchange: Exchange) => Answer {
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
      user_id: asker(exchange),
      thread_id: thread.id,
      request_id: optionalText(body, 'request_id') ?? null,
      session_scoped: true,
    });
  };
}

function executeOld(core: Core, fixed?: string): (exchange: Exchange) => Answer {
  return (exchange) => {
    const startedAt = performance.now();
    const body = bodyOf(exchange);
    const message = text(body, 'message', { max: longest });
    const agent = fixed ?? optionalText(body, 'agent_type') ?? optionalText(body, 'type') ?? 'triage';
    if (exchange.identity !== undefined)
      core.runs.start(asker(exchange), latestThread(core, exchange, message), message);
    const response = findOut(core.settings.seed, message).answer;
    const execution_time = (performance.now() - startedAt) / 1000;
    return json({ status: 'success', agent, response, execution_time, circuit_breaker_state: 'closed', error: null });
  };
}

function start(core: Core): (exchange: Exchange) => Answer {
  return (exchange) => {
    const body = bodyOf(exchange);
    const message = optionalText(body, 'message') ?? text(body, 'user_request', { max: longest });
    const thread = threadFor(core, exchange, body, message);
    const run = core.runs.start(asker(exchange), thread, message);
    return json({ status: 'started', run_id: run.id, thread_id: thread.id, agent_id: 'supervisor_agent' });
  };
}

function stop(core: Core, status: string): (exchange: Exchange) => Answer {
  return (exchange) => {
    const body = bodyOf(exchange);
    const runId = optionalText(body, 'run_id');
    const threadId = optionalText(body, 'thread_id');
    return json({ status, run_ids: core.runs.cancel(asker(exchange), { runId, threadId }) });
  };
}

function status(core: Core): (exchange: Exchange) => Answer {
  return (exchange) => {
    const runs = core.runs.of(asker(exchange)).slice(0, 50);
    const agents = runs.map((run) => ({
      run_id: run.id,
      thread_id: run.parts.thread.id,
      agent_name: 'supervisor_agent',
      status: run.status,
      started_at: new Date(run.startedAt).toISOString(),
    }));
    return json({ status: 'healthy', active_runs: runs.filter((run) => run.status === 'running').length, agents });
  };
}

/**
 * Running agents by REST; their events go over the person's sockets (docs/contract/backend.md 6;
 * docs/contract/frontend.md 5).
 */
export function agentRoutes(core: Core): Route[] {
  return [
    route('POST', '/api/agent/v2/execute', 'bearer', executeNew(core)),
    route('POST', '/api/agents/execute', 'optional', executeOld(core)),
    route('POST', '/api/agents/triage', 'optional', executeOld(core, 'triage')),
    route('POST', '/api/agents/data', 'optional', executeOld(core, 'data')),
    route('POST', '/api/agents/optimization', 'optional', executeOld(core, 'optimization')),
    route('POST', '/api/agents/start', 'bearer', start(core)),
    route('POST', '/api/agents/stop', 'bearer', stop(core, 'stopped')),
    route('POST', '/api/agents/cancel', 'bearer', stop(core, 'cancelled')),
    route('GET', '/api/agents/status', 'bearer', status(core)),
  ];
}
