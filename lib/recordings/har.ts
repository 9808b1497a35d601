import { parseJson } from '../basics/json.ts';
import type { Exchange, Frame, Socket } from '../evidence/index.ts';
import { scrubText } from '../secrets/scrub.ts';
import { describeAnswer } from '../wire/exchanges.ts';
import { credentialOf, describeOffer, describeUrl } from '../wire/socket.ts';
import { type Fields, listOf, objectOf, textOf } from './json.ts';
import { momentOf } from './moment.ts';
import { withoutOthers } from './others-sockets.ts';
import type { Recorded } from './recorded.ts';
import type { Room } from './unreadable.ts';

/** What lies beside the entries of an archive, by name; null for what is not there. */
export interface Beside {
  values(name: string): AsyncIterable<unknown>;
  text(name: string): Promise<string | null>;
}

/** Opcodes of RFC 6455, section 5.2. */
const BINARY = 2;

/** Characters of a refusal that are kept. */
const LONGEST_REFUSAL = 2_000;

/** So many calls are told by name. */
const MOST_TOLD = 4;

/** Reads the entries of an HTTP archive, one after the other: sockets with their frames, and HTTP exchanges. */
export class HarEntries {
  readonly #recorded: Recorded;
  readonly #room: Room;
  readonly #beside: Beside | null;
  readonly #pages = new Map<string, number>();
  /** Sockets of which the archive has not one message. */
  #mute = 0;
  /** Calls that were answered, with a status that the archive does not tell. */
  readonly #withoutStatus: string[] = [];
  #end = 0;

  constructor(recorded: Recorded, room: Room, beside: Beside | null = null) {
    this.#recorded = recorded;
    this.#room = room;
    this.#beside = beside;
  }

  /** @param place of the entry, as a sentence names it */
  async add(entry: unknown, place: string): Promise<void> {
    const fields = objectOf(entry) ?? {};
    const request = objectOf(fields.request) ?? {};
    const response = objectOf(fields.response) ?? {};
    const url = textOf(request.url);
    const startedAt = momentOf(fields.startedDateTime)?.at ?? 0;
    const took = typeof fields.time === 'number' && fields.time >= 0 ? fields.time : null;
    this.#end = Math.max(this.#end, startedAt + (took ?? 0));
    this.#room.take(url, place);
    const isSocket =
      fields._resourceType === 'websocket' ||
      fields._webSocketMessages !== undefined ||
      /^wss?:/.test(url) ||
      /^websocket$/i.test(headersOf(request).upgrade ?? '');
    if (isSocket) await this.#socket(fields, request, response, startedAt, place);
    else this.#recorded.exchanges.push(await this.#exchange(fields, request, response, startedAt, took));
  }

  /** Puts the frames of all sockets into their order; call it after the last entry. */
  finish(): void {
    withoutOthers(this.#recorded);
    const { frames, notes, exchanges, kind } = this.#recorded;
    if (this.#recorded.timed) frames.sort((one, other) => one.time - other.time);
    frames.forEach((frame, index) => (frame.seq = index + 1));
    this.#recorded.endedAt = Math.max(this.#end, frames.at(-1)?.time ?? 0) || null;
    exchanges.sort((one, other) => one.startedAt - other.startedAt);
    const isOfFirefox = /firefox/i.test(kind);
    if (this.#mute > 0)
      notes.push(
        isOfFirefox && frames.length === 0
          ? 'Firefox writes no WebSocket messages into a HAR, so that only its HTTP calls and handshakes can be judged: for the run, export a HAR from Chrome or Edge, or record with Playwright.'
          : `Of ${this.#mute} of its WebSockets it has no message: whoever recorded it did not have them, or left them out.`,
      );
    if (this.#withoutStatus.length > 0)
      notes.push(
        `Whether these calls were refused is not judged, because their answers have no status${isOfFirefox ? ' (Firefox may lose it when the page is left at once)' : ''}: ${some(this.#withoutStatus)}.`,
      );
  }

  async #socket(entry: Fields, request: Fields, response: Fields, openedAt: number, place: string): Promise<void> {
    const asked = headersOf(request);
    const answered = headersOf(response);
    const offer = (asked['sec-websocket-protocol'] ?? '')
      .split(/[,\n]/)
      .map((name) => name.trim())
      .filter(Boolean);
    const chosen = describeOffer([answered['sec-websocket-protocol'] ?? ''])[0] || null;
    const url = textOf(request.url);
    const failure = failureOf(response);
    const socket: Socket = {
      id: this.#recorded.sockets.length + 1,
      page: this.#pageOf(entry),
      url: scrubText(describeUrl(url), []),
      // An archive without the request's headers does not tell what was offered.
      offered: offer.length === 0 && chosen !== null ? [chosen] : describeOffer(offer).map((one) => scrubText(one, [])),
      chosen,
      status: upgradeStatusOf(response),
      origin: asked.origin ?? null,
      credential: URL.canParse(url) ? credentialOf(url, offer) : { by: 'none' },
      openedAt,
      answeredAt: null,
      closedAt: null,
      close: null,
      errors: failure === null ? [] : [failure],
    };
    this.#recorded.sockets.push(socket);
    const before = this.#recorded.frames.length;
    for (const message of listOf(entry._webSocketMessages)) this.#frame(message, socket, place);
    const file = textOf(objectOf(response.content)?._file);
    if (file !== '' && this.#beside)
      for await (const message of this.#beside.values(file)) this.#frame(message, socket, place);
    if (this.#recorded.frames.length === before && socket.status === 101) this.#mute += 1;
    // Frames show that it was open, also where the archive has no answer to the handshake, or one that HTTP/2 gave.
    else if (this.#recorded.frames.length > before && (socket.status === null || isGood(socket.status)))
      socket.status = 101;
    this.#refused(socket, objectOf(response.content) ?? {});
  }

  /** Keeps what an upgrade was refused with: a page cannot read it, an archive may have it. */
  #refused({ status }: Socket, content: Fields): void {
    if (status === null || status === 101 || this.#recorded.told.probes) return;
    const text = scrubText(textBodyOf(content).slice(0, LONGEST_REFUSAL), []);
    const contentType = textOf(content.mimeType);
    if (text !== '' || contentType !== '')
      this.#recorded.told.probes = [{ name: 'upgrade', status, contentType, body: parseJson(text) ?? text }];
  }

  #frame(message: unknown, { id, page, errors }: Socket, place: string): void {
    const { type, time, opcode, data } = objectOf(message) ?? {};
    if (typeof data !== 'string') return;
    const direction =
      type === 'send' || type === 'sent' ? 'sent' : type === 'receive' || type === 'received' ? 'received' : null;
    if (direction === null || opcode === -1) {
      (errors as string[]).push(scrubText(data, []));
      return;
    }
    if (typeof opcode === 'number' && opcode > BINARY) return;
    const text = scrubText(data, []);
    this.#room.take(text, place);
    const moment = momentOf(time);
    if (!moment || moment.clock === 'relative') this.#recorded.timed = false;
    const frame: Frame = { seq: 0, socket: id, page, direction, time: moment?.at ?? 0, text };
    this.#recorded.frames.push(opcode === BINARY ? { ...frame, binary: true } : frame);
  }

  async #exchange(
    entry: Fields,
    request: Fields,
    response: Fields,
    startedAt: number,
    took: number | null,
  ): Promise<Exchange> {
    const content = objectOf(response.content) ?? {};
    const type = textOf(content.mimeType);
    const resource = resourceOf(entry, request, type);
    const isCall = ['fetch', 'xhr'].includes(resource);
    const told = isCall && /json/.test(type);
    const status = statusOf(response);
    const headers = headersOf(response);
    const failure = failureOf(response);
    const method = textOf(request.method) || 'GET';
    const url = scrubText(describeUrl(textOf(request.url)), []);
    if (isCall && method !== 'OPTIONS' && status === null && failure === null && Object.keys(headers).length > 0)
      this.#withoutStatus.push(`${method} ${url}`);
    const { server } = describeAnswer({ status: () => status ?? 0, headers: () => headers });
    return {
      method,
      url,
      resource,
      startedAt,
      status,
      server: Object.fromEntries(Object.entries(server).map(([name, value]) => [name, scrubText(value, [])])),
      took: status === null ? null : took,
      failure,
      sent: bodyOf(textOf(objectOf(request.postData)?.text) || (await this.#fileOf(request.postData))),
      received: told ? bodyOf(textBodyOf(content) || (await this.#fileOf(content))) : null,
    };
  }

  async #fileOf(content: unknown): Promise<string> {
    const file = textOf(objectOf(content)?._file);
    return file === '' ? '' : ((await this.#beside?.text(file)) ?? '');
  }

  #pageOf({ pageref }: Fields): number {
    const name = textOf(pageref);
    const page = this.#pages.get(name) ?? this.#pages.size + 1;
    this.#pages.set(name, page);
    return page;
  }
}

/** Headers by name in lower case, however many lines one has. */
function headersOf({ headers }: Fields): Record<string, string> {
  const all: Record<string, string> = {};
  for (const header of listOf(headers)) {
    const { name, value } = objectOf(header) ?? {};
    const key = textOf(name).toLowerCase();
    all[key] = key in all ? `${all[key]}, ${textOf(value)}` : textOf(value);
  }
  return all;
}

function statusOf({ status }: Fields): number | null {
  return typeof status === 'number' && status > 0 ? status : null;
}

function isGood(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** Status of a handshake, 101 where it succeeded: over HTTP/2 and later any 2xx says so (RFC 8441, section 5). */
function upgradeStatusOf(response: Fields): number | null {
  const status = statusOf(response);
  return isGood(status) && /^(HTTP\/|h)[23]/i.test(textOf(response.httpVersion)) ? 101 : status;
}

/** What the browser says went wrong: Playwright and Chrome have a field of their own for it. */
function failureOf({ _failureText, _error }: Fields): string | null {
  return scrubText(textOf(_failureText) || textOf(_error), []) || null;
}

function textBodyOf({ text, encoding }: Fields): string {
  return encoding === 'base64' ? Buffer.from(textOf(text), 'base64').toString('utf8') : textOf(text);
}

function bodyOf(text: string): unknown {
  return parseJson(scrubText(text, [])) ?? null;
}

/** What asked: of a document within another one only the request's header tells (https://www.w3.org/TR/fetch-metadata/). */
function resourceOf({ _resourceType }: Fields, request: Fields, type: string): string {
  const isPage = /html/.test(type) && /^(GET|)$/i.test(textOf(request.method));
  const told = textOf(_resourceType) || (isPage ? 'document' : /javascript/.test(type) ? 'script' : 'fetch');
  const isWithin = /^i?frame$/.test(headersOf(request)['sec-fetch-dest'] ?? '');
  return told === 'document' && isWithin ? 'iframe' : told;
}

/** Calls in a list, each once, and how many more there are. */
function some(calls: readonly string[]): string {
  const each = [...new Set(calls)];
  const more = each.length - MOST_TOLD;
  return [...each.slice(0, MOST_TOLD), ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}
