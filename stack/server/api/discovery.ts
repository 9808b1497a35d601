import type { Answer } from '../../faults/index.ts';
import { version, type Core } from '../core.ts';
import { json, Refusal, type Exchange } from '../http/exchange.ts';
import { route, type Route } from '../http/router.ts';

const server = 'netra-mcp';
const tools = [
  { name: 'usage_query', description: 'Model calls and spending of the workspace' },
  { name: 'price_lookup', description: 'Prices of models' },
  { name: 'savings_model', description: 'What a change of model would save' },
];

function services(core: Core): Answer {
  const timestamp = new Date().toISOString();
  const one = (url: string, api_url: string | null, ws_url: string | null) => ({
    port: Number(new URL(url).port),
    url,
    api_url,
    ws_url,
    timestamp,
  });
  const { api, web, auth } = core.origins;
  const backend = one(api, api, `${api.replace('http', 'ws')}/ws`);
  return json({
    services: { backend, frontend: one(web, null, null), auth: one(auth, auth, null) },
    timestamp,
    available: true,
  });
}

function profile(core: Core): (exchange: Exchange) => Answer {
  return ({ identity }) => {
    const person = core.memory.person(identity?.personId ?? '');
    if (person === undefined) throw new Refusal(404, 'User not found');
    return json({ name: person.name, email: person.email, avatar_url: null, bio: null, company: null, location: null });
  };
}

/** Discovery, MCP, public configuration and profile (docs/contract/backend.md 6). */
export function discoveryRoutes(core: Core): Route[] {
  const servers = [{ id: server, name: server, status: 'connected', transport: 'http', tools_count: tools.length }];
  const features = { websocket: true, agents: true, oauth: true, tickets: true };
  const publicConfig = { environment: 'development', app_name: 'Netra Apex', version, features };
  const mcp = {
    server_name: server,
    version,
    protocol_version: '1.0',
    transports: ['http', 'websocket'],
    enabled: true,
  };
  const fixed = (body: unknown) => () => json(body);
  return [
    route('GET', '/api/discovery/services', 'open', () => services(core)),
    route('GET', '/api/mcp/servers', 'open', fixed({ data: servers, status: 'success' })),
    route('GET', '/api/mcp/config', 'open', fixed({ data: mcp, status: 'success', ...mcp })),
    route('GET', '/api/mcp/info', 'open', fixed({ name: server, version, tools: tools.length })),
    route('GET', '/api/mcp/status', 'open', fixed({ status: 'connected', servers: 1, tools: tools.length })),
    route('GET', '/api/mcp/tools', 'open', fixed({ data: tools, status: 'success' })),
    route('GET', '/api/config/public', 'open', fixed(publicConfig)),
    route('GET', '/api/config/websocket', 'bearer', () =>
      json({ websocket_url: `${core.origins.api.replace('http', 'ws')}/ws` }),
    ),
    route('GET', '/api/v1/user/profile', 'bearer', profile(core)),
    route('GET', '/', 'open', fixed({ message: 'Netra Apex API', version })),
  ];
}
