import { expect, source, test } from '../../fixtures/index.ts';

test.use({ arrives: 'signed out', tolerates: ['no-server-error'] });

test.describe('sign-out of a session', { annotation: source('docs/contract/backend.md 2') }, () => {
  test('a sign-out closes every WebSocket of its session', async ({ sessionsOf, account, openSocket, endSession }) => {
    const [session] = await sessionsOf(account.email);
    const token = session!.tokens.access;
    const sockets = [await openSocket({ token }), await openSocket({ token })];
    await endSession(token);
    for (const socket of sockets)
      await expect.poll(() => socket.close, { message: 'the server closes the socket' }).toMatchObject({ code: 1008 });
  });

  test('a sign-out leaves the other sessions of the person alone', async ({
    sessionsOf,
    account,
    openSocket,
    endSession,
    accessProbe,
    loginPage,
  }) => {
    const [leaving] = await sessionsOf(account.email);
    const [staying] = await sessionsOf(account.email);
    const socket = await openSocket({ token: staying!.tokens.access });
    await endSession(leaving!.tokens.access);
    await loginPage.goto();
    await expect(accessProbe).toAdmit({ token: staying!.tokens.access });
    expect(socket.close).toBeNull();
  });
});

test(
  'a sign-out succeeds without a token, with a bad one, and a second time',
  { annotation: source('docs/contract/backend.md 2') },
  async ({ sessionsOf, account, request, target }) => {
    const [session] = await sessionsOf(account.email);
    const good = { authorization: `Bearer ${session!.tokens.access}` };
    const ways: [string, Record<string, string>][] = [
      ['without a token', {}],
      ['with a bad token', { authorization: 'Bearer no.real.token' }],
      ['with a good token', good],
      ['a second time', good],
    ];
    for (const [how, headers] of ways) {
      const answer = await request.post(`${target.site.auth}/auth/logout`, { headers });
      expect.soft(answer.status(), `answer to a sign-out ${how}`).toBe(200);
      expect.soft(await answer.json(), how).toMatchObject({ status: 'success' });
    }
  },
);

test(
  'a sign-out also ends the token that its session had before it was renewed',
  { annotation: [source('docs/contract/backend.md 2'), source('any person may expect that nobody else gets in')] },
  async ({ sessionsOf, account, request, target, endSession, loginPage, accessProbe }) => {
    const [session] = await sessionsOf(account.email);
    const { access, refresh } = session!.tokens;
    const data = { refresh_token: refresh };
    const renewed = await request.post(`${target.site.auth}/auth/refresh`, { data });
    const { access_token: token } = (await renewed.json()) as { access_token: string };
    await endSession(token);
    await loginPage.goto();
    await expect(accessProbe, 'with the new token').toRefuse({ token });
    await expect(accessProbe, 'with the one before').toRefuse({ token: access });
  },
);

test.describe('tickets', { tag: '@embedded' }, () => {
  test('a sign-out closes a WebSocket that was opened with a ticket', async ({
    tickets,
    session,
    openSocket,
    endSession,
  }) => {
    const socket = await openSocket({ ticket: await tickets.issue() });
    await expect.poll(() => socket.heard).not.toEqual([]);
    await endSession(session.tokens.access);
    await expect.poll(() => socket.close, { message: 'the server closes the socket' }).toMatchObject({ code: 1008 });
  });

  test('a ticket is refused after the sign-out', async ({ tickets, session, endSession, accessProbe, page }) => {
    const ticket = await tickets.issue();
    await endSession(session.tokens.access);
    await page.goto('/login');
    await expect(accessProbe).toRefuse({ ticket });
  });
});

test.describe('token of two seconds', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { accessTokenLife: 2 } });

  test('a WebSocket is closed when its token expires', async ({ session, openSocket }) => {
    const socket = await openSocket({ token: session.tokens.access });
    await expect.poll(() => socket.heard).not.toEqual([]);
    await expect
      .poll(() => socket.close, { message: 'the server closes the socket' })
      .toMatchObject({ code: 1008, reason: 'Token expired' });
  });

  test('a WebSocket that was opened with a ticket is closed when the token behind it expires', async ({
    tickets,
    openSocket,
  }) => {
    const socket = await openSocket({ ticket: await tickets.issue() });
    await expect.poll(() => socket.heard).not.toEqual([]);
    await expect.poll(() => socket.close, { message: 'the server closes the socket' }).toMatchObject({ code: 1008 });
  });
});
