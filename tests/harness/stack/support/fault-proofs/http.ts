import { expect } from '@playwright/test';
import { decodeJwt } from 'jose';
import { call, type Json, mint, type Reply } from '../../../support/wire-client.ts';
import { asAda, proof, question, type Bed, type Proofs } from './proof.ts';

function at(url: string): (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply> {
  return (path, body, headers = {}) => call(url + path, { body, headers });
}

/** The tokens of a new dev login. */
async function devLogin({ stack }: Bed): Promise<{ access: string; refresh: string }> {
  const { body } = await call(`${stack.authUrl}/auth/dev/login`, { body: {} });
  return { access: String(body['access_token']), refresh: String(body['refresh_token']) };
}

/** Where an OAuth sign-in lands. */
async function landing({ stack }: Bed): Promise<URL> {
  const follow = async (url: string) => new URL((await call(url)).headers.get('location') ?? '');
  const state = (await follow(`${stack.authUrl}/auth/login?provider=google`)).searchParams.get('state') ?? '';
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const decided = await call(`${stack.authUrl}/oauth/consent`, {
    body: `state=${state}&decision=allow&email=person%40example.com`,
    headers: form,
  });
  return follow(decided.headers.get('location') ?? '');
}

async function component({ stack }: Bed, name: string): Promise<Json> {
  const { body } = await call(`${stack.apiUrl}/api/health`);
  expect(body['status']).toBe('degraded');
  return (body['checks'] as Record<string, Json>)[name] ?? {};
}

function scriptOf(page: Reply): string {
  return /<head[^>]*><script>([\s\S]*?)<\/script>/.exec(page.text)?.[1] ?? '';
}

/** Faults that show in HTTP answers. */
export const httpProofs: Proofs = {
  F05: proof(async (bed) => {
    expect((await call(`${bed.stack.authUrl}/auth/verify`, { token: bed.ada.token })).body['valid']).toBe(true);
    expect((await asAda(bed, '/api/threads')).status).toBe(401);
    expect((await (await bed.dialAs(bed.ada)).end()).code).toBe(1008);
  }),
  F08: proof(async ({ stack, dialAs, ada }) => {
    for (const path of ['/health', '/health/ready', '/api/threads', '/ws/health'])
      expect((await call(stack.apiUrl + path)).status).toBe(503);
    expect((await dialAs(ada)).refused).toBe(503);
    expect((await call(`${stack.authUrl}/health`)).status).toBe(200);
  }),
  F09: {
    params: { seconds: 1 },
    prove: async ({ stack, dialAs, ada }) => {
      const health = await call(`${stack.apiUrl}/health`);
      expect(health.status).toBe(503);
      expect(health.body).toMatchObject({
        status: 'unhealthy',
        startup_in_progress: true,
        details: { phase: expect.any(String) },
      });
      expect(Number(health.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await dialAs(ada)).refused).toBe(403);
      await expect.poll(async () => (await call(`${stack.apiUrl}/health`)).status, { intervals: [100] }).toBe(200);
      await (await dialAs(ada)).heard('connection_established');
    },
  },
  F28: proof(async (bed) => {
    const line = await bed.dialAs(bed.ada);
    line.send({ type: 'start_agent', payload: { user_request: question } });
    const { payload } = await line.heard('final_report');
    expect(payload).toMatchObject({ executive_summary: expect.stringMatching(/^Mock .* response/) });
  }),
  F29: proof(async (bed) => {
    const { status, body } = await asAda(bed, '/api/agent/v2/execute', { message: question });
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(['message', 'run_id', 'status', 'thread_id']);
  }),
  F30: proof(async (bed) => {
    expect((await asAda(bed, '/api/threads', {})).status).toBe(404);
    expect((await asAda(bed, '/api/threads')).status).toBe(200);
  }),
  F31: proof(async (bed) => {
    const { status, body } = await asAda(bed, '/api/threads?limit=20&offset=0');
    expect(status).toBe(500);
    expect(body).toEqual({ detail: 'Failed to list threads' });
    expect((await asAda(bed, '/api/threads', {})).status).toBe(200);
  }),
  'operation-fails': proof(async (bed) => {
    expect((await asAda(bed, '/api/v1/user/profile')).status).toBe(500);
    expect((await asAda(bed, '/api/threads')).status).toBe(200);
  }),
  'answer-cut': proof(async (bed) => {
    const headers = { authorization: `Bearer ${bed.ada.token}` };
    const answer = await fetch(`${bed.stack.apiUrl}/api/threads`, { method: 'POST', headers });
    expect(answer.headers.get('content-type')).toContain('json');
    expect(await answer.text()).toMatch(/^\{"id":"thread_[^}]*$/);
    expect((await asAda(bed, '/api/threads')).status).toBe(200);
  }),
  'answer-kept': proof(async (bed) => {
    expect((await asAda(bed, '/api/threads?limit=20')).headers.get('cache-control')).toBe('private, max-age=60');
    expect((await asAda(bed, '/api/threads', {})).headers.get('cache-control')).toBeNull();
  }),
  'method-forbidden': proof(async ({ stack }) => {
    const preflight = await fetch(`${stack.apiUrl}/api/threads/thread_1`, {
      method: 'OPTIONS',
      headers: { origin: stack.webUrl, 'access-control-request-method': 'PUT' },
    });
    expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, POST, DELETE, OPTIONS, PATCH, HEAD');
  }),
  F33: {
    params: { delay: 150 },
    prove: async (bed) => {
      const timed = async (path: string) => {
        const since = performance.now();
        await asAda(bed, path);
        return performance.now() - since;
      };
      expect(await timed('/api/threads')).toBeGreaterThanOrEqual(149);
      expect(await component(bed, 'postgresql')).toMatchObject({
        status: 'degraded',
        connected: true,
        response_time_ms: 150,
      });
      expect((await call(`${bed.stack.apiUrl}/health`)).body['status']).toBe('healthy');
    },
  },
  F34: proof(async (bed) => {
    expect(await component(bed, 'redis')).toMatchObject({ status: 'failed' });
    expect((await call(`${bed.stack.apiUrl}/health/ready`)).body['redis_db']).toBe('failed');
    expect((await asAda(bed, '/api/websocket/ticket', {})).status).toBe(500);
  }),
  F35: proof(async (bed) => {
    expect(await component(bed, 'clickhouse')).toMatchObject({ status: 'failed' });
    expect((await call(`${bed.stack.apiUrl}/health/ready`)).body).toMatchObject({
      status: 'ready',
      clickhouse_db: 'skipped_optional',
    });
  }),
  'call-refused': proof(async (bed) => {
    expect((await asAda(bed, '/api/threads', {})).status).toBe(422);
    expect((await asAda(bed, '/api/threads')).status).toBe(200);
  }),
  policy: proof(async (bed) => {
    const { headers } = await fetch(`${bed.stack.webUrl}/login`);
    expect(headers.get('content-security-policy')).toBe("connect-src 'self'");
  }),
  'page-missing': proof(async (bed) => {
    expect((await fetch(`${bed.stack.webUrl}/login`)).status).toBe(503);
    expect((await fetch(`${bed.stack.webUrl}/chat`)).status).toBe(200);
  }),
  F36: proof(async (bed) => {
    for (const path of ['/health', '/auth/config', '/auth/me'])
      expect((await call(bed.stack.authUrl + path)).status).toBe(503);
    expect((await asAda(bed, '/api/threads')).status).toBe(200);
  }),
  F38: proof(async (bed) => {
    const garbage = await bed.dial({ protocols: ['jwt-auth', 'jwt.not-a-token-at-all'] });
    expect(await garbage.heard('connection_established')).toMatchObject({ data: { user_id: 'demo-use...' } });
    expect((await call(`${bed.stack.apiUrl}/api/threads`, { token: await mint('any secret') })).status).toBe(200);
    await (await bed.dial()).heard('connection_established');
  }),
  F39: {
    params: { cycle: 3600 },
    prove: async (bed) => {
      const refused = await asAda(bed, '/api/threads');
      expect([refused.status, refused.body['message']]).toEqual([403, 'Not authenticated']);
      expect((await at(bed.stack.authUrl)('/auth/validate', { token: bed.ada.token })).body).toEqual({
        valid: false,
        error: 'invalid_service_id',
      });
      expect((await call(`${bed.stack.authUrl}/auth/verify`, { token: bed.ada.token })).body['valid']).toBe(true);
    },
  },
  F40: {
    params: { life: 2 },
    prove: async (bed) => {
      const { access, refresh } = await devLogin(bed);
      const { iat, exp } = decodeJwt(access);
      expect(Number(exp) - Number(iat)).toBe(2);
      const line = await bed.dialAs({ ...bed.ada, token: access });
      line.send({ type: 'start_agent', payload: { user_request: question } });
      expect(await line.end(5000)).toEqual({ code: 1008, reason: 'Token expired' });
      expect(line.of('agent_started').length).toBeGreaterThan(0);
      expect(line.of('final_report')).toEqual([]);
      expect((await at(bed.stack.authUrl)('/auth/refresh', { refresh_token: refresh })).status).toBe(401);
    },
  },
  F41: proof(async (bed) => {
    const { access, refresh } = await devLogin(bed);
    for (let time = 0; time < 2; time += 1) {
      const { status, body } = await at(bed.stack.authUrl)('/auth/refresh', { refresh_token: refresh });
      expect(status).toBe(200);
      expect(decodeJwt(String(body['access_token'])).jti).toBe(decodeJwt(access).jti);
    }
  }),
  F42: proof(async (bed) => {
    const url = await landing(bed);
    expect(url.pathname).toBe('/auth/callback');
    expect(url.searchParams.has('access_token')).toBe(false);
    expect(url.searchParams.has('refresh_token')).toBe(true);
  }),
  F43: {
    params: { delay: 120 },
    prove: async (bed) => {
      for (const path of ['/auth/config', '/auth/validate-token-and-get-user']) {
        const since = performance.now();
        await at(bed.stack.authUrl)(path, path === '/auth/config' ? undefined : { token: bed.ada.token });
        expect(performance.now() - since).toBeGreaterThanOrEqual(119);
      }
    },
  },
  F44: proof(async ({ stack }) =>
    expect(scriptOf(await call(`${stack.webUrl}/chat`))).toContain('window.WebSocket = class'),
  ),
  F46: proof(async ({ stack }) =>
    expect((await call(`${stack.webUrl}/login`)).text).toContain('"authUrl":"http://localhost:8081"'),
  ),
  F47: proof(async (bed) => {
    const headers = { origin: bed.stack.webUrl };
    const redirected = await call(`${bed.stack.apiUrl}/api/threads`, { token: bed.ada.token, headers });
    expect([redirected.status, redirected.headers.get('location')]).toEqual([307, '/api/threads/']);
    const behind = await call(`${bed.stack.apiUrl}/api/threads/`, { token: bed.ada.token, headers });
    for (const reply of [redirected, behind]) expect(reply.headers.get('access-control-allow-origin')).toBeNull();
  }),
  F48: proof(async ({ stack }) => {
    const script = await call(`${stack.webUrl}/main.js`);
    expect([script.status, script.text]).toEqual([200, 'export {};\n']);
    expect((await call(stack.webUrl)).status).toBe(200);
  }),
  F26: proof(async ({ stack }) => expect(scriptOf(await call(`${stack.webUrl}/chat`))).toContain('"final_report"')),
  'bare-send': proof(async ({ stack }) => expect(scriptOf(await call(`${stack.webUrl}/chat`))).toContain('...payload')),
  'double-send': proof(async ({ stack }) =>
    expect(scriptOf(await call(`${stack.webUrl}/chat`))).toContain('start_agent|user_message'),
  ),
  'altered-send': proof(async ({ stack }) =>
    expect(scriptOf(await call(`${stack.webUrl}/chat`))).toContain('user_request|content'),
  ),
  'screen-frozen': proof(async ({ stack }) =>
    expect(scriptOf(await call(`${stack.webUrl}/chat`))).toContain('left-- <= 0'),
  ),
  'screen-piece': proof(async ({ stack }) =>
    expect(scriptOf(await call(`${stack.webUrl}/chat`))).toContain('count === 3 ? [] : [piece]'),
  ),
  'screen-hidden': proof(async ({ stack }) =>
    expect(scriptOf(await call(`${stack.webUrl}/chat`))).toContain('opacity: 0 !important'),
  ),
  'screen-lines': proof(async ({ stack }) =>
    expect(scriptOf(await call(`${stack.webUrl}/chat`))).toContain('white-space: normal !important'),
  ),
  'screen-told': proof(async ({ stack }) =>
    expect(scriptOf(await call(`${stack.webUrl}/chat`))).toContain("withFields({ reasoning: ' ' })"),
  ),
  'screen-threads': proof(async ({ stack }) =>
    expect(scriptOf(await call(`${stack.webUrl}/chat`))).toContain('updated_at: now'),
  ),
  'screen-busy': proof(async ({ stack }) =>
    expect(scriptOf(await call(`${stack.webUrl}/chat`))).toContain('Streaming...'),
  ),
  'screen-pulled': proof(async ({ stack }) =>
    expect(scriptOf(await call(`${stack.webUrl}/chat`))).toContain('content.scrollTop = content.scrollHeight'),
  ),
  'screen-flash': proof(async ({ stack }) =>
    expect(scriptOf(await call(`${stack.webUrl}/chat`))).toContain('last_answer_seen'),
  ),
  F56: proof(async ({ stack }) => {
    const seen = [];
    for (let time = 0; time < 4; time += 1) {
      const { headers, body } = await call(`${stack.apiUrl}/health`);
      seen.push(`${headers.get('x-netra-revision') ?? ''} ${String(body['version'])}`);
    }
    expect(new Set(seen)).toEqual(new Set(['embedded-00001 1.0.0', 'embedded-00000 0.9.0']));
  }),
  F58: proof(async (bed) => {
    const urls = [];
    for (let time = 0; time < 2; time += 1)
      urls.push(String((await asAda(bed, '/websocket/ticket', {})).body['websocket_url']));
    expect(urls[0]).toBe(urls[1]);
    await (await bed.dial({ url: String(urls[0]) })).heard('connection_established');
    expect((await (await bed.dial({ url: String(urls[1]) })).end()).code).toBe(1008);
  }),
  'page-over-time': proof(async ({ stack }) =>
    expect(scriptOf(await call(`${stack.webUrl}/chat`))).toContain("kept.push(document.createElement('i'))"),
  ),
  unchecked: proof(async (bed) => {
    const { body } = await asAda(bed, '/api/threads', { title: 'Plans of Ada' });
    const eve = await bed.guest('eve@example.com');
    const renamed = await call(`${bed.stack.apiUrl}/api/threads/${String(body['id'])}`, {
      method: 'PUT',
      token: eve.token,
      body: { title: 'Plans of Eve' },
    });
    expect([renamed.status, renamed.body['title']]).toEqual([200, 'Plans of Eve']);
  }),
  'token-exposed': proof(async ({ stack }) =>
    expect(scriptOf(await call(`${stack.webUrl}/chat`))).toContain('console.log({ session: { token } })'),
  ),
  'left-behind': proof(async ({ stack }) =>
    expect(scriptOf(await call(`${stack.webUrl}/chat`))).toContain("key !== 'refresh_token'"),
  ),
  'text-as-markup': proof(async ({ stack }) =>
    expect(scriptOf(await call(`${stack.webUrl}/chat`))).toContain('insertAdjacentHTML'),
  ),
  F60: proof(async (bed) => {
    expect((await call(`${bed.stack.apiUrl}/health`)).status).toBe(200);
    await (await bed.dialAs(bed.ada)).heard('connection_established');
  }),
};
