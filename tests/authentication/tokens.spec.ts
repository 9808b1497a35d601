import { expect, source, test } from '../../fixtures/index.ts';

test.use({ arrives: 'signed out', tolerates: ['no-server-error'] });
test.beforeEach(({ loginPage }) => loginPage.goto());

test(
  'a valid token is accepted by the API, the auth service and the WebSocket',
  { tag: ['@read-only', '@p1', '@P1-002', '@golden-path', '@GP-002'] },
  async ({ accessProbe, session }) => {
    await expect(accessProbe).toAdmit({ token: session.tokens.access });
  },
);

test(
  'access without a token is refused, and the page asks for a sign-in',
  {
    tag: ['@read-only', '@p1', '@P1-002', '@golden-path', '@GP-002'],
  },
  async ({ accessProbe, chatPage, loginPage, wire }) => {
    await expect(accessProbe).toRefuse({});
    const opened = wire.sockets.length;
    await chatPage.goto();
    await expect(loginPage.wayIn).toBeVisible();
    await expect(chatPage.composer.field).toBeHidden();
    expect(wire.sockets, 'the page opens no socket for nobody').toHaveLength(opened);
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
    { tag: [...tag], annotation: source('docs/contract/backend.md 3.2') },
    async ({ accessProbe, storedTokens, forged, chatPage, loginPage }) => {
      const token = await forged(forgery);
      await expect(accessProbe).toRefuse({ token });
      await storedTokens.store({ access: token });
      await chatPage.goto();
      await expect(loginPage.wayIn).toBeVisible();
      await expect(chatPage.composer.field).toBeHidden();
      expect(await storedTokens.comparedWith(token), 'the refused token is thrown away').toBe('none');
    },
  );
}

test(
  'a token is accepted until it expires, however long ago it was issued',
  { tag: '@embedded' },
  async ({ accessProbe, auth, aged }) => {
    const { access, refresh } = await aged(13 * 24 * 3600);
    await expect(accessProbe).toAdmit({ token: access });
    expect(await auth.attempt('POST /auth/refresh', { refresh_token: refresh })).toBe('a token');
  },
);
