import type { Event, Kind } from './event.ts';
import { Run } from './run.ts';

/** Kinds that belong to a run when they carry its `run_id`; the rest is traffic of the connection. */
const OF_A_RUN: ReadonlySet<Kind> = new Set<Kind>(['agent', 'tool', 'text', 'delivery', 'error', 'unknown']);

/** @returns whether the event is part of a run: received, of a kind that runs are made of, with a `run_id`. */
export function belongsToRun(event: Event): boolean {
  return event.frame.direction === 'received' && event.run !== null && OF_A_RUN.has(event.kind);
}

/** The runs of some sockets while their frames arrive. Interleaved runs, also those that continue on another socket, are separated. */
export class Runs {
  readonly #byId = new Map<string, Run>();

  /** @returns the run that the event was added to, or null when it belongs to none */
  push(event: Event): Run | null {
    if (event.run === null || !belongsToRun(event)) return null;
    let run = this.#byId.get(event.run);
    if (!run) this.#byId.set(event.run, (run = new Run(event.run)));
    run.add(event);
    return run;
  }

  get(id: string): Run | undefined {
    return this.#byId.get(id);
  }

  /** The runs in the order in which they began. */
  get all(): Run[] {
    return [...this.#byId.values()];
  }
}

/** @returns the runs among the events, in the order in which they began. Linear in the number of events. */
export function toRuns(events: Iterable<Event>): Run[] {
  const runs = new Runs();
  for (const event of events) runs.push(event);
  return runs.all;
}
