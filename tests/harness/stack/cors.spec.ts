import { expect, test } from '../support/embedded.ts';
import { call } from '../support/wire-client.ts';

test.describe('CORS on the embedded stack', () => {
  test("the stack's own page is admitted by CORS, with credentials", async ({ stack, guest }) => {
    const { token } = await guest('ada@example.com');
    for (const origin of [stack.webUrl, 'http://localhost:3000']) {
      for (const url of [
        `${stack.apiUrl}/api/threads`,
        `${stack.authUrl}/auth/me`,
        `${stack.apiUrl}/api/threads/unknown`,
      ]) {
        const { headers } = await call(url, { token, headers: { origin } });
        expect(headers.get('access-control-allow-origin')).toBe(origin);
        expect(headers.get('access-control-allow-credentials')).toBe('true');
        expect(headers.get('vary')).toContain('Origin');
      }
      const preflight = await call(`${stack.apiUrl}/api/threads`, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'PUT',
          'access-control-request-headers': 'authorization,content-type',
        },
      });
      expect(preflight.status).toBe(200);
      expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT');
      expect(preflight.headers.get('access-control-allow-headers')).toContain('Authorization');
      expect(preflight.headers.get('access-control-max-age')).toBe('3600');
    }
  });

  test('a header that is not on the list is refused by CORS to every page', async ({ stack }) => {
    const preflight = await call(`${stack.authUrl}/auth/e2e/test-auth`, {
      method: 'OPTIONS',
      headers: {
        origin: stack.webUrl,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type, x-e2e-bypass-key',
      },
    });
    expect([preflight.status, preflight.text]).toEqual([400, 'Disallowed CORS headers']);
  });

  test('a page of another origin is refused by CORS', async ({ stack }) => {
    for (const origin of ['http://evil.example', 'null', `${stack.webUrl}.evil.example`]) {
      const preflight = await call(`${stack.apiUrl}/api/threads`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'GET' },
      });
      expect([preflight.status, preflight.text]).toEqual([400, 'Disallowed CORS origin']);
      expect(
        (await call(`${stack.apiUrl}/health`, { headers: { origin } })).headers.get('access-control-allow-origin'),
      ).toBeNull();
    }
  });
});
