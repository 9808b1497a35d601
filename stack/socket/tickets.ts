import { randomBytes } from 'node:crypto';
import type { Identity } from '../auth/tokens.ts';

/** A permission to open one socket (product contract: backend 3.2). Times are epoch seconds. */
export interface Ticket {
  id: string;
  identity: Identity;
  createdAt: number;
  expiresAt: number;
  singleUse: boolean;
}

/** The tickets of a stack. */
export class Tickets {
  readonly #tickets = new Map<string, Ticket>();

  issue(identity: Identity, ttlSeconds: number, singleUse: boolean): Ticket {
    const createdAt = Date.now() / 1000;
    const ticket = { id: randomBytes(24).toString('base64url'), identity, createdAt, expiresAt: createdAt + ttlSeconds, singleUse };
    this.#tickets.set(ticket.id, ticket);
    return ticket;
  }

  /** A ticket that is still good. */
  find(id: string): Ticket | undefined {
    const ticket = this.#tickets.get(id);
    return ticket !== undefined && ticket.expiresAt > Date.now() / 1000 ? ticket : undefined;
  }

  /** Uses a ticket; a single-use one is gone afterwards. */
  use(id: string): Ticket | undefined {
    const ticket = this.find(id);
    if (ticket?.singleUse === true) this.#tickets.delete(id);
    return ticket;
  }

  remove(id: string): void {
    this.#tickets.delete(id);
  }
}
