import type { Answer } from '../../faults/index.ts';
import { version, type Core } from '../core.ts';
import { json, type ApiCall } from '../http/exchange.ts';
import { route, type Route } from '../http/router.ts';
import { seconds, withOffset, withZ } from '../times.ts';

const environment = 'development';
const service = 'netra-ai-platform';

const plain = () => ({ status: 'healthy', service, version, timestamp: seconds() });

/** Memory takes the place of the databases, so they are as fast as memory; none is missing. */
const names = ['postgresql', 'redis', 'clickhouse'] as const;
const measured = { status: 'healthy', connected: true, response_time_ms: 0.2, error: null };

function health(exchange: ApiCall): Answer {
  const wanted = exchange.headers['accept-version'];
  const version_info = {
    api_version: wanted,
    service_version: version,
    supported_versions: ['current', '1.0', '2024-08-01'],
  };
  return json({ ...plain(), ...(wanted === undefined ? {} : { version_info }) }, 200, {
    'api-version': wanted ?? 'current',
  });
}

function ready(): Answer {
  const state = { websocket_ready: true, state: 'websocket_ready', failed_services: [], warnings: [], environment };
  return json({
    status: 'ready',
    service,
    timestamp: seconds(),
    environment,
    core_db: 'connected',
    clickhouse_db: 'connected',
    redis_db: 'connected',
    websocket_readiness: { status: 'healthy', websocket_ready: true, details: state },
    details: plain(),
  });
}

function backend(): Answer {
  const able = ['agent_execution', 'tool_system', 'llm_integration', 'websocket_integration', 'database_connectivity'];
  return json({
    service: 'backend-service',
    version,
    timestamp: withOffset(),
    status: 'healthy',
    environment,
    capabilities: Object.fromEntries(able.map((name) => [name, true])),
    readiness_score: 1,
    golden_path_ready: true,
    degraded_services: [],
    failed_services: {},
    failure_analysis: {},
  });
}

/** An answer of `/api/health`, `/api/health/ready` or `/api/health/live`, which differ in what they check. */
function report(core: Core, checks: Record<string, object>, details: object): Answer {
  const checked = { status: 'healthy', details, checked_at: withOffset() };
  return json({
    status: 'healthy',
    timestamp: withOffset(),
    uptime_seconds: (Date.now() - core.startedAt) / 1000,
    checks,
    database_details: Object.fromEntries(Object.keys(checks).map((name) => [name, checked])),
    version,
    environment,
  });
}

const components = () => Object.fromEntries(names.map((name) => [name, measured]));

function database(): Answer {
  const checked = { ...measured, details: { storage: 'memory' }, checked_at: withZ() };
  const databases = Object.fromEntries(names.map((name) => [name, { service: name, ...checked }]));
  const counts = { healthy_count: 3, degraded_count: 0, failed_count: 0, not_configured_count: 0 };
  return json({ timestamp: withOffset(), environment, databases, summary: { total_databases: 3, ...counts } });
}

/** The health family (docs/contract/backend.md 6). */
export function healthRoutes(core: Core): Route[] {
  const whole = () => report(core, components(), { storage: 'memory' });
  const alive = () =>
    report(core, { application: { ...measured, response_time_ms: 0 } }, { message: 'Application is running' });
  return [
    route('GET', '/health', health),
    route('GET', '/health/', health),
    route('GET', '/health/live', () => json({ ...plain(), timestamp: withZ(), environment })),
    route('GET', '/health/ready', ready),
    route('GET', '/health/backend', backend),
    route('GET', '/health/startup', () => json({ status: 'ready', details: plain(), timestamp: seconds() })),
    route('GET', '/api/health', whole),
    route('GET', '/api/health/ready', whole),
    route('GET', '/api/health/live', alive),
    route('GET', '/api/health/database', database),
  ];
}
