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

  add(what: Entry['what'], details: Record<string, unknown>): void {
    if (this.#entries.length >= limit) this.#entries.shift();
    this.#entries.push({ ...details, at: Date.now(), what });
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }
}
