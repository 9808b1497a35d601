import type { Core } from './core.ts';
import { json } from './http/exchange.ts';
import { route, type Route } from './http/router.ts';

const own = (status = 'healthy') => ({ status, service: 'frontend', timestamp: new Date().toISOString() });

async function healthOf(origin: string): Promise<{ status: 'healthy' | 'unhealthy' }> {
  const isHealthy = await fetch(`${origin}/health`, { signal: AbortSignal.timeout(5_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
  return { status: isHealthy ? 'healthy' : 'unhealthy' };
}

/** The web server's own health, and that of the services behind it with it (docs/contract/frontend.md 1). */
export function pageHealthRoutes({ origins }: Core): Route[] {
  return [
    route('GET', '/api/health', () => json(own())),
    route('GET', '/health', async () => {
      const [backend, auth] = await Promise.all([healthOf(origins.api), healthOf(origins.auth)]);
      const isWhole = backend.status === 'healthy' && auth.status === 'healthy';
      return json({ ...own(isWhole ? 'healthy' : 'degraded'), dependencies: { backend, auth } });
    }),
  ];
}
