import type { AgentEvent } from './event.ts';
import { Run } from './run.ts';
import type { Kind } from './vocabulary.ts';

/** Kinds that belong to a run when they carry its `run_id`; the rest is traffic of the connection. */
const OF_A_RUN: ReadonlySet<Kind> = new Set<Kind>(['agent', 'tool', 'text', 'delivery', 'error', 'unknown']);

/** @returns whether the event is part of a run: received, of a kind that runs are made of, with a `run_id`. */
export function belongsToRun(event: AgentEvent): boolean {
  return event.frame.direction === 'received' && event.run !== null && OF_A_RUN.has(event.kind);
}

/**
 * The runs of some pages while their frames arrive. Interleaved runs are separated, one that continues on another
 * socket of its page is one run, and one that two pages hear is a run of each.
 */
export class Runs {
  readonly #byPage = new Map<number | undefined, Map<string, Run>>();
  /** The runs in the order in which they began. */
  readonly all: Run[] = [];

  /** @returns the run that the event was added to, or null when it belongs to none */
  push(event: AgentEvent): Run | null {
    if (event.run === null || !belongsToRun(event)) return null;
    const { page } = event.frame;
    let ofPage = this.#byPage.get(page);
    if (!ofPage) this.#byPage.set(page, (ofPage = new Map()));
    let run = ofPage.get(event.run);
    if (!run) {
      run = new Run(event.run, page);
      ofPage.set(event.run, run);
      this.all.push(run);
    }
    run.add(event);
    return run;
  }

  get(id: string, page?: number): Run | undefined {
    return this.#byPage.get(page)?.get(id);
  }
}

/** @returns the runs among the events, in the order in which they began. Linear in the number of events. */
export function toRuns(events: Iterable<AgentEvent>): Run[] {
  const runs = new Runs();
  for (const event of events) runs.push(event);
  return runs.all;
}
