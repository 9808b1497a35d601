import { expect, source, test } from '../../fixtures/index.ts';

/** Seconds for which a browser may use a file without asking whether there is another one. */
const LONGEST = 3_600;

/** What a build puts into the name of a file and changes with its text: at least eight characters, not only letters. */
const MARK = /(?=[\w-]*\d)[\w-]{8,}/;

function freshFor(headers: Readonly<Record<string, string>>): number {
  const told = headers['cache-control'] ?? '';
  return /no-cache|no-store/.test(told) ? 0 : Number(/(?:^|[\s,])max-age=(\d+)/.exec(told)?.[1] ?? 0);
}

test(
  'a browser asks again for each file of the page whose address stays the same in the next release',
  { tag: ['@read-only', '@advice'], annotation: source('any person may expect to go on') },
  async ({ chatPage, request, target }) => {
    await chatPage.goto();
    await expect(chatPage.composer.field).toBeVisible();
    const loaded = await chatPage.page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    const own = loaded.filter((url) => url.startsWith(target.site.web) && /\.(?:js|css)\b/.test(url));
    expect(own, 'scripts and styles of the page').not.toEqual([]);
    for (const url of [`${target.site.web}/chat`, ...own.filter((one) => !MARK.test(new URL(one).pathname))]) {
      const answer = await request.get(url, { headers: { accept: 'text/html,*/*' } });
      expect.soft(freshFor(answer.headers()), `seconds without asking: ${url}`).toBeLessThanOrEqual(LONGEST);
    }
  },
);
