import { once } from 'node:events';
import { SignJWT, type JWTPayload } from 'jose';
import { WebSocket } from 'ws';

/*
 * A client of the contract (docs/contract/backend.md 3) that knows nothing of the stack's code: fetch, ws and jose
 * only. It proves the
 * stack from outside.
 */

/** Milliseconds for which a fact is waited for; a busy machine may take its time. */
const PATIENCE = 10_000;

export type Json = Record<string, unknown>;

export interface Reply {
  status: number;
  headers: Headers;
  /** The JSON object, or nothing if the body is none. */
  body: Json;
  /** The body as it came. */
  text: string;
}

export interface Call {
  method?: string;
  token?: string | undefined;
  /** An object is sent as JSON, a string as it is. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** One HTTP request; redirects are not followed. */
export async function call(url: string, { method, token, body, headers = {} }: Call = {}): Promise<Reply> {
  const response = await fetch(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    redirect: 'manual',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = text !== '' && (response.headers.get('content-type') ?? '').includes('json');
  return { status: response.status, headers: response.headers, body: isJson ? (JSON.parse(text) as Json) : {}, text };
}

/** Claims as the product's auth service writes them, of somebody who may not exist, for `life` seconds from now. */
export function claims(life = 900): JWTPayload {
  const iat = Math.floor(Date.now() / 1000);
  return {
    sub: 'user-made-up',
    email: 'made.up@example.com',
    permissions: [],
    iat,
    exp: iat + life,
    jti: crypto.randomUUID(),
    token_type: 'access',
    type: 'access',
    iss: 'netra-auth-service',
    aud: 'netra-platform',
  };
}

/** A token with these claims signed with this secret. */
export async function mint(secret: string, payload: JWTPayload = claims()): Promise<string> {
  return new SignJWT(payload).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(new TextEncoder().encode(secret));
}

/** What a browser offers for a token (docs/contract/frontend.md 4). */
export function offer(token: string): string[] {
  return ['jwt-auth', `jwt.${Buffer.from(token).toString('base64url')}`];
}

export interface DialOptions {
  protocols?: string[];
  origin?: string;
  headers?: Record<string, string>;
}

/** A socket with all that came over it. */
export class Line {
  readonly frames: Json[] = [];
  /** Frames as they came, also those that are no JSON. */
  readonly raw: { data: string; binary: boolean; at: number }[] = [];
  /** Status of an upgrade that was not accepted. */
  refused: number | undefined;
  refusal: Record<string, unknown> = {};
  closed: { code: number; reason: string } | undefined;
  failure = '';
  readonly #socket: WebSocket;
  readonly #opened: Promise<unknown>;

  constructor(url: string, { protocols = [], origin, headers = {} }: DialOptions) {
    this.#socket = new WebSocket(url, protocols, { headers, ...(origin === undefined ? {} : { origin }) });
    this.#socket.on('message', (data, binary) => this.#take(String(data), binary));
    this.#socket.on('close', (code, reason) => {
      this.closed = { code, reason: String(reason) };
    });
    this.#socket.on('unexpected-response', (_request, response) => {
      this.refused = response.statusCode;
      this.refusal = { ...response.headers };
      this.#socket.terminate();
    });
    this.#socket.on('error', (error) => {
      this.failure = error.message;
    });
    this.#opened = Promise.race([once(this.#socket, 'open'), this.gone()]).catch(() => undefined);
  }

  #take(data: string, binary: boolean): void {
    this.raw.push({ data, binary, at: Date.now() });
    try {
      this.frames.push(JSON.parse(data) as Json);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }

  /** Opened, or refused. */
  async settled(): Promise<this> {
    await this.#opened;
    return this;
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  get open(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  send(message: Json | string): void {
    this.#socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  sendBytes(bytes: Uint8Array): void {
    this.#socket.send(bytes);
  }

  of(type: string): Json[] {
    return this.frames.filter((frame) => frame['type'] === type);
  }

  /** The first frame that fits, waited for. */
  async next(fits: (frame: Json) => boolean, within = PATIENCE): Promise<Json> {
    const found = await this.#when(() => this.frames.find(fits), within);
    if (found === undefined) throw new Error(`no such frame within ${within} ms; came: ${this.types().join(', ')}`);
    return found;
  }

  /** The first frame of a type, waited for. */
  async heard(type: string, within?: number): Promise<Json> {
    return this.next((frame) => frame['type'] === type, within);
  }

  /** The first `count` frames of a type, waited for. */
  async several(type: string, count: number, within = PATIENCE): Promise<Json[]> {
    const found = await this.#when(() => (this.of(type).length >= count ? this.of(type) : undefined), within);
    if (found === undefined)
      throw new Error(
        `${this.of(type).length} of ${count} ${type} within ${within} ms; came: ${this.types().join(', ')}`,
      );
    return found;
  }

  types(): string[] {
    return this.frames.map((frame) => String(frame['type']));
  }

  /** Code and reason of the close, waited for. */
  async end(within = PATIENCE): Promise<{ code: number; reason: string }> {
    const closed = await this.#when(() => this.closed, within);
    if (closed === undefined) throw new Error(`still open after ${within} ms`);
    return closed;
  }

  async gone(): Promise<void> {
    await new Promise<void>((done) => this.#socket.once('close', () => done()));
  }

  hangUp(): void {
    this.#socket.terminate();
  }

  async #when<T>(look: () => T | undefined, within: number): Promise<T | undefined> {
    const until = Date.now() + within;
    for (;;) {
      const found = look();
      if (found !== undefined || Date.now() > until) return found;
      await new Promise((done) => setTimeout(done, 4));
    }
  }
}
