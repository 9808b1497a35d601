import { expect, test } from './embedded.ts';

test('The page of the embedded stack says that it leaves, on its socket and by a beacon', async ({ stack, page }) => {
  await page.goto(`${stack.webUrl}/chat`);
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
  const farewells = () => stack.log().filter(({ what, type, path }) => (what === 'message' && type === 'disconnect') || path === '/ws/beacon');
  expect(farewells()).toEqual([]);
  await page.goto('about:blank');
  await expect.poll(farewells, { intervals: [50] }).toHaveLength(2);
  expect(farewells()).toContainEqual(expect.objectContaining({ what: 'message', type: 'disconnect' }));
  expect(farewells()).toContainEqual(expect.objectContaining({ what: 'request', service: 'api', method: 'POST' }));
});
