import type { AgentEvent } from '../event.ts';

/** A message as it is compared with later ones. */
export interface Sent {
  time: number;
  text: string | null;
  thread: string | null;
  page?: number | undefined;
  socket?: number | undefined;
}

/**
 * Tells of messages whether a page that came back sent them once more in time, over another socket
 * (docs/contract/backend.md 3.6): that one then waits in place of the first.
 * @param all that the page sent
 * @param within milliseconds
 */
export function sentAnew(all: readonly Sent[], within: number): (message: Sent) => boolean {
  const key = ({ page, thread, text }: Sent) => JSON.stringify([page, thread, text]);
  const alike = new Map<string, Sent[]>();
  for (const one of all) {
    const before = alike.get(key(one));
    if (before) before.push(one);
    else alike.set(key(one), [one]);
  }
  return (message) =>
    (alike.get(key(message)) ?? []).some(
      ({ time, socket }) =>
        time > message.time && time - message.time <= within && (socket ?? 0) > (message.socket ?? Infinity),
    );
}

/** A message, a run or a refusal: its place in the order of all, its socket, and the thread that it names. */
export interface Placed {
  at: number;
  thread: string | null;
  /** Left out of what did not go over one. */
  socket?: number | undefined;
}

/** A message that no run answers, with what refused it, if anything did. */
export interface Waiting<A, E> {
  asked: A;
  refusal: E | null;
}

/**
 * Finds the messages that no run answers: each run answers the oldest message that still waits and is of its thread,
 * as far as both name one; one of its own socket before others, which may be lost with theirs. A message that was
 * refused waits no longer, unless no other one does.
 * @param asked the messages that the page sent, in order
 * @param runs the runs, placed at their first events, in order
 * @param refusals what the server said instead of beginning a run, in order
 */
export function unanswered<A extends Placed, E extends Placed>(
  asked: readonly A[],
  runs: readonly Placed[],
  refusals: readonly E[],
): Waiting<A, E>[] {
  const [waiting, refused] = [new Mail<A>(), new Mail<A>()];
  const refusalOf = new Map<A, E>();
  const answered = new Set<A>();
  const heard = [
    ...runs.map((place) => ({ place, refusal: null })),
    ...refusals.map((refusal) => ({ place: refusal, refusal })),
  ].sort(({ place: one }, { place: other }) => one.at - other.at);
  let next = 0;
  for (const { place, refusal } of heard) {
    for (let one = asked[next]; one && one.at <= place.at; one = asked[next]) {
      waiting.post(one);
      next += 1;
    }
    const oldest = waiting.take(place) ?? (refusal === null ? refused.take(place) : undefined);
    if (!oldest) continue;
    if (refusal === null) answered.add(oldest);
    else {
      refused.post(oldest);
      refusalOf.set(oldest, refusal);
    }
  }
  return asked.filter((one) => !answered.has(one)).map((one) => ({ asked: one, refusal: refusalOf.get(one) ?? null }));
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

/** Messages that wait, in a line per socket and thread; `any` stands for all, and null for a thread of any name. */
class Mail<A extends Placed> {
  readonly #lines = new Map<string, Line<A>>();
  readonly #taken = new Set<A>();

  post(one: A): void {
    for (const socket of ['any', one.socket] as const) {
      this.#lineOf(socket, 'any').all.push(one);
      this.#lineOf(socket, { named: one.thread }).all.push(one);
    }
  }

  take({ socket, thread }: Placed): A | undefined {
    return this.#oldest(socket, thread) ?? this.#oldest('any', thread);
  }

  #oldest(socket: number | 'any' | undefined, thread: string | null): A | undefined {
    const lines = thread === null ? (['any'] as const) : [{ named: thread }, { named: null }];
    const heads = lines.map((line) => this.#lineOf(socket, line).head(this.#taken)).filter((one) => one !== undefined);
    const [oldest] = heads.sort((one, other) => one.at - other.at);
    if (oldest) this.#taken.add(oldest);
    return oldest;
  }

  #lineOf(socket: number | 'any' | undefined, thread: 'any' | { named: string | null }): Line<A> {
    const name = JSON.stringify([socket ?? null, thread]);
    const line = this.#lines.get(name) ?? new Line<A>();
    this.#lines.set(name, line);
    return line;
  }
}

class Line<A> {
  readonly all: A[] = [];
  #next = 0;

  head(taken: ReadonlySet<A>): A | undefined {
    let head = this.all[this.#next];
    while (head && taken.has(head)) {
      this.#next += 1;
      head = this.all[this.#next];
    }
    return head;
  }
}
