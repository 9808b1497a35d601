import type { Violation } from '../../evidence/index.ts';
import { named, type AgentEvent } from '../event.ts';
import { isIdOf } from '../user.ts';
import { at, type RunRule } from '../violation.ts';

export const ownUser: RunRule = {
  id: 'own-user',
  says: 'every event belongs to the signed-in user',
  check(run, { user }) {
    return foreignUsers(this.id, run.events, user ?? run.user);
  },
};

export function foreignUsers(rule: string, events: readonly AgentEvent[], user: string | null): Violation[] {
  if (user === null) return [];
  return events
    .filter((event) => event.user !== null && !isIdOf(event.user, user))
    .map((event) => {
      const message = `${named(event)} belongs to another user: ${event.user}`;
      return at(rule, event, message, [`user_id ${user}`], `user_id ${event.user}`);
    });
}

export const ownThread: RunRule = {
  id: 'own-thread',
  says: 'every event belongs to the thread of the message',
  check(run, expectations) {
    const thread = expectations.thread ?? run.thread;
    return run.events
      .filter((event) => event.thread !== null && event.thread !== thread)
      .map((event) => {
        const message = `${named(event)} belongs to another thread: ${event.thread}`;
        return at(this.id, event, message, [`thread_id ${thread}`], `thread_id ${event.thread}`);
      });
  },
};
