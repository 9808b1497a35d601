import { expect, test } from '../../fixtures/index.ts';

test.use({ arrives: 'signed out', tolerates: ['no-server-error'] });
test.beforeEach(({ loginPage }) => loginPage.goto());

test(
  'a valid token is accepted by the API, the auth service and the WebSocket',
  { tag: ['@read-only', '@p1', '@P1-002', '@golden-path', '@GP-002'] },
  async ({ doors, session }) => {
    await expect(doors).not.toRefuse({ token: session.tokens.access });
  },
);

test(
  'access without a token is refused, and the page asks for a sign-in',
  {
    tag: ['@read-only', '@p1', '@P1-002', '@golden-path', '@GP-002'],
  },
  async ({ doors, chatPage, loginPage, wire }) => {
    await expect(doors).toRefuse({});
    const knocks = wire.sockets.length;
    await chatPage.goto();
    await expect(loginPage.wayIn).toBeVisible();
    await expect(chatPage.composer.field).toBeHidden();
    expect(wire.sockets, 'the page opens no socket for nobody').toHaveLength(knocks);
  },
);

const socketRow = ['@p1', '@P1-002', '@golden-path', '@GP-002'];
const forgeries = [
  { forgery: 'a malformed token', tag: socketRow },
  { forgery: 'an unsigned token', tag: [] },
  { forgery: 'a token with a changed payload', tag: [] },
  { forgery: 'a token signed with an unknown key', tag: [] },
  { forgery: 'a refresh token used as an access token', tag: [] },
  { forgery: 'an expired token', tag: ['@embedded', ...socketRow] },
  { forgery: 'a token that is not valid yet', tag: ['@embedded'] },
  { forgery: 'a token from another issuer', tag: ['@embedded'] },
  { forgery: 'a token for another audience', tag: ['@embedded'] },
] as const;

for (const { forgery, tag } of forgeries) {
  test(
    `${forgery} is refused, and the page asks for a sign-in`,
    { tag: [...tag] },
    async ({ doors, forged, chatPage, loginPage }) => {
      const token = await forged(forgery);
      await expect(doors).toRefuse({ token });
      await doors.keep({ token });
      await chatPage.goto();
      await expect(loginPage.wayIn).toBeVisible();
      await expect(chatPage.composer.field).toBeHidden();
      expect(await doors.keptInsteadOf(token), 'the refused token is thrown away').toBe('none');
    },
  );
}
