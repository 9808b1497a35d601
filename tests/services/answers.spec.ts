import { expect, source, test } from '../../fixtures/index.ts';

const text = expect.stringMatching(/\S/);
const number = expect.any(Number);
const list = expect.any(Array);
const object = expect.any(Object);
/** The forms of a time (docs/contract/backend.md 6.1), in this century: seconds taken for milliseconds are of 1970. */
const withOffset = expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$/);
const withZ = expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
const withoutZone = expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$/);

const asJson = { 'content-type': expect.stringMatching(/^application\/json\b/) };

const http = expect.stringMatching(/^https?:\/\/[^/]+/);
const ws = expect.stringMatching(/^wss?:\/\/[^/]+/);
const isService = { service: text, version: text };
/** A database that is not configured is not measured (docs/contract/backend.md 6). */
const unmeasured = { status: text, connected: expect.any(Boolean) };
const component = { ...unmeasured, response_time_ms: number };
const checked = { status: text, details: object, checked_at: withOffset };
const mcp = {
  name: text,
  version: text,
  protocol: text,
  implementation: text,
  capabilities: object,
  active_sessions: number,
  tools_available: list,
  resources_available: list,
  prompts_available: list,
};
const socketHealth = { manager: expect.any(Boolean), message_router: expect.any(Boolean) };

/** What the API answers to anybody who asks (docs/contract/backend.md 3.1 and 6). */
const ofTheApi = {
  '/health': { status: 'healthy', ...isService, timestamp: number },
  '/health/live': { status: 'healthy', ...isService, timestamp: withZ, environment: text },
  '/health/ready': {
    status: 'ready',
    service: text,
    timestamp: number,
    environment: text,
    details: object,
    core_db: text,
    clickhouse_db: text,
    redis_db: text,
    websocket_readiness: { status: 'healthy', websocket_ready: true, details: object },
  },
  '/api/health': {
    timestamp: withOffset,
    uptime_seconds: number,
    version: text,
    environment: text,
    checks: { postgresql: component, redis: component, clickhouse: unmeasured },
    database_details: { postgresql: checked, redis: checked, clickhouse: checked },
  },
  '/api/health/live': {
    status: 'healthy',
    timestamp: withOffset,
    uptime_seconds: number,
    version: text,
    environment: text,
    checks: { application: { ...component, response_time_ms: 0 } },
  },
  '/api/health/database': {
    timestamp: withOffset,
    environment: text,
    databases: {
      postgresql: { service: text, ...component, checked_at: withZ },
      redis: { service: text, ...component, checked_at: withZ },
      clickhouse: { service: text, ...unmeasured, checked_at: withZ },
    },
    summary: {
      total_databases: 3,
      healthy_count: number,
      degraded_count: number,
      failed_count: number,
      not_configured_count: number,
    },
  },
  '/api/discovery/services': {
    services: {
      backend: { port: number, url: http, api_url: http, ws_url: ws, timestamp: withoutZone, cors_metadata: null },
      frontend: { port: number, url: http, timestamp: withoutZone, cors_metadata: null },
      auth: { port: number, url: http, api_url: http, timestamp: withoutZone, cors_metadata: null },
    },
    timestamp: withoutZone,
  },
  '/api/mcp/servers': {
    status: 'success',
    data: [{ name: 'netra-mcp', status: text, version: text, capabilities: object, description: text }],
  },
  '/api/mcp/config': {
    claude: object,
    cursor: object,
    mcp: object,
    http: { endpoint: http, transport: 'http', authentication: text },
    websocket: { endpoint: ws, transport: 'websocket', authentication: text },
  },
  '/api/mcp/info': { ...mcp, authenticated: false },
  '/api/mcp/status': { ...mcp, authenticated: false },
  '/api/mcp/tools': { tools: expect.arrayContaining([{ name: text, description: text }]), count: number },
  '/api/config/public': {
    environment: text,
    app_name: 'netra',
    version: text,
    features: { websocket: expect.any(Boolean), multi_agent: expect.any(Boolean) },
  },
  '/api/messages/': {
    service: text,
    status: 'available',
    endpoints: object,
    authentication: { required: true, status: 'anonymous' },
    timestamp: withOffset,
  },
  '/ws/health': { status: text, timestamp: withOffset, mode: text, components: socketHealth },
  '/ws/beacon': { service: text, status: 'operational', modes: list, timestamp: withOffset },
  '/ws/config': {
    websocket_config: {
      heartbeat_interval: 30,
      connection_timeout: 300,
      max_message_size: 1_048_576,
      compression_enabled: true,
    },
    manager_available: expect.any(Boolean),
    timestamp: withOffset,
  },
  '/ws/stats': { active_components: object, modes_available: list, timestamp: withOffset },
  '/ws/auth/circuit-breaker': { circuit_breaker: { circuit_breaker: { state: text }, statistics: object } },
  '/ws/auth/permissiveness': {
    permissiveness_levels: list,
    validation_stats: {
      auth_permissiveness_stats: {
        total_attempts: number,
        successes: number,
        failures: number,
        by_level: { strict: number, relaxed: number, demo: number, emergency: number },
      },
    },
  },
  '/ws/auth/health': { components: object },
  '/api/v1/websocket': {
    data: { service: text, status: 'operational', modes: list, endpoints: object },
    timestamp: withOffset,
  },
};

test(
  'each public endpoint of the API answers what the contract says, every time in the same form',
  { tag: '@read-only', annotation: source('docs/contract/backend.md 3.1') },
  async ({ services }) => {
    for (const [path, shape] of Object.entries(ofTheApi)) {
      const answer = await services.get(path);
      expect.soft(answer.status(), path).toBe(200);
      expect.soft(answer.headers(), path).toMatchObject(asJson);
      expect.soft(await answer.json(), path).toMatchObject(shape);
    }
  },
);

const ready = { status: 'ready', ...isService, timestamp: withOffset, environment: text, database_status: 'connected' };

/** What the auth service answers to anybody who asks (docs/contract/backend.md 2). */
const ofTheAuthService = {
  '/health': { status: 'healthy', ...isService, timestamp: withOffset, uptime_seconds: number, environment: text },
  '/health/ready': ready,
  '/readiness': ready,
  '/auth/status': { status: 'running', ...isService, timestamp: withOffset },
  '/health/auth': {
    ...isService,
    environment: text,
    timestamp: withOffset,
    status: text,
    golden_path_ready: expect.any(Boolean),
    capabilities: {
      jwt_validation: expect.any(Boolean),
      session_management: expect.any(Boolean),
      oauth_configured: expect.any(Boolean),
      database_connected: expect.any(Boolean),
    },
  },
  '/auth/config': {
    google_client_id: expect.any(String),
    oauth_redirect_uri: http,
    authorized_javascript_origins: [http],
    authorized_redirect_uris: [expect.stringMatching(/\/auth\/callback$/)],
    endpoints: {
      login: expect.stringMatching(/\/auth\/login/),
      logout: expect.stringMatching(/\/auth\/logout/),
      callback: expect.stringMatching(/\/auth\/callback/),
      user: expect.stringMatching(/\/auth\/me/),
    },
  },
};

test(
  'each public endpoint of the auth service answers what the contract says',
  { tag: '@read-only', annotation: source('docs/contract/backend.md 2') },
  async ({ services }) => {
    for (const [path, shape] of Object.entries(ofTheAuthService)) {
      const answer = await services.get(path, 'auth');
      expect.soft(answer.status(), path).toBe(200);
      expect.soft(answer.headers(), path).toMatchObject({
        ...asJson,
        'x-service-name': 'auth-service',
        'x-service-version': text,
      });
      expect.soft(await answer.json(), path).toMatchObject(shape);
    }
  },
);

test(
  'the number of MCP tools is that of the list, and MCP calls only the owner of a token authenticated',
  { tag: '@read-only', annotation: source('docs/contract/backend.md 6') },
  async ({ api }) => {
    const { tools, count } = (await (await api.get('/api/mcp/tools')).json()) as { tools: unknown[]; count: number };
    expect(count).toBe(tools.length);
    expect(await (await api.get('/api/mcp/info')).json()).toMatchObject({ authenticated: true });
  },
);

test(
  'the WebSocket configuration has its times in seconds, and is only given to people who are signed in',
  { tag: '@read-only', annotation: source('docs/contract/backend.md 6') },
  async ({ api, services }) => {
    expect((await services.get('/api/config/websocket')).status(), 'without a token').toBe(401);
    const answer = await api.get('/api/config/websocket');
    expect(answer.status()).toBe(200);
    expect(await answer.json()).toMatchObject({
      ws_url: ws,
      connection_timeout: number,
      recv_timeout: number,
      send_timeout: number,
      heartbeat_timeout: number,
      heartbeat_interval: number,
      ssot_consolidation_enabled: expect.any(Boolean),
    });
  },
);

test(
  'a health call is answered in the version that it asks for',
  { tag: '@read-only', annotation: source('docs/contract/backend.md 6') },
  async ({ api }) => {
    expect((await api.get('/health')).headers()).toMatchObject({ 'api-version': 'current' });
    const asked = await api.get('/health', { headers: { 'accept-version': '1.0' } });
    expect(asked.headers()).toMatchObject({ 'api-version': '1.0' });
    expect(await asked.json()).toMatchObject({ version_info: { api_version: '1.0', supported_versions: list } });
  },
);

test(
  'the auth service names the owner of a token and the time at which it expires',
  { tag: '@read-only', annotation: source('docs/contract/backend.md 2') },
  async ({ api, account, target, session }) => {
    const { auth } = target.site;
    const me = await api.get(`${auth}/auth/me`);
    expect(await me.json()).toMatchObject({
      user_id: text,
      email: account.email,
      permissions: list,
      token_expires_at: withoutZone,
    });
    const token = session.tokens.access;
    const verified = await api.post(`${auth}/auth/verify`, { data: { token } });
    expect(await verified.json()).toMatchObject({ valid: true, user_id: text, email: account.email, exp: withoutZone });
    const validated = await api.post(`${auth}/auth/validate`, { data: { token } });
    expect(await validated.json()).toMatchObject({
      valid: true,
      user_id: text,
      email: account.email,
      permissions: list,
      expires_at: withoutZone,
    });
  },
);

const thread = { id: text, object: 'thread', title: text, created_at: number, metadata: object };
const wholeSeconds = expect.stringMatching(/^\d{10}$/);
/** Of what was never changed, the time of the change is null. */
const wholeSecondsOrNull = expect.stringMatching(/^(\d{10}|null)$/);
const timesOf = ({ created_at, updated_at = null }: Record<string, unknown>) => [
  String(created_at),
  String(updated_at),
];

test(
  'a thread and its messages have the fields and the limits of the contract',
  { annotation: [source('docs/contract/backend.md 6'), source('RFC 9111, 3.5')] },
  async ({ api, threads }) => {
    const texts = ['The first question', 'The second one', 'The third', 'The fourth', 'The fifth', 'The last'];
    const made = await threads.create('Bills of last year', texts);
    expect(made).toMatchObject({ ...thread, title: 'Bills of last year' });
    const one = (await (await api.get(`/api/threads/${made.id}`)).json()) as Record<string, unknown>;
    expect(one).toMatchObject({ ...thread, id: made.id, title: made.title, message_count: texts.length });
    expect(one['metadata']).toMatchObject({ user_id: text, title: made.title, status: 'active', created_at: number });
    const path = `/api/threads/${made.id}/messages`;
    const all = (await (await api.get(`${path}?limit=6`)).json()) as { messages: Record<string, unknown>[] };
    expect(all).toMatchObject({ thread_id: made.id, total: 6, limit: 6, offset: 0 });
    expect(all).toMatchObject({
      messages: texts.map((content) => ({ id: text, role: 'user', content, created_at: number, metadata: object })),
    });
    const renamed = await api.put(`/api/threads/${made.id}`, { data: { title: 'Bills of this year' } });
    const given = await api.get('/api/threads');
    const listed = (await given.json()) as object[];
    expect
      .soft(given.headers()['cache-control'] ?? '', 'a cache for everybody keeps it')
      .not.toMatch(/public|s-maxage/);
    const told: Record<string, object> = {
      'a new thread': made,
      'a thread': one,
      'a renamed thread': (await renamed.json()) as object,
      'a listed thread': listed[0]!,
      'a message': all.messages[0]!,
    };
    for (const [what, answer] of Object.entries(told))
      expect
        .soft(timesOf({ ...answer }), `whole seconds in the times of ${what}`)
        .toEqual([wholeSeconds, wholeSecondsOrNull]);
  },
);
