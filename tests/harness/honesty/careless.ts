import { expect, test } from '../../../fixtures/index.ts';

test('asks something and does not look at the run', async ({ chatPage, conversation }) => {
  await chatPage.goto();
  await conversation.ask('What does a token cost?');
  await expect(chatPage.transcript.answers).toHaveCount(1);
});

test('does not mind that the connection is lost, a call fails and the page complains', async ({ chatPage, server, wire }) => {
  await chatPage.goto();
  await expect(chatPage.connected).toBeVisible();
  await server.hangUp(1006);
  await expect.poll(() => wire.sockets[1]?.socket.status).toBe(101);
  await chatPage.page.evaluate(() => { console.error('something is wrong'); void fetch('/no-such-file'); });
  await expect.poll(() => wire.exchanges.of('GET', '/no-such-file')).toMatchObject([{ status: 404 }]);
});

test('does not mind a run for which nobody at this page asked', async ({ chatPage, request, session, target, wire }) => {
  await chatPage.goto();
  await expect(chatPage.connected).toBeVisible();
  const headers = { authorization: `Bearer ${session.tokens.access}` };
  const answer = await request.post(`${target.site.api}/api/agent/v2/execute`, { headers, data: { message: 'Who asked this?' } });
  expect(answer.status()).toBe(200);
  await expect.poll(() => wire.traffic.runs[0]?.end).toBe('completed');
});

test('does not mind an error that the page throws', async ({ chatPage }) => {
  await chatPage.goto();
  await expect(chatPage.connected).toBeVisible();
  const thrown = chatPage.page.waitForEvent('pageerror');
  await chatPage.page.evaluate(() => { setTimeout(() => { throw new Error('nobody catches this'); }, 0); });
  await thrown;
});
