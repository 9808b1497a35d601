import { expect, test } from '../../fixtures/index.ts';

test.use({ arrives: 'signed out' });

test(
  'a page on another origin is refused by API and WebSocket, even with a valid token',
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
  "a page on the product's own origin can call the API with a valid token",
  { tag: '@read-only' },
  async ({ doors, session, loginPage }) => {
    await loginPage.goto();
    await expect.poll(() => doors.askFromThePage({ token: session.tokens.access })).toBe(200);
  },
);
