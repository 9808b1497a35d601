import { expect, test } from '../../fixtures/index.ts';

test.use({ tolerates: ['no-server-error'] });

test.describe('with tickets', { tag: '@embedded' }, () => {
  let ticket = '';

  test.beforeEach(async ({ api, chatPage }) => {
    const response = await api.post('/api/websocket/ticket', { data: { ttl_seconds: 30, single_use: true } });
    ({ ticket_id: ticket } = (await response.json()) as { ticket_id: string });
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
  });

  test('a ticket lets its owner in once, and nobody a second time', async ({ doors }) => {
    await expect(doors).not.toRefuse({ ticket });
    await expect(doors).toRefuse({ ticket });
  });

  test('two tickets of one person are two, and each lets in once', async ({ api, doors }) => {
    const other = (await (
      await api.post('/api/websocket/ticket', { data: { ttl_seconds: 30, single_use: true } })
    ).json()) as { ticket_id: string };
    await expect(doors).not.toRefuse({ ticket });
    await expect(doors).not.toRefuse({ ticket: other.ticket_id });
  });

  test('a ticket that was never given lets nobody in', async ({ doors }) => {
    await expect(doors).toRefuse({ ticket: `${ticket}x` });
  });

  test('nobody gets in with the ticket of somebody else', async ({ doors, signIns }) => {
    const [grace] = await signIns('grace@example.com');
    await expect(doors).toRefuse({ ticket, token: grace!.tokens.access });
    await expect(doors, 'its owner still can').not.toRefuse({ ticket });
  });

  test('nobody can look at, or take back, the ticket of somebody else', async ({ request, signIns, target }) => {
    const [grace] = await signIns('grace@example.com');
    const headers = { authorization: `Bearer ${grace!.tokens.access}` };
    const address = `${target.site.api}/api/websocket/ticket/${ticket}`;
    expect((await request.get(`${address}/validate`, { headers })).status()).toBe(403);
    expect((await request.delete(address, { headers })).status()).toBe(403);
  });

  test('nobody gets a ticket without a token', async ({ request, target }) => {
    expect((await request.post(`${target.site.api}/api/websocket/ticket`)).status()).toBe(401);
  });
});
