import { type AgentEvent, isEnd } from '../event.ts';
import type { Run } from '../run.ts';

/** From when to when an agent was at work, by its own stamps. */
type Spans = ReadonlyMap<string, { from: number; to: number }>;

export function spansOf({ agents }: Run): Spans {
  return new Map(
    agents.map(({ name, started, ended }) => [
      name,
      { from: started?.timestamp ?? -Infinity, to: ended?.timestamp ?? Infinity },
    ]),
  );
}

/**
 * The order of the stamps on one socket. Each agent by itself is in order. Two that are at work at the same time may
 * cross within the clock skew (docs/contract/backend.md 4.4); but the outermost agent starts the others and waits for
 * their ends, so that against its own events these, and against theirs its end and start, are in order.
 */
export class Order {
  readonly #outermost: string | undefined;
  readonly #spans: Spans;
  readonly #skew: number;
  readonly #lastOf = new Map<string | null, AgentEvent>();
  #last: AgentEvent | undefined;
  /** Those with the latest stamps: of the starts and ends, and of the outermost agent. */
  #latestBound: AgentEvent | undefined;
  #latestOutermost: AgentEvent | undefined;

  constructor(run: Run, spans: Spans, skew: number) {
    this.#outermost = run.outermost?.name;
    this.#spans = spans;
    this.#skew = skew;
  }

  /** @returns an event that came earlier, is stamped later, and must not be */
  add(event: AgentEvent): AgentEvent | undefined {
    const earlier = [this.#lastOf.get(event.agent), this.#last, this.#latestBound, this.#latestOutermost];
    const found = earlier.find((one) => one !== undefined && this.#isReversed(one, event));
    this.#lastOf.set(event.agent, event);
    this.#last = event;
    const isTimely = Math.abs(stampOf(event) - event.frame.time) <= this.#skew;
    if (isTimely && isBound(event)) this.#latestBound = later(this.#latestBound, event);
    if (isTimely && event.agent === this.#outermost) this.#latestOutermost = later(this.#latestOutermost, event);
    return found;
  }

  #isReversed(first: AgentEvent, second: AgentEvent): boolean {
    const back = stampOf(first) - stampOf(second);
    return back >= 1 && (back > this.#skew || !this.#mayCross(first, second));
  }

  #mayCross(one: AgentEvent, other: AgentEvent): boolean {
    if (one.agent === null || other.agent === null || one.agent === other.agent) return false;
    const isOutermost = one.agent === this.#outermost || other.agent === this.#outermost;
    if (isOutermost && (isBound(one) || isBound(other))) return false;
    const [a, b] = [this.#spans.get(one.agent), this.#spans.get(other.agent)];
    return a !== undefined && b !== undefined && a.from < b.to && b.from < a.to;
  }
}

function isBound(event: AgentEvent): boolean {
  return event.step === 'start' || isEnd(event);
}

function stampOf({ timestamp }: AgentEvent): number {
  return timestamp ?? 0;
}

function later(one: AgentEvent | undefined, other: AgentEvent): AgentEvent {
  return one !== undefined && stampOf(one) >= stampOf(other) ? one : other;
}
