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

/** The open sockets of a stack. An event goes to all sockets of its person and to nobody else. */
export class Hub {
  readonly #breakage: Breakage;
  readonly #sockets = new Set<OpenSocket>();
  /** How many sockets were let in since the start. */
  admitted = 0;

  constructor(breakage: Breakage) {
    this.#breakage = breakage;
  }

  add(socket: OpenSocket): void {
    this.#sockets.add(socket);
    this.admitted += 1;
  }

  remove(socket: OpenSocket): void {
    this.#sockets.delete(socket);
  }

  get all(): OpenSocket[] {
    return [...this.#sockets];
  }

  deliver(personId: string, event: Record<string, unknown>): void {
    const own = this.all.filter((socket) => socket.personId === personId);
    for (const socket of this.#breakage.addressees(personId, own, this.all)) socket.deliver(event);
  }

  /** Closes the sockets that were opened with a token of this session. */
  endSession(session: string): void {
    for (const open of this.#sockets) if (open.authSession === session) open.close(1008, 'Session ended');
  }
}
