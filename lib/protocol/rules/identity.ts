import type { Violation } from '../../evidence/index.ts';
import { named, type AgentEvent } from '../event.ts';
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
    .filter(
      (event) =>
        event.user !== null && event.user !== user && !(event.kind === 'welcome' && isGreeted(event.user, user)),
    )
    .map((event) => {
      return at(
        rule,
        event,
        `${named(event)} belongs to another user: ${event.user}`,
        [`user_id ${user}`],
        `user_id ${event.user}`,
      );
    });
}

/**
 * @returns whether a welcome means this user: it shows the id, or its first eight characters and dots
 * (docs/contract/backend.md 3.4).
 */
export function isGreeted(shown: string, user: string): boolean {
  return shown === user || shown === `${user.slice(0, 8)}...`;
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

export const knownRun: RunRule = {
  id: 'known-run',
  says: 'every event belongs to a run that this page started',
  check(run, { runIds }) {
    const first = run.events[0];
    if (!runIds || !first || runIds.includes(run.id)) return [];
    const legal = runIds.map((id) => `run_id ${id}`);
    return [at(this.id, first, `${named(first)} belongs to an unknown run: ${run.id}`, legal, `run_id ${run.id}`)];
  },
};
