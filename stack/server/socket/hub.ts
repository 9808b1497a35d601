import type { Breakage } from '../breakage.ts';
import type { Session } from './session.ts';

/** The open sockets of a stack by person. An event goes to all sockets of its person and to nobody else. */
export class Hub {
  readonly #breakage: Breakage;
  readonly #sessions = new Map<string, Set<Session>>();

  constructor(breakage: Breakage) {
    this.#breakage = breakage;
  }

  add(session: Session): void {
    const own = this.#sessions.get(session.personId) ?? new Set();
    own.add(session);
    this.#sessions.set(session.personId, own);
  }

  remove(session: Session): void {
    this.#sessions.get(session.personId)?.delete(session);
  }

  of(personId: string): Session[] {
    return [...(this.#sessions.get(personId) ?? [])];
  }

  get all(): Session[] {
    return [...this.#sessions.values()].flatMap((own) => [...own]);
  }

  deliver(personId: string, event: Record<string, unknown>): void {
    for (const session of this.#addressees(personId)) session.deliver(event);
  }

  #addressees(personId: string): Session[] {
    const own = this.of(personId);
    const meant = this.#breakage.addressees([personId, ...own.map((session) => session.email)]);
    if (meant === 'everybody') return this.all;
    return meant === 'newest socket' ? own.slice(-1) : own;
  }

  /** Closes the sockets that were opened with a token of this session. */
  endSession(session: string): void {
    for (const open of this.all) if (open.authSession === session) open.close(1008, 'Session ended');
  }
}
