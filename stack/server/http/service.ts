import { createServer, STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, Asked, Service as ServiceName } from '../../faults/index.ts';
import type { Breakage } from '../breakage.ts';
import type { Log } from '../log.ts';
import { json, Refusal } from './exchange.ts';
import { listen } from './listen.ts';

const bodyLimit = 1_048_576;

export interface ServiceParts {
  name: ServiceName;
  breakage: Breakage;
  log: Log;
  /** Answers a request; anything it throws but a Refusal is a fault of the stack itself. */
  answer(asked: Asked): Promise<Answer>;
  /** Headers that every answer of the service carries. */
  headers(asked: Asked): Record<string, string>;
  upgrade?(asked: Asked, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
}

/** What is known of a request before its body. */
function asked(name: ServiceName, request: IncomingMessage, body = ''): Asked {
  // A target that begins like another host is a path all the same.
  const url = new URL(`http://localhost/${String(request.url).slice(1)}`);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key, String(value)]));
  return {
    service: name,
    method: String(request.method),
    path: url.pathname,
    query: url.searchParams,
    headers,
    body,
    since: 0,
  };
}

/** The body, read to its end even when it is too long, so that the client is there to read the answer. */
async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= bodyLimit) parts.push(part);
  }
  if (size > bodyLimit) throw new Refusal(413, `Request body larger than ${bodyLimit} bytes`);
  return Buffer.concat(parts).toString('utf8');
}

/** One HTTP service on a loopback port. It can be closed and opened again on the same port. */
export class Service {
  readonly #parts: ServiceParts;
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  #port = 0;
  readonly #upgraded = new Set<Duplex>();

  constructor(parts: ServiceParts) {
    this.#parts = parts;
    this.#server.on(
      'upgrade',
      (request: IncomingMessage, socket: Duplex, head: Buffer) => void this.#upgrade(request, socket, head),
    );
  }

  get origin(): string {
    return `http://localhost:${this.#port}`;
  }

  /**
   * Starts to listen.
   * @throws Error with one sentence when the port is taken or may not be used.
   */
  async open(port = this.#port): Promise<void> {
    this.#port = await listen(this.#server, port, this.#parts.name);
  }

  /** Stops to listen and cuts what is open. */
  async close(): Promise<void> {
    const closed = new Promise<void>((done) => this.#server.close(() => done()));
    this.#server.closeAllConnections();
    for (const socket of this.#upgraded) socket.destroy();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let seen = asked(this.#parts.name, request);
    let answer: Answer;
    try {
      seen = { ...seen, body: await bodyOf(request) };
      await pause(this.#parts.breakage.delay(seen));
      answer = this.#parts.breakage.answer(seen) ?? (await this.#parts.answer(seen));
    } catch (error) {
      if (request.destroyed && !request.complete) return;
      answer = this.#refused(seen, error);
    }
    const final = this.#parts.breakage.edit(seen, answer, this.#parts.headers(seen));
    response.writeHead(final.status, { ...final.headers, 'content-length': String(Buffer.byteLength(final.body)) });
    response.end(final.body);
  }

  #refused(seen: Asked, error: unknown): Answer {
    const { status, body } = error instanceof Refusal ? error : this.#parts.log.failure(seen, error);
    return json(body, status);
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    this.#upgraded.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#upgraded.delete(socket));
    const seen = asked(this.#parts.name, request);
    if (this.#parts.upgrade === undefined) return refuseUpgrade(socket, { status: 404, headers: {}, body: '' });
    try {
      await this.#parts.upgrade(seen, request, socket, head);
    } catch (error) {
      refuseUpgrade(socket, this.#refused(seen, error));
    }
  }
}

/** Answers an upgrade with something else than 101 and ends the connection. */
export function refuseUpgrade(socket: Duplex, answer: Answer): void {
  const headers = { ...answer.headers, 'content-length': String(Buffer.byteLength(answer.body)), connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}\r\n${lines.join('\r\n')}\r\n\r\n${answer.body}`);
}
