import { randomBytes } from 'node:crypto';
import type { Check } from '../../faults/index.ts';
import { BadToken, type Identity } from '../auth/tokens.ts';

/** A permission to open one socket (docs/contract/backend.md 3.2). Times are epoch seconds. */
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
  readonly #skips: (check: Check) => boolean;

  /** @param skips whether a check is left out. */
  constructor(skips: (check: Check) => boolean) {
    this.#skips = skips;
  }

  issue(identity: Identity, ttlSeconds: number, singleUse: boolean): Ticket {
    const createdAt = Date.now() / 1000;
    const ticket = {
      id: randomBytes(24).toString('base64url'),
      identity,
      createdAt,
      expiresAt: createdAt + ttlSeconds,
      singleUse,
    };
    this.#tickets.set(ticket.id, ticket);
    return ticket;
  }

  /** A ticket that is still good. */
  find(id: string): Ticket | undefined {
    const ticket = this.#tickets.get(id);
    const isOver = ticket !== undefined && ticket.expiresAt <= Date.now() / 1000 && !this.#skips('ticket-life');
    return isOver ? undefined : ticket;
  }

  /**
   * Lets the owner of a ticket in; a single-use one is gone afterwards.
   * @param bearer whose token came with it, if one did.
   * @throws BadToken when the ticket is not good, or the token is another person's.
   */
  admit(id: string, bearer: Identity | undefined): Identity {
    const ticket = this.find(id);
    if (ticket === undefined) throw new BadToken('Ticket is unknown, used or expired');
    if (bearer !== undefined && bearer.personId !== ticket.identity.personId && !this.#skips('owner'))
      throw new BadToken('Ticket belongs to another person');
    if (ticket.singleUse && !this.#skips('ticket-once')) this.#tickets.delete(id);
    return ticket.identity;
  }

  remove(id: string): void {
    if (!this.#skips('ticket-revoked')) this.#tickets.delete(id);
  }
}
