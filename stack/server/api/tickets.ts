import type { Answer } from '../../faults/index.ts';
import type { Core } from '../core.ts';
import { bodyOf, identityIn, json, Refusal, unprocessable, type ApiCall } from '../http/exchange.ts';
import { route, type Route } from '../http/router.ts';
import type { Ticket } from '../socket/tickets.ts';
import { asker } from './threads.ts';

function issue(core: Core): (exchange: ApiCall) => Answer {
  return (exchange) => {
    const body = bodyOf(exchange);
    const ttl = body['ttl_seconds'] ?? 300;
    if (
      typeof ttl !== 'number' ||
      !Number.isInteger(ttl) ||
      ttl < 30 ||
      (ttl > 3600 && !core.breakage.skips('ticket-life'))
    ) {
      throw unprocessable('ttl_seconds', 'Input should be a whole number from 30 to 3600', 'int_range');
    }
    const single = body['single_use'] ?? true;
    if (typeof single !== 'boolean') throw unprocessable('single_use', 'Input should be a valid boolean', 'bool_type');
    const ticket = core.tickets.issue(identityIn(exchange), ttl, single);
    return json({
      ticket_id: ticket.id,
      expires_at: ticket.expiresAt,
      created_at: ticket.createdAt,
      ttl_seconds: ttl,
      expires_in: ttl,
      single_use: single,
      websocket_url: `${core.origins.api.replace('http', 'ws')}/ws?ticket=${ticket.id}`,
    });
  };
}

/** The asker's own ticket. Throws a Refusal: 404 for an unknown or spent one, 403 for another person's. */
function own(core: Core, exchange: ApiCall): Ticket {
  const ticket = core.tickets.find(exchange.id);
  if (ticket === undefined) throw new Refusal(404, 'Ticket not found');
  if (ticket.identity.personId !== asker(exchange) && !core.breakage.skips('owner'))
    throw new Refusal(403, 'Not your ticket');
  return ticket;
}

function validate(core: Core): (exchange: ApiCall) => Answer {
  return (exchange) => {
    const { id, expiresAt, singleUse, identity } = own(core, exchange);
    return json({
      valid: true,
      ticket_id: id,
      user_id: identity.personId,
      expires_at: expiresAt,
      single_use: singleUse,
    });
  };
}

function remove(core: Core): (exchange: ApiCall) => Answer {
  return (exchange) => {
    const ticket = own(core, exchange);
    core.tickets.remove(ticket.id);
    return json({ message: 'Ticket revoked', ticket_id: ticket.id });
  };
}

/** Tickets for sockets, at both of the product's addresses (docs/contract/backend.md 3.2). */
export function ticketRoutes(core: Core): Route[] {
  return ['/websocket/ticket', '/api/websocket/ticket'].flatMap((path) => [
    route('POST', path, issue(core), 'bearer'),
    route('GET', `${path}/:id/validate`, validate(core), 'bearer'),
    route('DELETE', `${path}/:id`, remove(core), 'bearer'),
  ]);
}
