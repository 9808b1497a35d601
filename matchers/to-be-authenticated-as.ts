import { isGreeted } from '../protocol/index.ts';
import { poll } from './poll.ts';
import type { SocketUnderTest, Verdict } from './subjects.ts';

/** Who the socket must belong to; an account that was only just made is known by its e-mail alone. */
interface Person {
  id?: string;
  email: string;
}

/** Subprotocols that mean: the token of this handshake was taken (the product's contract, WebSocket 3.3). */
const agreed = ['jwt-auth', 'jwt.<token>'];

/**
 * `await expect(socket).toBeAuthenticatedAs(account)`: the upgrade succeeded with a subprotocol that was offered, the token that
 * travelled is this account's, and the server's welcome came within the budget and is meant for it.
 */
export async function toBeAuthenticatedAs(this: { isNot: boolean }, observed: SocketUnderTest, account: Person): Promise<Verdict> {
  const { value: faults } = await poll(() => faultsOf(observed, account), (found) => (found.length === 0) !== this.isNot, observed.budgets.welcome);
  const pass = faults.length === 0;
  const { url, offered, chosen, status } = observed.socket;
  return {
    name: 'toBeAuthenticatedAs',
    pass,
    message: () => [
      `The socket ${url} is ${pass ? '' : 'not '}authenticated as ${account.email}${pass ? ', but should not be' : ` within ${observed.budgets.welcome} ms`}.`,
      ...faults.map((fault) => `  ✗ ${fault}`),
      `  upgrade: ${status ?? 'no answer'}; offered: ${offered.join(', ') || 'nothing'}; chosen: ${chosen ?? 'none'}`,
    ].join('\n'),
  };
}

function faultsOf({ socket, events }: SocketUnderTest, account: Person): string[] {
  const welcome = events.find(({ kind }) => kind === 'welcome');
  const id = account.id ?? socket.credential.sub;
  const seesHandshakes = socket.clock === 'browser';
  return [
    ...(seesHandshakes && socket.status !== 101 ? [`the upgrade was answered with ${socket.status ?? 'nothing'}, not with 101`] : []),
    ...(seesHandshakes && socket.credential.by === 'subprotocol' && !(socket.chosen && agreed.includes(socket.chosen))
      ? [`the server chose the subprotocol ${socket.chosen ?? 'none'}, not one of ${agreed.join(', ')}`] : []),
    ...(socket.chosen && !socket.offered.includes(socket.chosen) ? [`the server chose ${socket.chosen}, which was not offered (RFC 6455, 4.2.2)`] : []),
    ...(seesHandshakes && socket.credential.by === 'none' ? ['no token and no ticket travelled with the handshake'] : []),
    ...(socket.credential.sub !== undefined && account.id !== undefined && socket.credential.sub !== account.id
      ? [`the token that travelled is for ${socket.credential.sub}, not for ${account.id}`] : []),
    ...(socket.credential.email !== undefined && socket.credential.email !== account.email
      ? [`the token that travelled is for ${socket.credential.email}, not for ${account.email}`] : []),
    ...(welcome ? [] : ['no welcome (connection_established) came']),
    ...(welcome && !welcome.user ? ['the welcome names no user'] : []),
    ...(welcome?.user && id !== undefined && !isGreeted(welcome.user, id) ? [`the welcome is for user ${welcome.user}, not for ${id}`] : []),
    ...(socket.close ? [`the socket was closed with ${socket.close.code} "${socket.close.reason}"`] : []),
    ...socket.errors.map((error) => `the browser reports: ${error}`),
  ];
}
