import { expect, test } from '../support/embedded.ts';
import { call, type Json } from '../support/wire-client.ts';

/** Time stamps as the services write them, by place (docs/contract/backend.md 6.1). */
const day = '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}';
const when = expect.stringMatching(new RegExp(`${day}\\+00:00$`));
const whenZ = expect.stringMatching(new RegExp(`${day}Z$`));
const whenNaive = expect.stringMatching(new RegExp(`${day}$`));
const seconds = expect.any(Number);

const service = { service: 'netra-ai-platform', version: '1.0.0' };
const healthy = { status: 'healthy', connected: true, response_time_ms: expect.any(Number), error: null };
const components = { postgresql: healthy, redis: healthy, clickhouse: healthy };
const checked = { status: 'healthy', details: {}, checked_at: when };
const place = { port: expect.any(Number), url: expect.any(String), timestamp: whenNaive, cors_metadata: null };
const mcp = { name: expect.any(String), version: expect.any(String), protocol: 'MCP', authenticated: false };

/** Open routes and the least of what they answer (docs/contract/backend.md 3.1; docs/contract/backend.md 6). */
const open: Record<string, Json> = {
  '/health': { status: 'healthy', ...service, timestamp: seconds },
  '/health/live': { status: 'healthy', ...service, timestamp: whenZ, environment: 'development' },
  '/health/ready': {
    status: 'ready',
    timestamp: seconds,
    core_db: 'connected',
    redis_db: 'connected',
    clickhouse_db: 'connected',
    environment: expect.any(String),
    websocket_readiness: { status: 'healthy', websocket_ready: true, details: { websocket_ready: true } },
    details: { status: 'healthy', timestamp: seconds },
  },
  '/health/backend': {
    service: 'backend-service',
    timestamp: when,
    capabilities: {
      agent_execution: true,
      tool_system: true,
      llm_integration: true,
      websocket_integration: true,
      database_connectivity: true,
    },
    readiness_score: 1,
    golden_path_ready: true,
    degraded_services: [],
    failed_services: {},
    failure_analysis: {},
  },
  '/health/startup': { status: 'ready', details: { status: 'healthy' }, timestamp: seconds },
  '/api/health': {
    status: 'healthy',
    uptime_seconds: expect.any(Number),
    checks: components,
    database_details: { postgresql: checked, redis: checked, clickhouse: checked },
    environment: expect.any(String),
    timestamp: when,
  },
  '/api/health/ready': { checks: components },
  '/api/health/live': { checks: { application: { ...healthy, response_time_ms: 0 } } },
  '/api/health/database': {
    timestamp: when,
    databases: { ...components, postgresql: { ...healthy, service: 'postgresql', checked_at: whenZ } },
    summary: { total_databases: 3, healthy_count: 3, not_configured_count: 0 },
  },
  '/api/discovery/services': {
    services: { backend: { ...place, ws_url: expect.stringMatching(/^ws:/) }, auth: place, frontend: place },
    timestamp: whenNaive,
    available: false,
  },
  '/api/mcp/servers': { data: [{ name: 'netra-mcp', status: 'connected' }], status: 'success' },
  '/api/mcp/config': {
    claude: {},
    cursor: {},
    mcp: {},
    http: { endpoint: expect.stringMatching(/^http:/), transport: 'http' },
    websocket: { endpoint: expect.stringMatching(/^ws:/), transport: 'websocket' },
  },
  '/api/mcp/info': mcp,
  '/api/mcp/status': mcp,
  '/api/mcp/tools': { tools: [{ name: 'usage_query' }, { name: 'price_lookup' }, { name: 'savings_model' }], count: 3 },
  '/api/config/public': {
    environment: 'development',
    app_name: 'netra',
    version: expect.any(String),
    features: { websocket: true, multi_agent: true },
  },
  '/ws/health': { status: 'healthy', timestamp: when, components: { manager: true } },
  '/ws/beacon': { status: 'operational', timestamp: when },
  '/ws/config': {
    websocket_config: {
      max_message_size: 1_048_576,
      heartbeat_interval: 30,
      connection_timeout: 300,
      compression_enabled: true,
    },
    timestamp: when,
  },
  '/ws/stats': { active_connections: 0 },
  '/ws/auth/circuit-breaker': { circuit_breaker: { circuit_breaker: { state: 'closed' } } },
  '/ws/auth/permissiveness': {
    validation_stats: {
      auth_permissiveness_stats: { total_attempts: 0, by_level: { strict: 0, relaxed: 0, demo: 0, emergency: 0 } },
    },
  },
  '/api/v1/websocket': { data: { status: 'operational', endpoints: { websocket: '/ws' } }, timestamp: when },
};

test.describe('open routes of the embedded API', () => {
  test('every open route answers with its shape and the revision', async ({ stack }) => {
    for (const [path, shape] of Object.entries(open)) {
      const { status, body, headers } = await call(stack.apiUrl + path);
      expect(status, path).toBe(200);
      expect(body, path).toMatchObject(shape);
      expect(headers.get('x-netra-revision'), path).toMatch(/\w/);
    }
  });

  test('the state of the sockets is also answered to OPTIONS and HEAD', async ({ stack }) => {
    for (const path of ['/ws/health', '/ws/beacon']) {
      const { status, body } = await call(stack.apiUrl + path, { method: 'OPTIONS' });
      expect(status, path).toBe(200);
      expect(body['status'], path).toMatch(/^(healthy|operational)$/);
      expect((await call(stack.apiUrl + path, { method: 'HEAD' })).status, path).toBe(200);
    }
    expect((await call(`${stack.apiUrl}/ws/stats`, { method: 'OPTIONS' })).status).toBe(401);
  });
});
