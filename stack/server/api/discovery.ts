import type { Answer } from '../../faults/index.ts';
import type { Core } from '../core.ts';
import { handled, identityIn, json, type ApiCall } from '../http/exchange.ts';
import { route, type Route } from '../http/router.ts';
import { withoutZone } from '../times.ts';

const tools = [
  { name: 'usage_query', description: 'Model calls and spending of the workspace' },
  { name: 'price_lookup', description: 'Prices of models' },
  { name: 'savings_model', description: 'What a change of model would save' },
];

/** `available` is false on the services too: it tells of a file that a developer's launcher writes. */
function services(core: Core): Answer {
  const timestamp = withoutZone();
  const one = (url: string, api_url: string | null, ws_url: string | null) => ({
    port: Number(new URL(url).port),
    url,
    api_url,
    ws_url,
    timestamp,
    cors_metadata: null,
  });
  const { api, web, auth } = core.origins;
  const backend = one(api, api, `${api.replace('http', 'ws')}/ws`);
  return json({
    services: { backend, frontend: one(web, null, null), auth: one(auth, auth, null) },
    timestamp,
    available: false,
  });
}

function profile(core: Core): (exchange: ApiCall) => Answer {
  return (exchange) => {
    const person = core.memory.person(identityIn(exchange).personId);
    if (person === undefined) throw handled(404, 'DB_RECORD_NOT_FOUND', 'User not found');
    return json({ name: person.name, email: person.email, avatar_url: null, bio: null, company: null, location: null });
  };
}

/** How the MCP server can be reached, by program and by transport. */
function mcpConfig({ origins: { api } }: Core): Answer {
  const program = { transport: 'stdio', command: 'netra-mcp' };
  return json({
    claude: { mcpServers: { netra: { command: 'netra-mcp', args: [], env: { NETRA_BASE_URL: api } } } },
    cursor: { mcp: { servers: { netra: program } } },
    mcp: { servers: { netra: program } },
    http: { endpoint: `${api}/api/mcp`, transport: 'http', authentication: 'Bearer token' },
    websocket: {
      endpoint: `${api.replace('http', 'ws')}/api/mcp/ws`,
      transport: 'websocket',
      authentication: 'Bearer token',
    },
  });
}

function mcpInfo({ identity }: ApiCall): Answer {
  return json({
    name: 'Netra MCP Server',
    version: '2.0.0',
    protocol: 'MCP',
    implementation: 'embedded',
    capabilities: { tools: true, resources: false, prompts: false, sampling: false },
    active_sessions: 0,
    tools_available: tools.map(({ name }) => name),
    resources_available: [],
    prompts_available: [],
    authenticated: identity !== undefined,
  });
}

/** Where the backend's socket is, and what is said of its times, in seconds. */
function socketConfig(core: Core): () => Answer {
  return () =>
    json({
      ws_url: `${core.origins.api.replace('http', 'ws')}/ws`,
      connection_timeout: 60,
      recv_timeout: 35,
      send_timeout: 30,
      heartbeat_timeout: 90,
      heartbeat_interval: 30,
      ssot_consolidation_enabled: false,
    });
}

/** Discovery, MCP, public configuration and profile (docs/contract/backend.md 6). */
export function discoveryRoutes(core: Core): Route[] {
  const capabilities = { tools: true, resources: false, prompts: false };
  const description = 'MCP server of the embedded stack';
  const servers = [{ name: 'netra-mcp', status: 'connected', version: '1.0.0', capabilities, description }];
  const features = { websocket: true, multi_agent: true };
  const publicConfig = { environment: 'development', app_name: 'netra', version: '2.0.0', features };
  const fixed = (body: unknown) => () => json(body);
  return [
    route('GET', '/api/discovery/services', () => services(core)),
    route('GET', '/api/mcp/servers', fixed({ data: servers, status: 'success' })),
    route('GET', '/api/mcp/config', () => mcpConfig(core)),
    route('GET', '/api/mcp/info', mcpInfo, 'optional'),
    route('GET', '/api/mcp/status', mcpInfo, 'optional'),
    route('GET', '/api/mcp/tools', fixed({ tools, count: tools.length })),
    route('GET', '/api/config/public', fixed(publicConfig)),
    route('GET', '/api/config/websocket', socketConfig(core), 'bearer'),
    route('GET', '/api/v1/user/profile', profile(core), 'bearer'),
    route('GET', '/', fixed({ message: 'Welcome to Netra API' })),
  ];
}
