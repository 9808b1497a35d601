import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Asked, Close, UpgradeFate } from '../../faults/index.ts';
import { BadToken, type Identity } from '../auth/tokens.ts';
import type { Core } from '../core.ts';
import type { Cors } from '../http/cors.ts';
import { bearerOf, Refusal } from '../http/exchange.ts';
import { refuseUpgrade } from '../http/service.ts';
import { react } from './messages.ts';
import { negotiate, type Offer } from './negotiate.ts';
import { complaint, Session } from './session.ts';

const paths = new Set(['/ws', '/api/v1/websocket']);
const ticketNames = ['ticket', 'auth_ticket', 'ticket_id'];

/** The largest message of a client in bytes (docs/contract/backend.md 3.6). */
export const maxMessage = 1_048_576;

/**
 * Lets sockets in: origin and subprotocol before the upgrade is accepted, the token after it (docs/contract/backend.md
 * 3.3; docs/contract/backend.md 3.4).
 */
export class Entrance {
  readonly #core: Core;
  readonly #cors: Cors;
  readonly #chosen = new WeakMap<IncomingMessage, string>();
  readonly #server: WebSocketServer;

  constructor(core: Core, cors: Cors) {
    this.#core = core;
    this.#cors = cors;
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: maxMessage,
      handleProtocols: (_names, request) => this.#chosen.get(request) ?? false,
    });
  }

  /**
   * Answers an upgrade. What fails after it was accepted closes the socket with 1011 (docs/contract/backend.md 3.5).
   * @throws Refusal for one that is not accepted.
   */
  async admit(asked: Asked, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const fate = this.#core.breakage.upgrade(asked);
    await pause(fate.delay ?? 0);
    if (fate.stalled === true) return;
    if (fate.answer !== undefined) return refuseUpgrade(socket, fate.answer);
    if (!paths.has(asked.path)) throw new Refusal(403, 'There is no WebSocket at this path');
    if (!this.#cors.allows(asked.headers['origin'])) throw this.#refuse(asked, 'Origin not allowed');
    const offer = negotiate(asked.headers['sec-websocket-protocol']);
    if (offer === undefined) throw this.#refuse(asked, 'No supported subprotocols');
    const chosen = fate.protocol === undefined ? offer.chosen : fate.protocol;
    if (chosen) this.#chosen.set(request, chosen);
    const accepted = await new Promise<WebSocket>((done) => this.#server.handleUpgrade(request, socket, head, done));
    accepted.on('error', (error) => this.#core.log.add('error', { message: error.message }));
    try {
      await this.#authenticate(asked, offer, fate, accepted);
    } catch (error) {
      this.#fail(asked, accepted, error);
    }
  }

  /** Closes every socket whose upgrade was accepted, welcomed already or not; with 1006 without a close frame. */
  hangUp(code: number, reason: string): void {
    for (const socket of this.#server.clients) {
      if (code === 1006) socket.terminate();
      else socket.close(code, reason);
    }
  }

  #refuse(asked: Asked, reason: string): Refusal {
    this.#core.log.add('refused', { path: asked.path, status: 403, reason });
    return new Refusal(403, reason);
  }

  #fail(asked: Asked, socket: WebSocket, error: unknown): void {
    this.#core.log.add('error', {
      service: asked.service,
      path: asked.path,
      message: error instanceof Error ? error.message : String(error),
    });
    socket.close(1011, 'Auth error');
  }

  async #authenticate(asked: Asked, offer: Offer, fate: UpgradeFate, socket: WebSocket): Promise<void> {
    const early: Parameters<WebSocket['emit']>[] = [];
    const keep = (data: unknown, binary: boolean) => early.push(['message', data, binary]);
    socket.on('message', keep);
    const identity = await this.#identify(asked, offer, fate);
    socket.off('message', keep);
    if (socket.readyState !== socket.OPEN) return;
    if (identity instanceof BadToken) return this.#turnAway(asked, socket, identity, fate.turnedAway ?? identity.close);
    new Session(this.#core, socket, identity, react).begin();
    for (const [name, ...values] of early) socket.emit(name, ...values);
  }

  /** The person that a socket belongs to, or why it is refused. */
  async #identify(asked: Asked, offer: Offer, { lost }: UpgradeFate): Promise<Identity | BadToken> {
    const header = lost === 'every-token' ? undefined : bearerOf(asked);
    const { breakage, tickets, tokens } = this.#core;
    const inQuery = breakage.skips('place') ? (asked.query.get('token') ?? undefined) : undefined;
    const token = header ?? (lost === undefined ? (offer.token ?? inQuery) : undefined);
    const bearer = () =>
      breakage.verify(tokens, asked, token, {
        where: 'socket',
        wrapping: header === undefined ? offer.wrapping : undefined,
      });
    const ticketId = ticketNames.map((name) => asked.query.get(name)).find((value) => value !== null);
    try {
      return ticketId
        ? tokens.confirm(tickets.admit(ticketId, token === undefined ? undefined : await bearer()))
        : await bearer();
    } catch (error) {
      if (error instanceof BadToken) return error;
      throw error;
    }
  }

  #turnAway(asked: Asked, socket: WebSocket, { message }: BadToken, close: Close): void {
    this.#core.log.add('refused', { path: asked.path, code: close.code, reason: message });
    socket.send(JSON.stringify(complaint('AUTH_FAILED', message)));
    socket.close(close.code, close.reason);
  }
}
