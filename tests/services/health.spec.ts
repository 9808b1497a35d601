import { expect, source, test } from '../../fixtures/index.ts';

/** Milliseconds above which the product itself calls a component degraded. */
const degradedAbove = { postgresql: 1000, redis: 5000, clickhouse: 5000 };

test(
  'PostgreSQL, Redis and ClickHouse are healthy and fast',
  {
    tag: ['@read-only', '@critical-path', '@CP-001', '@websocket-events', '@WS-001'],
  },
  async ({ services }) => {
    const inOrder = expect.stringMatching(/^(healthy|off)$/);
    const components = { postgresql: 'healthy', redis: inOrder, clickhouse: inOrder };
    expect(await services.health('/health')).toMatchObject({ status: 200, says: 'healthy' });
    expect(await services.health('/health/ready')).toMatchObject({ status: 200, says: 'ready', components });
    const { took, ...health } = await services.health('/api/health');
    expect(health).toMatchObject({ status: 200, says: 'healthy', components });
    const inUse = Object.entries(degradedAbove).filter(([name]) => health.components[name] !== 'off');
    for (const [name, limit] of inUse) {
      expect(took[name], `${name} was really asked`).toBeGreaterThan(0);
      expect(took[name], `milliseconds of ${name}`).toBeLessThan(limit);
    }
  },
);

test(
  'the auth service is healthy and connected to its database',
  { tag: ['@read-only', '@critical-path', '@CP-001'] },
  async ({ services }) => {
    const health = await services.get('/health', 'auth');
    expect(health.status()).toBe(200);
    expect(await health.json()).toMatchObject({ status: 'healthy' });
    const ready = await services.get('/health/ready', 'auth');
    expect(ready.status()).toBe(200);
    expect(await ready.json()).toMatchObject({ status: 'ready', database_status: 'connected' });
  },
);

test(
  'all health calls report the same version and revision',
  { tag: '@read-only', annotation: source('docs/contract/failures.md 8.1, F56') },
  async ({ services }) => {
    const first = await services.release();
    expect(first.version).toMatch(/\S/);
    for (const path of ['/health', '/api/health', '/health', '/api/health'])
      expect(await services.release(path)).toEqual(first);
  },
);

test(
  'health endpoints answer within 2 s (p95 of 20 calls)',
  { tag: ['@read-only', '@agent-pipeline', '@AP-006'] },
  async ({ services }) => {
    for (const path of ['/health', '/api/health']) {
      const times = await services.times(path, 20);
      expect(times[0], `the fastest call of ${path}: an answer takes time`).toBeGreaterThan(0.05);
      expect(times[18], `milliseconds of ${path}, 95th percentile of ${times.length}`).toBeLessThan(2000);
    }
  },
);

test(
  'the uptime in a health answer counts seconds',
  { tag: '@read-only', annotation: source('docs/contract/backend.md 6') },
  async ({ services }) => {
    const uptime = async () => {
      const body = (await (await services.get('/api/health')).json()) as { uptime_seconds: number };
      return { at: performance.now() / 1_000, seconds: body.uptime_seconds };
    };
    const answers: Awaited<ReturnType<typeof uptime>>[] = [];
    // Behind a load balancer two answers may come from two processes; one that stands still is seen after 2 s.
    await expect(async () => {
      const last = await uptime();
      const errors = answers
        .filter(({ at }) => last.at - at >= 2)
        .map(({ at, seconds }) => Math.abs(last.seconds - seconds - (last.at - at)));
      answers.push(last);
      expect(Math.min(...errors), `seconds by which the uptime is wrong, now ${last.seconds}`).toBeLessThan(1);
    }).toPass({ timeout: 15_000 });
  },
);

test(
  'the health of the page’s own server tells which service behind it is down',
  { tag: '@embedded' },
  async ({ request, server, target }) => {
    await server.breakWith('F36');
    const answer = await request.get(`${target.site.web}/health`);
    expect(await answer.json()).toMatchObject({
      status: 'degraded',
      dependencies: { backend: { status: 'healthy' }, auth: { status: 'unhealthy' } },
    });
  },
);

test.describe('slow database and unreachable Redis', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { faults: [{ id: 'F33', delay: 50 }, { id: 'F34' }] } });

  test('/api/health reports a slow database as degraded and an unreachable Redis as down, while /health stays healthy', async ({
    services,
  }) => {
    const components = { postgresql: 'degraded', redis: 'down', clickhouse: 'healthy' };
    expect(await services.health('/api/health')).toMatchObject({ status: 200, says: 'degraded', components });
    expect(await services.health('/health/ready')).toMatchObject({ components: { redis: 'down' } });
    expect(await services.health('/health')).toMatchObject({ status: 200, says: 'healthy' });
  });
});
