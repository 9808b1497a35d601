import type { AgentEvent } from '../event.ts';

/**
 * Finds the messages that no run answers: each run answers the oldest message that still waits and is of its thread,
 * as far as both name one.
 * @param sends the messages that the page sent, in order
 * @param firsts the first event of each run, in order
 * @returns the messages that wait. Linear.
 */
export function unanswered(sends: readonly AgentEvent[], firsts: readonly AgentEvent[]): AgentEvent[] {
  const mail = new Mail();
  let next = 0;
  for (const first of firsts) {
    for (let send = sends[next]; send && send.frame.seq < first.frame.seq; send = sends[next]) {
      mail.post(send);
      next += 1;
    }
    mail.answer(first.thread);
  }
  return [...mail.waiting, ...sends.slice(next)];
}

/**
 * Whether the page stopped what it had asked for before its run had to begin: no run needs to begin then.
 * @param message that was sent, with the thread that it names
 * @param stops what the page sent to stop something
 * @param within milliseconds after which a run must have begun
 */
export function stoppedInTime(
  { time, thread }: { time: number; thread: string | null },
  stops: readonly AgentEvent[],
  within: number,
): boolean {
  return stops.some(
    ({ frame, thread: stopped }) =>
      frame.time >= time && frame.time < time + within && (stopped === null || thread === null || stopped === thread),
  );
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

  answer(thread: string | null): void {
    const lines = thread === null ? [this.#all] : [this.#lines.get(thread), this.#lines.get(null)];
    const heads = lines.map((line) => line?.head(this.#taken)).filter((send) => send !== undefined);
    const [oldest] = heads.sort((a, b) => a.frame.seq - b.frame.seq);
    if (oldest) this.#taken.add(oldest);
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
