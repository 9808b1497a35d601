import type { Socket, Violation } from '../evidence/index.ts';
import type { AgentEvent } from './event.ts';
import { judgeSocket } from './judge.ts';
import type { Expectations } from './violation.ts';

/** All that went over the sockets of one browser. */
export interface SeenTraffic {
  sockets: readonly Pick<Socket, 'id' | 'page' | 'credential'>[];
  events: readonly AgentEvent[];
  /** The test itself got tickets, perhaps for somebody else: whoever shows one is not known. */
  ticketsOfTheTest?: boolean;
}

/**
 * Holds the traffic of a browser against the rules: per page, since a page that reconnects is still the same page, and
 * per person, as named by the tokens of the handshakes.
 * @param expectations whose `user` is that of the sockets whose handshake names nobody
 * @returns every violation
 */
export function judgeTraffic(
  { sockets, events, ticketsOfTheTest = false }: SeenTraffic,
  expectations: Expectations,
): Violation[] {
  const ofNobody = ({ by }: Socket['credential']) =>
    ticketsOfTheTest && by === 'ticket' ? undefined : expectations.user;
  const heardBy = sockets.map(({ id, page, credential }) => ({
    id,
    page,
    user: credential.sub ?? ofNobody(credential),
  }));
  const lines = heardBy.filter(
    ({ page, user }, index) => index === heardBy.findIndex((first) => first.page === page && first.user === user),
  );
  return lines.flatMap(({ page, user }) => {
    const own = new Set(heardBy.filter((one) => one.page === page && one.user === user).map(({ id }) => id));
    const { user: _, ...others } = expectations;
    return judgeSocket(
      events.filter(({ frame }) => own.has(frame.socket)),
      user === undefined ? others : { ...others, user },
    );
  });
}
