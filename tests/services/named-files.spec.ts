import { expect, source, test } from '../../fixtures/index.ts';

const NAMED =
  'link[rel~="icon"], link[rel="apple-touch-icon"], link[rel="manifest"], link[rel="stylesheet"], script[src]';

test(
  'each icon, style and script that the page names is there',
  { tag: ['@read-only', '@advice'], annotation: source('any person may expect to see') },
  async ({ chatPage, request, target }) => {
    await chatPage.goto();
    await expect(chatPage.composer.field).toBeVisible();
    const named = await chatPage.page
      .locator(NAMED)
      .evaluateAll((elements) =>
        elements.map((one) => (one as HTMLLinkElement).href || (one as HTMLScriptElement).src),
      );
    const own = [...new Set(named)].filter((url) => url.startsWith(`${target.site.web}/`));
    expect(own, 'files that the page names').not.toEqual([]);
    for (const url of own) {
      const answer = await request.get(url);
      expect.soft(answer.status(), url).toBe(200);
      expect.soft(answer.headers()['content-type'] ?? '', `${url} is a page instead`).not.toMatch(/text\/html/);
    }
  },
);
