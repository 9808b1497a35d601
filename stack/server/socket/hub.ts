import type { Breakage } from '../breakage.ts';

/** An open socket of a person. */
export interface OpenSocket {
  readonly personId: string;
  readonly email: string;
  /** The sign-in whose token opened it. */
  readonly authSession: string;
  /** Sends an event of an agent. */
  deliver(event: Record<string, unknown>): void;
  close(code: number, reason: string): void;
}

/** The open sockets of a stack by person. An event goes to all sockets of its person and to nobody else. */
export class Hub {
  readonly #breakage: Breakage;
  readonly #sockets = new Map<string, Set<OpenSocket>>();
  /** How many sockets were let in since the start. */
  admitted = 0;

  constructor(breakage: Breakage) {
    this.#breakage = breakage;
  }

  add(socket: OpenSocket): void {
    const own = this.#sockets.get(socket.personId) ?? new Set();
    own.add(socket);
    this.admitted += 1;
    this.#sockets.set(socket.personId, own);
  }

  remove(socket: OpenSocket): void {
    this.#sockets.get(socket.personId)?.delete(socket);
  }

  of(personId: string): OpenSocket[] {
    return [...(this.#sockets.get(personId) ?? [])];
  }

  get all(): OpenSocket[] {
    return [...this.#sockets.values()].flatMap((own) => [...own]);
  }

  deliver(personId: string, event: Record<string, unknown>): void {
    const meant = this.#breakage.addressees(personId, this.of(personId), this.all);
    for (const socket of meant) socket.deliver(event);
  }

  /** Closes the sockets that were opened with a token of this session. */
  endSession(session: string): void {
    for (const open of this.all) if (open.authSession === session) open.close(1008, 'Session ended');
  }
}
