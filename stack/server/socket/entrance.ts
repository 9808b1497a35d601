import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Asked, Close, UpgradeFate } from '../../faults/index.ts';
import { BadToken, orBad, type Identity } from '../auth/tokens.ts';
import type { Core } from '../core.ts';
import type { Cors } from '../http/cors.ts';
import { bearerOf, headerOf, Refusal } from '../http/exchange.ts';
import { answered, asItReaches, isIntercepted } from './fate.ts';
import { react } from './messages.ts';
import { negotiate } from './negotiate.ts';
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
  readonly #server: WebSocketServer;

  constructor(core: Core, cors: Cors) {
    this.#core = core;
    this.#cors = cors;
    this.#server = new WebSocketServer({ noServer: true, maxPayload: maxMessage });
  }

  /**
   * Answers an upgrade. What fails after it was accepted closes the socket with 1011 (docs/contract/backend.md 3.5).
   * @throws Refusal for one that is not accepted.
   */
  async admit(asked: Asked, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const fate = this.#core.breakage.upgrade(asked);
    if (await isIntercepted(fate, socket)) return;
    if (!paths.has(asked.path)) throw new Refusal(403, 'There is no WebSocket at this path');
    if (!this.#cors.allows(asked.headers['origin'])) throw this.#refuse(asked, 'Origin not allowed');
    const seen = asItReaches(asked, fate);
    const offer = negotiate(headerOf(seen, 'sec-websocket-protocol'));
    if (offer === undefined) throw this.#refuse(asked, 'No supported subprotocols');
    // `ws` answers the first name that is offered.
    request.headers['sec-websocket-protocol'] = answered(offer.chosen, fate);
    const accepted = await new Promise<WebSocket>((done) => this.#server.handleUpgrade(request, socket, head, done));
    accepted.on('error', (error) => this.#core.log.note('error', { message: error.message }));
    const token = bearerOf(seen) ?? offer.token ?? this.#core.breakage.tokenInAddress(seen);
    await this.#authenticate(asked, token, fate, accepted).catch((error: unknown) => {
      this.#core.log.failure(asked, error);
      accepted.close(1011, 'Auth error');
    });
  }

  /** Closes every socket whose upgrade was accepted, welcomed already or not; with 1006 without a close frame. */
  hangUp(code: number, reason: string): void {
    for (const socket of this.#server.clients) {
      if (code === 1006) socket.terminate();
      else socket.close(code, reason);
    }
  }

  #refuse(asked: Asked, reason: string): Refusal {
    this.#core.log.note('refused', { path: asked.path, status: 403, reason });
    return new Refusal(403, reason);
  }

  /** Welcomes a person or turns them away; what comes before is heard after it. */
  async #authenticate(asked: Asked, token: string | undefined, fate: UpgradeFate, socket: WebSocket): Promise<void> {
    socket.pause();
    const identity = await this.#identify(asked, token).finally(() => socket.resume());
    if (socket.readyState !== socket.OPEN) return;
    if (identity instanceof BadToken) return this.#turnAway(asked, socket, identity, fate.turnedAway ?? identity.close);
    new Session(this.#core, socket, identity, react).begin();
  }

  /** The person that a socket belongs to, or why it is refused. */
  async #identify(asked: Asked, token: string | undefined): Promise<Identity | BadToken> {
    const { breakage, tickets, tokens } = this.#core;
    const bearer = () => breakage.verify(tokens, asked, token);
    const ticketId = ticketNames.map((name) => asked.query.get(name)).find((value) => value !== null);
    return orBad(async () =>
      ticketId
        ? tokens.confirm(tickets.admit(ticketId, token === undefined ? undefined : await bearer()))
        : await bearer(),
    );
  }

  #turnAway(asked: Asked, socket: WebSocket, { message }: BadToken, close: Close): void {
    this.#core.log.note('refused', { path: asked.path, code: close.code, reason: message });
    socket.send(JSON.stringify(complaint('AUTH_FAILED', message)));
    socket.close(close.code, close.reason);
  }
}
