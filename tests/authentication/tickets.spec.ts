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

  test('two tickets of the same person are both accepted', async ({ tickets, accessProbe }) => {
    const other = await tickets.issue();
    await expect(accessProbe).toAdmit({ ticket });
    await expect(accessProbe).toAdmit({ ticket: other });
  });

  test('a ticket that was never issued is refused', async ({ accessProbe }) => {
    await expect(accessProbe).toRefuse({ ticket: `${ticket}x` });
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
