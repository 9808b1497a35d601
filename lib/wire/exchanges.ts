import type { APIResponse, BrowserContext, Frame, Page, Request, Response } from '@playwright/test';
import { isJson, parseJson, readJson } from '../basics/json.ts';
import type { Exchange } from '../evidence/index.ts';
import { describeUrl } from './socket.ts';

const tellingHeaders = [
  'content-type',
  'retry-after',
  'server',
  'location',
  'cache-control',
  'expires',
  'x-netra-revision',
  'access-control-allow-origin',
];

/** A page that is longer is not kept, in characters: those of an identity provider have some thousands. */
const LARGEST_PAGE = 256 * 1024;

/** Every HTTP exchange of a browser context, in the order in which they were begun. */
export class Exchanges {
  readonly all: Exchange[] = [];
  /** Requests of the test itself to a service, with or without its person's token. */
  readonly ofTheTest: Exchange[] = [];
  /** The HTML of each page that another host than the product's own page served, such as an identity provider's. */
  readonly pagesElsewhere = new Map<Exchange, string>();
  readonly #open = new Map<Request, Exchange>();
  readonly #reading = new Set<Promise<void>>();

  readonly #web: string;
  readonly #numberOf: (page: Page) => number;

  private constructor(web: string, numberOf: (page: Page) => number) {
    this.#web = web;
    this.#numberOf = numberOf;
  }

  /**
   * @param web origin of the product's page
   * @param numberOf gives each page its number
   */
  static on(context: BrowserContext, web = '', numberOf: (page: Page) => number = () => 1): Exchanges {
    const exchanges = new Exchanges(web, numberOf);
    context.on('request', (request) => exchanges.#begun(request));
    context.on('requestfinished', (request) => exchanges.#read(request));
    context.on('requestfailed', (request) => exchanges.#failed(request));
    return exchanges;
  }

  /** The exchanges of one address, on whichever service it is. */
  of(method: string, path: string): Exchange[] {
    return this.all.filter((exchange) => exchange.method === method && new URL(exchange.url).pathname === path);
  }

  /** Resolves when the answers that have come so far are read. */
  async settled(): Promise<void> {
    await Promise.all(this.#reading);
  }

  #begun(request: Request): void {
    const frame = frameOf(request);
    const type = request.resourceType();
    const exchange: Exchange = {
      method: request.method(),
      url: describeUrl(request.url()),
      resource: type === 'document' && frame?.parentFrame() ? 'iframe' : type,
      ...(frame && { ofPage: this.#numberOf(frame.page()) }),
      startedAt: Date.now(),
      status: null,
      server: {},
      took: null,
      failure: null,
      sent: parseJson(request.postData() ?? '') ?? null,
      received: null,
    };
    this.all.push(exchange);
    this.#open.set(request, exchange);
  }

  #failed(request: Request): void {
    const exchange = this.#open.get(request);
    if (!exchange) return;
    exchange.failure = request.failure()?.errorText ?? 'failed';
    exchange.failedAfter = Date.now() - exchange.startedAt;
    this.#open.delete(request);
  }

  #read(request: Request): void {
    const reading = this.#readAnswer(request).finally(() => this.#reading.delete(reading));
    this.#reading.add(reading);
  }

  async #readAnswer(request: Request): Promise<void> {
    const exchange = this.#open.get(request);
    this.#open.delete(request);
    const response = request.existingResponse();
    if (!exchange || !response) return;
    const { startTime, responseEnd } = request.timing();
    if (startTime > 0) exchange.startedAt = startTime;
    exchange.took = responseEnd >= 0 ? responseEnd : null;
    Object.assign(exchange, describeAnswer(response));
    const told = exchange.resource === 'fetch' || exchange.resource === 'xhr';
    if (told && isJson(response.headers()['content-type']))
      Object.assign(exchange, readJson(await response.text().catch(() => '')));
    if (request.resourceType() === 'document' && response.ok() && !exchange.url.startsWith(`${this.#web}/`)) {
      const page = await response.text().catch(() => '');
      if (page.length <= LARGEST_PAGE) this.pagesElsewhere.set(exchange, page);
    }
  }
}

/** The frame that asks; null for a service worker, and for the first document of a page that does not exist yet. */
function frameOf(request: Request): Frame | null {
  try {
    return request.frame();
  } catch {
    return null;
  }
}

/** Status of an answer, and those of its headers that say who answered, with what, and for how long it holds. */
export function describeAnswer(
  response: Pick<Response | APIResponse, 'status' | 'headers'>,
): Pick<Exchange, 'status' | 'server'> {
  const headers = response.headers();
  return {
    status: response.status(),
    server: Object.fromEntries(tellingHeaders.filter((name) => name in headers).map((name) => [name, headers[name]!])),
  };
}
