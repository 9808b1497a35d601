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

test('the document of a frame is no page, and each call has the number of its page', async ({
  stack,
  context,
  page,
}) => {
  const pages = [page];
  const exchanges = Exchanges.on(context, stack.webUrl, (one) => pages.indexOf(one) + 1);
  await page.route(`${stack.webUrl}/login?framed`, (route) => route.fulfill({ status: 503, body: 'Gone' }));
  await page.goto(`${stack.webUrl}/login`);
  await page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.src = '/login?framed';
    document.body.append(frame);
  });
  await expect
    .poll(() => exchanges.of('GET', '/login').map(({ resource, ofPage, status }) => ({ resource, ofPage, status })))
    .toEqual([
      { resource: 'document', ofPage: 1, status: 200 },
      { resource: 'iframe', ofPage: 1, status: 503 },
    ]);
  const other = await context.newPage();
  pages.push(other);
  await other.goto(`${stack.webUrl}/login?other`);
  expect(exchanges.all.find(({ url }) => url.endsWith('?other'))).toMatchObject({ resource: 'document', ofPage: 2 });
});
