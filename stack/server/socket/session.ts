import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { FrameEditor } from '../../faults/index.ts';
import { serverMessage } from '../agent/envelopes.ts';
import type { Identity } from '../auth/tokens.ts';
import type { Core } from '../core.ts';
import { seconds, withOffset } from '../times.ts';
import { begun, transmit } from './fate.ts';
import type { OpenSocket } from './hub.ts';
import { Outbox } from './outbox.ts';

/** Does what a message of a person asks for. */
export type React = (core: Core, session: Session, text: string) => void;

/** One authenticated socket of a person. */
export class Session implements OpenSocket {
  readonly id = `main_${randomBytes(4).toString('hex')}`;
  readonly openedAt = Date.now();
  readonly #core: Core;
  readonly #socket: WebSocket;
  readonly #react: React;
  #identity: Identity;
  #expiry: NodeJS.Timeout | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  readonly #outbox: Outbox;
  readonly #edit: FrameEditor;
  #events = 0;
  #received = 0;
  /** When the messages of the last minute came. */
  #recent: number[] = [];

  constructor(core: Core, socket: WebSocket, identity: Identity, react: React) {
    this.#core = core;
    this.#socket = socket;
    this.#react = react;
    this.#identity = identity;
    this.#outbox = new Outbox((frame) => transmit(socket, frame));
    this.#edit = core.breakage.editor(this.people);
  }

  get personId(): string {
    return this.#identity.personId;
  }

  get email(): string {
    return this.#identity.email;
  }

  /** The names by which a fault may select this person. */
  get people(): string[] {
    return [this.personId, this.email];
  }

  get authSession(): string {
    return this.#identity.session;
  }

  /** Sends the welcome and starts to listen, unless a fault decides otherwise. */
  begin(): void {
    begun(this.#socket, this.#core.breakage.socket(this.people));
    this.#core.hub.add(this);
    this.#core.log.note('connection', { socket: this.id, person: this.personId, protocol: this.#socket.protocol });
    this.#socket.on('message', (data, binary) => this.#receive(String(data), binary));
    this.#socket.on('close', (code, reason) => this.#closed(code, String(reason)));
    this.renew(this.#identity);
    this.send(welcome(this.personId, this.id));
    this.#listen();
  }

  /** Goes on with another token of the same person. */
  renew(identity: Identity): void {
    this.#identity = identity;
    clearTimeout(this.#expiry);
    if (this.#core.breakage.skips('socket-end')) return;
    this.#expiry = setTimeout(() => this.close(1008, 'Token expired'), identity.expiresAt - Date.now());
  }

  /** Sends an event of an agent. */
  deliver(event: Record<string, unknown>): void {
    this.#events += 1;
    this.send(event);
  }

  send(frame: Record<string, unknown>): void {
    for (const out of this.#edit(JSON.stringify(frame))) this.#outbox.put(out);
  }

  /** A frame that says what was wrong with a message (docs/contract/backend.md 3.7). */
  complain(code: string, message: string): void {
    this.send(complaint(code, message));
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  /**
   * Waits for the next message; while none comes, heartbeats tell what was done so far (docs/contract/backend.md 3.6).
   */
  #listen(): void {
    clearTimeout(this.#heartbeat);
    this.#heartbeat = setTimeout(() => {
      const stats = { messages_processed: this.#received, agent_events_processed: this.#events };
      this.send(serverMessage('heartbeat', { connection_id: this.id, timestamp: withOffset(), stats }));
      this.#listen();
    }, this.#core.settings.heartbeat);
  }

  #receive(text: string, binary: boolean): void {
    this.#listen();
    this.#received += 1;
    const minuteAgo = Date.now() - 60_000;
    this.#recent = [...this.#recent.filter((at) => at > minuteAgo), Date.now()];
    if (this.#recent.length > this.#core.settings.messagesPerMinute && !this.#core.breakage.skips('rate')) {
      return this.complain('RATE_LIMITED', 'Too many messages: wait a minute and send again');
    }
    if (binary) return this.complain('JSON_PARSE_ERROR', 'Message is not text');
    this.#react(this.#core, this, text);
  }

  #closed(code: number, reason: string): void {
    clearTimeout(this.#expiry);
    clearTimeout(this.#heartbeat);
    this.#outbox.close();
    this.#core.hub.remove(this);
    this.#core.log.note('closed', { socket: this.id, person: this.personId, code, reason });
  }
}

/** A frame that says what was wrong (docs/contract/backend.md 3.7). */
export function complaint(error_code: string, error_message: string): Record<string, unknown> {
  return {
    type: 'error_message',
    error_code,
    error_message,
    details: {},
    timestamp: seconds(),
    recovery_suggestions: null,
  };
}

/** The first frame on a socket (docs/contract/backend.md 3.4). */
function welcome(personId: string, connectionId: string): Record<string, unknown> {
  return serverMessage('connection_established', {
    mode: 'main',
    user_id: `${personId.slice(0, 8)}...`,
    connection_id: connectionId,
    golden_path_events: ['agent_started', 'agent_thinking', 'tool_executing', 'tool_completed', 'agent_completed'],
    features: {
      full_business_logic: true,
      golden_path_integration: true,
      cloud_run_optimized: true,
      emergency_fallback: true,
      agent_orchestration: true,
    },
    timestamp: withOffset(),
  });
}
