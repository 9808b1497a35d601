import { expect, test } from '../../fixtures/index.ts';

test.use({ arrives: 'signed out' });

test(
  'a page of another origin gets nothing, even with a good token',
  { tag: '@read-only' },
  async ({ page, elsewhere, doors, session }) => {
    const { access: token } = session.tokens;
    await page.goto(elsewhere);
    const { status, welcomed, close } = await doors.socket({ token });
    expect({ status, welcomed, close }).toEqual({ status: 403, welcomed: false, close: { code: 1006, reason: '' } });
    await expect.poll(() => doors.askFromThePage({ token })).toBe('blocked');
  },
);

test(
  "the product's own page gets an answer with the same token",
  { tag: '@read-only' },
  async ({ doors, session, loginPage }) => {
    await loginPage.goto();
    await expect.poll(() => doors.askFromThePage({ token: session.tokens.access })).toBe(200);
  },
);
