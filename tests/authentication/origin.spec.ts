import { expect, source, test } from '../../fixtures/index.ts';

test.use({ arrives: 'signed out' });

test(
  'a page on another origin is refused by API and WebSocket, even with a valid token',
  { tag: '@read-only', annotation: source('docs/contract/backend.md 3.2') },
  async ({ page, otherOrigin, accessProbe, session }) => {
    const { access: token } = session.tokens;
    await page.goto(otherOrigin);
    const { status, welcomed, close } = await accessProbe.socket({ token });
    const refused = { status: 403, welcomed: false, close: { code: 1006, reason: '' } };
    expect({ status, welcomed, close }, 'an upgrade by a page of another origin').toEqual(refused);
    await expect
      .poll(() => accessProbe.askFromPage({ token }), { message: 'a call by a page of another origin' })
      .toBe('blocked');
  },
);

test(
  "a page on the product's own origin can call the API with a valid token",
  { tag: '@read-only', annotation: source('docs/contract/backend.md 6.3') },
  async ({ accessProbe, session, loginPage }) => {
    await loginPage.goto();
    await expect.poll(() => accessProbe.askFromPage({ token: session.tokens.access })).toBe(200);
  },
);
