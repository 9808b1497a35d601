import { renewalTime } from '../../../stack/web/tokens.ts';
import { expect, test } from '../support/embedded.ts';
import { claims, mint } from '../support/wire-client.ts';

test('The page of the embedded stack says that it leaves, on its socket and by a beacon', async ({ stack, page }) => {
  await page.goto(`${stack.webUrl}/chat`);
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
  const farewells = () =>
    stack
      .log()
      .filter(({ what, type, path }) => (what === 'message' && type === 'disconnect') || path === '/ws/beacon');
  expect(farewells()).toEqual([]);
  await page.goto('about:blank');
  await expect.poll(farewells, { intervals: [50] }).toHaveLength(2);
  expect(farewells()).toContainEqual(expect.objectContaining({ what: 'message', type: 'disconnect' }));
  expect(farewells()).toContainEqual(expect.objectContaining({ what: 'request', service: 'api', method: 'POST' }));
});

for (const [life, left] of [
  [4, 1],
  [60, 15],
  [300, 150],
  [900, 300],
  [86_400, 300],
] as const) {
  test(`The page renews a token of ${life} s when ${left} s of it are left`, async () => {
    const token = claims(life);
    expect(token.exp! * 1000 - renewalTime(await mint('any key', token))!).toBe(left * 1000);
  });
}

test.describe('An address of the embedded page', () => {
  for (const path of ['/settings', '/chat/a/b', '/chat//', '/chat/%zz', '/index.html', '/missing.js']) {
    test(`at which there is nothing says so, with 404: ${path}`, async ({ stack, page }) => {
      expect((await page.goto(stack.webUrl + path))?.status()).toBe(404);
      await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
      await page.getByRole('link', { name: 'Go to Chat' }).click();
      await expect(page.getByText('Connected', { exact: true })).toBeVisible();
    });
  }

  const views = {
    '/login/': 'Send message',
    '/chat/': 'Send message',
    '/chat/thread_of_nobody/': 'Return to Chat',
    '/auth/error/': 'Try Again',
  };
  for (const [path, button] of Object.entries(views)) {
    test(`is the same with a slash at its end: ${path}`, async ({ stack, page }) => {
      expect((await page.goto(stack.webUrl + path))?.status()).toBe(200);
      await expect(page.getByRole('button', { name: button })).toBeVisible();
    });
  }
});
