import { expect, test } from '../support/embedded.ts';
import { call, type Reply } from '../support/wire-client.ts';

function target(reply: Reply): URL {
  return new URL(reply.headers.get('location') ?? 'about:blank');
}

test.describe('OAuth on the embedded stack', () => {
  /** Up to the decision on the consent page; gives where it sends the browser. */
  async function decide(authUrl: string, fields: Record<string, string>): Promise<URL> {
    const login = target(await call(`${authUrl}/auth/login?provider=google`));
    const consent = await call(login.href);
    expect(consent.status).toBe(200);
    expect(consent.headers.get('content-type')).toContain('text/html');
    const body = new URLSearchParams({ state: login.searchParams.get('state') ?? '', ...fields }).toString();
    const decided = await call(`${authUrl}/oauth/consent`, {
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(decided.status).toBe(303);
    return target(decided);
  }

  test('an OAuth sign-in returns to the page with valid tokens', async ({ stack }) => {
    const callback = await decide(stack.authUrl, { decision: 'allow', email: 'person@example.com' });
    const landed = await call(callback.href);
    expect(landed.status).toBe(302);
    const landing = target(landed);
    expect(landing.origin + landing.pathname).toBe(`${stack.webUrl}/auth/callback`);
    expect(landing.searchParams.get('email')).toBe('person@example.com');
    expect(landing.searchParams.get('refresh_token')).toMatch(/\S/);
    const token = landing.searchParams.get('access_token') ?? '';
    expect((await call(`${stack.apiUrl}/api/threads`, { token })).status).toBe(200);
    expect((await call(callback.href)).status).toBe(400);
  });

  test('a page that holds the OAuth code gets the tokens as JSON', async ({ stack }) => {
    const { search } = await decide(stack.authUrl, {
      decision: 'allow',
      other: 'somebody.new@example.com',
      email: 'person@example.com',
    });
    const { status, body } = await call(`${stack.authUrl}/auth/oauth/callback${search}`, {
      headers: { accept: 'application/json' },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      user: { email: 'somebody.new@example.com' },
    });
  });

  test('denied OAuth access returns to the error page', async ({ stack }) => {
    const landing = target(await call((await decide(stack.authUrl, { decision: 'deny' })).href));
    expect(landing.origin + landing.pathname).toBe(`${stack.webUrl}/auth/error`);
    expect(landing.searchParams.get('error')).toBe('access_denied');
    expect(landing.searchParams.get('error_description')).toMatch(/\w/);
  });

  test('an OAuth request that belongs to no sign-in is refused', async ({ stack }) => {
    const at = (path: string) => call(stack.authUrl + path);
    expect((await at('/auth/login')).status).toBe(400);
    expect((await at('/auth/login?provider=other')).status).toBe(400);
    expect((await at('/auth/callback')).status).toBe(400);
    expect((await at('/auth/callback?code=made-up&state=made-up')).status).toBe(400);
    const { searchParams } = await decide(stack.authUrl, { decision: 'allow', email: 'person@example.com' });
    expect((await at(`/auth/callback?code=made-up&state=${searchParams.get('state') ?? ''}`)).status).toBe(401);
  });

  test.describe('page on another origin', () => {
    test.use({ stackOptions: { web: false, frontendUrl: 'http://localhost:4321/' } });

    test('an OAuth sign-in returns to a page on another origin', async ({ stack }) => {
      const landing = target(
        await call((await decide(stack.authUrl, { decision: 'allow', email: 'person@example.com' })).href),
      );
      expect(landing.origin + landing.pathname).toBe('http://localhost:4321/auth/callback');
    });
  });
});
