import type { AgentEvent } from '../event.ts';

/**
 * Finds which run answers which message: each run the oldest message that still waits and is of its thread, as far as
 * both name one.
 * @param sends the messages that the page sent, in order
 * @param firsts the first event of each run, in order
 * @returns the first events of the runs that answer a message, and the messages that no run answers. Linear.
 */
export function pairSends(
  sends: readonly AgentEvent[],
  firsts: readonly AgentEvent[],
): { answering: Set<AgentEvent>; waiting: AgentEvent[] } {
  const answering = new Set<AgentEvent>();
  const mail = new Mail();
  let next = 0;
  for (const first of firsts) {
    for (let send = sends[next]; send && send.frame.seq < first.frame.seq; send = sends[next]) {
      mail.post(send);
      next += 1;
    }
    if (mail.take(first.thread)) answering.add(first);
  }
  return { answering, waiting: [...mail.waiting, ...sends.slice(next)] };
}

/** Messages that wait for a run, in one line and in a line per thread; null stands for a thread of any name. */
class Mail {
  readonly #lines = new Map<string | null, Line>();
  readonly #all = new Line();
  readonly #taken = new Set<AgentEvent>();

  post(send: AgentEvent): void {
    const line = this.#lines.get(send.thread) ?? new Line();
    this.#lines.set(send.thread, line);
    line.sends.push(send);
    this.#all.sends.push(send);
  }

  take(thread: string | null): boolean {
    const lines = thread === null ? [this.#all] : [this.#lines.get(thread), this.#lines.get(null)];
    const heads = lines.map((line) => line?.head(this.#taken)).filter((send) => send !== undefined);
    const [oldest] = heads.sort((a, b) => a.frame.seq - b.frame.seq);
    if (oldest) this.#taken.add(oldest);
    return oldest !== undefined;
  }

  get waiting(): AgentEvent[] {
    return this.#all.sends.filter((send) => !this.#taken.has(send));
  }
}

class Line {
  readonly sends: AgentEvent[] = [];
  #next = 0;

  head(taken: ReadonlySet<AgentEvent>): AgentEvent | undefined {
    let head = this.sends[this.#next];
    while (head && taken.has(head)) {
      this.#next += 1;
      head = this.sends[this.#next];
    }
    return head;
  }
}
