import { expect, test } from '../../fixtures/index.ts';

test.use({ tolerates: ['no-server-error'] });

test.describe('WebSocket tickets', { tag: '@embedded' }, () => {
  let ticket = '';

  test.beforeEach(async ({ tickets, chatPage }) => {
    ticket = await tickets.issue();
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
  });

  test('a single-use ticket is accepted once and refused the second time', async ({ accessProbe }) => {
    await expect(accessProbe).toAdmit({ ticket });
    await expect(accessProbe).toRefuse({ ticket });
  });

  test('asking whether a ticket is good does not use it up', async ({ api, accessProbe }) => {
    const asked = await api.get(`/api/websocket/ticket/${ticket}/validate`);
    expect(await asked.json()).toMatchObject({ valid: true, ticket_id: ticket });
    await expect(accessProbe).toAdmit({ ticket });
  });

  test('two tickets of the same person are both accepted', async ({ tickets, accessProbe }) => {
    const other = await tickets.issue();
    await expect(accessProbe).toAdmit({ ticket });
    await expect(accessProbe).toAdmit({ ticket: other });
  });

  test('a ticket that was never issued is refused', async ({ accessProbe }) => {
    await expect(accessProbe).toRefuse({ ticket: `${ticket}x` });
  });

  test('a revoked ticket is refused', async ({ api, accessProbe }) => {
    expect((await api.delete(`/api/websocket/ticket/${ticket}`)).status()).toBe(200);
    await expect(accessProbe).toRefuse({ ticket });
  });

  test("another person's ticket is refused", async ({ accessProbe, sessionsOf }) => {
    const [grace] = await sessionsOf('grace@example.com');
    await expect(accessProbe).toRefuse({ ticket, token: grace!.tokens.access });
    await expect(accessProbe, 'its owner still can').toAdmit({ ticket });
  });

  test("another person's ticket can be neither validated nor revoked", async ({ request, sessionsOf, target }) => {
    const [grace] = await sessionsOf('grace@example.com');
    const headers = { authorization: `Bearer ${grace!.tokens.access}` };
    const address = `${target.site.api}/api/websocket/ticket/${ticket}`;
    expect((await request.get(`${address}/validate`, { headers })).status()).toBe(403);
    expect((await request.delete(address, { headers })).status()).toBe(403);
  });

  test('no ticket is issued without a token', async ({ request, target }) => {
    expect((await request.post(`${target.site.api}/api/websocket/ticket`)).status()).toBe(401);
  });
});

test.describe('life of a ticket', { tag: '@embedded' }, () => {
  test('a ticket names the lifetime that was asked for', async ({ api }) => {
    const issued = await api.post('/api/websocket/ticket', { data: {} });
    const { created_at, expires_at, ttl_seconds, single_use } = (await issued.json()) as Record<string, number>;
    expect({ life: Math.round(expires_at! - created_at!), ttl_seconds, single_use }).toEqual({
      life: 300,
      ttl_seconds: 300,
      single_use: true,
    });
  });

  for (const ttl_seconds of [3_601, 86_400, 1e9, 29, 0, -1, 60.5, '300', true, []]) {
    test(`no ticket is issued for ${JSON.stringify(ttl_seconds)} seconds`, async ({ api }) => {
      const answer = await api.post('/api/websocket/ticket', { data: { ttl_seconds } });
      expect(answer.status(), 'answer to a life beyond the limit').toBe(422);
    });
  }
});
