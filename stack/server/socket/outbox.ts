import type { OutFrame } from '../../faults/index.ts';

interface Waiting {
  frame: OutFrame;
  due: number;
}

/** Frames that wait for their time. Those due at the same time go in the order in which they were put in. */
export class Outbox {
  readonly #transmit: (frame: OutFrame) => void;
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(transmit: (frame: OutFrame) => void) {
    this.#transmit = transmit;
  }

  put(frame: OutFrame): void {
    const before = frame.inOrder === true ? this.#waiting.at(-1)?.due : undefined;
    if (frame.delay <= 0 && before === undefined) return this.#transmit(frame);
    const due = Math.max(performance.now() + frame.delay, before ?? 0);
    const later = this.#waiting.findIndex((other) => other.due > due);
    this.#waiting.splice(later < 0 ? this.#waiting.length : later, 0, { frame, due });
    this.#arm();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#waiting = [];
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const next = this.#waiting[0];
    if (next === undefined) return;
    this.#timer = setTimeout(() => this.#flush(), Math.max(next.due - performance.now(), 0));
  }

  #flush(): void {
    const now = performance.now();
    const ready = this.#waiting.filter(({ due }) => due <= now);
    this.#waiting = this.#waiting.slice(ready.length);
    for (const { frame } of ready) this.#transmit(frame);
    this.#arm();
  }
}
