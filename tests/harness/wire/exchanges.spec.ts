import { Exchanges } from '../../../lib/wire/exchanges.ts';
import { expect, test } from '../support/embedded.ts';

test('a call that gets no answer has a failure and no status, and one that is refused has a status', async ({
  stack,
  context,
  page,
}) => {
  const exchanges = Exchanges.on(context);
  await page.goto(`${stack.webUrl}/login`);
  const asked = (url: string) =>
    page.evaluate(
      (address) =>
        fetch(address).then(
          ({ status }) => status,
          () => null,
        ),
      `${url}?asked`,
    );
  // The page has calls of its own to the same addresses.
  const seen = (url: string) => exchanges.all.filter((exchange) => exchange.url === `${url}?asked`);
  expect(await asked(`${stack.apiUrl}/api/threads`)).toBe(401);
  await context.setOffline(true);
  expect(await asked(`${stack.apiUrl}/health`)).toBeNull();
  await expect
    .poll(() => seen(`${stack.apiUrl}/health`))
    .toMatchObject([
      { status: null, took: null, failure: 'net::ERR_INTERNET_DISCONNECTED', failedAfter: expect.any(Number) },
    ]);
  await expect.poll(() => seen(`${stack.apiUrl}/api/threads`)).toMatchObject([{ status: 401, failure: null }]);
});
