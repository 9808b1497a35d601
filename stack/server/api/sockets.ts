import { randomBytes } from 'node:crypto';
import type { Answer } from '../../faults/index.ts';
import type { Core } from '../core.ts';
import { identityIn, json, type ApiCall } from '../http/exchange.ts';
import { route, type Route } from '../http/router.ts';
import { maxMessage } from '../socket/entrance.ts';
import { withOffset } from '../times.ts';

const modes = ['main'];
const components = { manager: true, message_router: true, connection_monitor: true };
const endpoints = { websocket: '/ws', health: '/ws/health', config: '/ws/config' };

const stamped = (fields: Record<string, unknown>) => json({ ...fields, timestamp: withOffset() });

/** Constants of the product, not what holds: nothing is compressed (docs/contract/backend.md 3.1). */
const announced = {
  heartbeat_interval: 30,
  connection_timeout: 300,
  max_message_size: maxMessage,
  compression_enabled: true,
};

/** How many sockets are open, which the services do not tell, and what they do. */
function stats(core: Core): Answer {
  const sessions = core.hub.all;
  const people = new Set(sessions.map((session) => session.personId));
  return stamped({
    active_components: components,
    modes_available: modes,
    active_connections: sessions.length,
    unique_users: people.size,
  });
}

function breaker({ hub: { admitted } }: Core): Record<string, unknown> {
  const statistics = { total_requests: admitted, successful_requests: admitted, failed_requests: 0 };
  return { circuit_breaker: { state: 'closed' }, statistics: { ...statistics, success_rate_percent: 100 } };
}

/** By which of its levels the server has let people in since it started; here, only by the strict one. */
function levels(core: Core): Record<string, unknown> {
  const total_attempts = core.hub.admitted;
  const by_level = { strict: total_attempts, relaxed: 0, demo: 0, emergency: 0 };
  return { auth_permissiveness_stats: { total_attempts, by_level, successes: total_attempts, failures: 0 } };
}

/** A session that a page may prepare before it opens its socket. */
function prepare(): Answer {
  const session_id = `ws_session_${randomBytes(4).toString('hex')}`;
  return json({ session_id, websocket_url: '/ws', message: 'WebSocket session prepared', status: 'ready' }, 201);
}

function entered(exchange: ApiCall): Answer {
  return json({ message: 'Signed in', user_id: identityIn(exchange).personId, access_level: 'protected' });
}

/** What can be asked about sockets over HTTP (docs/contract/backend.md 3.1). */
export function socketRoutes(core: Core): Route[] {
  const health = () => stamped({ status: 'healthy', mode: 'main', components });
  const beacon = () => stamped({ service: 'websocket', status: 'operational', modes });
  const information = { service: 'websocket', status: 'operational', modes, endpoints };
  return [
    route('GET', '/ws/health', health),
    route('OPTIONS', '/ws/health', health),
    route('GET', '/ws/beacon', beacon),
    route('OPTIONS', '/ws/beacon', beacon),
    route('POST', '/ws/beacon', beacon),
    route('GET', '/ws/config', () => stamped({ websocket_config: announced, manager_available: true })),
    route('GET', '/ws/stats', () => stats(core)),
    route('GET', '/ws/auth/circuit-breaker', () =>
      stamped({ service: 'auth_circuit_breaker', status: 'operational', circuit_breaker: breaker(core) }),
    ),
    route('GET', '/ws/auth/permissiveness', () =>
      stamped({
        service: 'auth_permissiveness',
        status: 'operational',
        permissiveness_levels: ['strict'],
        validation_stats: levels(core),
      }),
    ),
    route('GET', '/ws/auth/health', () =>
      stamped({
        service: 'auth_health',
        status: 'healthy',
        components: { circuit_breaker: { healthy: true, status: breaker(core) } },
      }),
    ),
    route('GET', '/api/v1/websocket', () => stamped({ data: information })),
    route('POST', '/api/v1/websocket', prepare),
    route('GET', '/api/v1/websocket/protected', entered, 'bearer'),
  ];
}
