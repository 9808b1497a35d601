import { randomUUID } from 'node:crypto';
import type { Answer } from '../../faults/index.ts';
import type { Core } from '../core.ts';
import { json } from '../http/exchange.ts';
import { route, type Route } from '../http/router.ts';
import { maxMessage } from '../socket/entrance.ts';

function timestamp(): string {
  return new Date().toISOString();
}

/** Constants of the product, not what holds: nothing is compressed (docs/contract/backend.md 3.1). */
function config(core: Core): Answer {
  const websocket = {
    heartbeat_interval: 30,
    connection_timeout: 300,
    max_message_size: maxMessage,
    compression_enabled: true,
  };
  return json({
    ...websocket,
    websocket,
    endpoints: { websocket: `${core.origins.api.replace('http', 'ws')}/ws` },
    timestamp: timestamp(),
  });
}

function stats(core: Core): Answer {
  const sessions = core.hub.all;
  const people = new Set(sessions.map((session) => session.personId));
  return json({ active_connections: sessions.length, unique_users: people.size, timestamp: timestamp() });
}

function prepare(core: Core): Answer {
  const websocket_url = `${core.origins.api.replace('http', 'ws')}/api/v1/websocket`;
  return json(
    { session_id: randomUUID(), websocket_url, message: 'Connect with a token or a ticket', status: 'ready' },
    201,
  );
}

/** What can be asked about sockets over HTTP (docs/contract/backend.md 3.1). */
export function socketRoutes(core: Core): Route[] {
  const health = () =>
    json({ status: 'healthy', service: 'websocket', active_connections: core.hub.all.length, timestamp: timestamp() });
  const breaker = { state: 'closed', failure_count: 0, success_rate: 1 };
  return [
    route('GET', '/ws/health', 'open', health),
    route('OPTIONS', '/ws/health', 'open', health),
    route('GET', '/ws/beacon', 'open', health),
    route('OPTIONS', '/ws/beacon', 'open', health),
    route('POST', '/ws/beacon', 'open', health),
    route('GET', '/ws/config', 'open', () => config(core)),
    route('GET', '/ws/stats', 'open', () => stats(core)),
    route('GET', '/ws/auth/circuit-breaker', 'open', () => json({ circuit_breaker: breaker, timestamp: timestamp() })),
    route('GET', '/ws/auth/permissiveness', 'open', () =>
      json({ level: 'STRICT', demo_mode: false, timestamp: timestamp() }),
    ),
    route('GET', '/ws/auth/health', 'open', () =>
      json({ status: 'healthy', circuit_breaker: breaker, timestamp: timestamp() }),
    ),
    route('GET', '/api/v1/websocket', 'open', () =>
      json({ service: 'websocket', modes: ['main'], status: 'available', timestamp: timestamp() }),
    ),
    route('POST', '/api/v1/websocket', 'open', () => prepare(core)),
    route('GET', '/api/v1/websocket/protected', 'bearer', () =>
      json({ status: 'authenticated', timestamp: timestamp() }),
    ),
  ];
}
