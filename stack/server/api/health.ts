import type { Answer } from '../../faults/index.ts';
import { version, type Core } from '../core.ts';
import { json, type Exchange } from '../http/exchange.ts';
import { route, type Route } from '../http/router.ts';

const environment = 'development';
const service = 'netra-ai-platform';

function timestamp(): string {
  return new Date().toISOString();
}

/**
 * Answers that this process measures itself: memory takes the place of the databases, so they are as fast as memory.
 */
function component(): Record<string, unknown> {
  return { status: 'healthy', connected: true, response_time_ms: 0.2, error: null };
}

function components(): Record<string, Record<string, unknown>> {
  return { postgresql: component(), redis: component(), clickhouse: component() };
}

function details(): Record<string, Record<string, unknown>> {
  const checked_at = timestamp();
  const one = { status: 'healthy', details: { storage: 'memory' }, checked_at };
  return { postgresql: one, redis: one, clickhouse: one };
}

function ready(): Answer {
  const websocket_readiness = { status: 'ready', websocket_ready: true, details: {} };
  const databases = { core_db: 'connected', clickhouse_db: 'connected', redis_db: 'connected' };
  return json({
    status: 'ready',
    service,
    timestamp: timestamp(),
    environment,
    ...databases,
    websocket_readiness,
    details: {},
  });
}

function backend(): Answer {
  const names = ['agent_execution', 'tool_system', 'llm_integration', 'websocket_integration', 'database_connectivity'];
  return json({
    status: 'healthy',
    service,
    version,
    timestamp: timestamp(),
    capabilities: Object.fromEntries(names.map((name) => [name, true])),
    readiness_score: 1,
    golden_path_ready: true,
    degraded_services: [],
    failed_services: {},
    failure_analysis: {},
  });
}

function api(core: Core): Answer {
  const uptime_seconds = (Date.now() - core.startedAt) / 1000;
  return json({
    status: 'healthy',
    timestamp: timestamp(),
    uptime_seconds,
    checks: components(),
    database_details: details(),
    version,
    environment,
  });
}

function database(): Answer {
  const databases = components();
  const summary = { total_databases: 3, healthy_count: 3, degraded_count: 0, failed_count: 0 };
  return json({ timestamp: timestamp(), environment, databases, summary });
}

function plain(exchange: Exchange): Answer {
  const wanted = exchange.headers['accept-version'];
  const headers: Record<string, string> = wanted === undefined ? {} : { 'api-version': wanted };
  return json({ status: 'healthy', service, version, timestamp: timestamp() }, 200, headers);
}

/** The health family (docs/contract/backend.md 6). */
export function healthRoutes(core: Core): Route[] {
  const startup = { database: 'ready', redis: 'ready', websocket: 'ready', agents: 'ready' };
  return [
    route('GET', '/health', 'open', plain),
    route('GET', '/health/', 'open', plain),
    route('GET', '/health/live', 'open', () => json({ status: 'alive', service, timestamp: timestamp() })),
    route('GET', '/health/ready', 'open', ready),
    route('GET', '/health/backend', 'open', backend),
    route('GET', '/health/startup', 'open', () => json({ status: 'ready', checks: startup, timestamp: timestamp() })),
    route('GET', '/api/health', 'open', () => api(core)),
    route('GET', '/api/health/ready', 'open', () => api(core)),
    route('GET', '/api/health/live', 'open', () =>
      json({ status: 'alive', service, timestamp: timestamp(), response_time_ms: 0 }),
    ),
    route('GET', '/api/health/database', 'open', database),
  ];
}
