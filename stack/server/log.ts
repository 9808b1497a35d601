import type { Asked } from '../faults/index.ts';
import { Refusal } from './http/exchange.ts';

/** One thing the stack saw. Never holds a token, a key or a password. */
export interface Entry {
  /** Epoch milliseconds. */
  at: number;
  what: 'request' | 'connection' | 'refused' | 'closed' | 'message' | 'run' | 'error';
  [detail: string]: unknown;
}

const limit = 20_000;

/** What a stack saw, oldest first; bounded. */
export class Log {
  readonly #entries: Entry[] = [];

  note(what: Entry['what'], details: Record<string, unknown>): void {
    if (this.#entries.length >= limit) this.#entries.shift();
    this.#entries.push({ ...details, at: Date.now(), what });
  }

  /** Notes an error of the stack itself. @returns what the client is told: nothing of it */
  failure({ service, path }: Asked, error: unknown): Refusal {
    this.note('error', { service, path, message: error instanceof Error ? error.message : String(error) });
    return new Refusal(500, 'Internal server error');
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }
}
