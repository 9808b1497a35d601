import { expect, source, test } from '../../fixtures/index.ts';

const text = expect.stringMatching(/\S/);
const withOffset = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$/);

test(
  'what is told of the providers of a sign-in agrees, and none of them is unhealthy',
  { tag: ['@read-only', '@advice'], annotation: source('docs/contract/backend.md 2') },
  async ({ services }) => {
    const status = await services.get('/oauth/status', 'auth');
    expect(status.status()).toBe(200);
    const told = (await status.json()) as Record<string, unknown>;
    expect(told).toMatchObject({ service: text, version: text, environment: text, timestamp: withOffset });
    const names = told['available_providers'] as string[];
    for (const name of names)
      expect(told['oauth_providers']).toMatchObject({
        [name]: { provider: text, environment: text, is_healthy: true },
      });

    const providers = await (await services.get('/oauth/providers', 'auth')).json();
    expect(providers).toMatchObject({
      providers: names,
      status: names.length > 0 ? 'configured' : 'not_configured',
      provider_details: Object.fromEntries(names.map((provider) => [provider, { provider, available: true }])),
      timestamp: withOffset,
    });
  },
);

test(
  'the embedded stack offers one provider, and it is configured and healthy',
  { tag: '@embedded' },
  async ({ services }) => {
    expect(await (await services.get('/oauth/status', 'auth')).json()).toMatchObject({
      available_providers: ['google'],
      oauth_providers: { google: { provider: 'google' } },
      oauth_healthy: true,
    });
    expect(await (await services.get('/oauth/providers', 'auth')).json()).toMatchObject({
      provider_details: { google: { configured: true } },
    });
  },
);
