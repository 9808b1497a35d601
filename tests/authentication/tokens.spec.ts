import { expect, test } from '../../fixtures/index.ts';

test.use({ arrives: 'signed out', tolerates: ['no-server-error'] });
test.beforeEach(({ loginPage }) => loginPage.goto());

test(
  'a good token opens every door',
  { tag: ['@read-only', '@p1', '@P1-002', '@golden-path', '@GP-002'] },
  async ({ doors, session }) => {
    await expect(doors).not.toRefuse({ token: session.tokens.access });
  },
);

test(
  'without a token nobody gets in, and the page asks for a sign-in',
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
  { forgery: 'garbage', tag: socketRow },
  { forgery: 'an unsigned token', tag: [] },
  { forgery: 'a changed payload', tag: [] },
  { forgery: 'the key of a stranger', tag: [] },
  { forgery: 'a refresh token', tag: [] },
  { forgery: 'an expired token', tag: ['@embedded', ...socketRow] },
  { forgery: 'a token of tomorrow', tag: ['@embedded'] },
  { forgery: 'a token of another issuer', tag: ['@embedded'] },
  { forgery: 'a token for another audience', tag: ['@embedded'] },
] as const;

for (const { forgery, tag } of forgeries) {
  test(
    `nobody gets in with ${forgery}, and the page asks for a sign-in`,
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
