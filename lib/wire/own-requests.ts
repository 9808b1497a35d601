import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { Site } from '../evidence/index.ts';

const channels = {
  /** Of `fetch` (https://undici.nodejs.org/#/docs/api/DiagnosticsChannel). */
  fetch: 'undici:request:create',
  /** Of everything else, upgrades to WebSockets among them (https://nodejs.org/api/diagnostics_channel.html). */
  http: 'http.client.request.start',
};

/** Counts the requests that this process makes to a target: those of the test itself, beside the browser's. */
export class OwnRequests {
  #count = 0;
  readonly #hosts: ReadonlySet<string>;

  constructor(site: Site) {
    this.#hosts = new Set(Object.values(site).map((url) => new URL(url).host));
    subscribe(channels.fetch, this.#fetched);
    subscribe(channels.http, this.#requested);
  }

  get count(): number {
    return this.#count;
  }

  /** Stops counting. */
  end(): void {
    unsubscribe(channels.fetch, this.#fetched);
    unsubscribe(channels.http, this.#requested);
  }

  readonly #fetched = (message: unknown): void => {
    this.#add(new URL(String((message as { request: { origin: string | URL } }).request.origin)).host);
  };

  readonly #requested = (message: unknown): void => {
    this.#add(String((message as { request: ClientRequest }).request.getHeader('host')));
  };

  #add(host: string): void {
    if (this.#hosts.has(host)) this.#count += 1;
  }
}
