import type { Breakage } from '../breakage.ts';
import type { Log } from '../log.ts';
import type { Memory, Thread } from '../memory.ts';
import type { Settings } from '../../options.ts';
import type { Hub } from '../socket/hub.ts';
import { Run } from './run.ts';

/** All runs of a stack. */
export class Runs {
  readonly #settings: Settings;
  readonly #memory: Memory;
  readonly #hub: Hub;
  readonly #breakage: Breakage;
  readonly #log: Log;
  readonly #runs = new Map<string, Run>();

  constructor(settings: Settings, memory: Memory, hub: Hub, breakage: Breakage, log: Log) {
    this.#settings = settings;
    this.#memory = memory;
    this.#hub = hub;
    this.#breakage = breakage;
    this.#log = log;
  }

  /** Starts a run; its frames go to all sockets of the person. @param id how it is called; default: a new id */
  start(personId: string, thread: Thread, message: string, id?: string): Run {
    const { seed, pace, envelope, scenario } = this.#settings;
    const send = (frame: Record<string, unknown>) => this.#hub.deliver(personId, frame);
    const fate = this.#breakage.run(personId, this.#memory);
    const run = new Run({
      memory: this.#memory,
      personId,
      thread,
      message,
      seed,
      pace,
      envelope,
      scenario,
      id,
      fate,
      send,
    });
    this.#runs.set(run.id, run);
    void this.#play(run);
    return run;
  }

  async #play(run: Run): Promise<void> {
    const { personId: person, thread } = run.parts;
    this.#log.note('run', { run: run.id, person, thread: thread.id, status: run.status });
    await run.play();
    this.#log.note('run', { run: run.id, person, thread: thread.id, status: run.status });
  }

  /** A person's runs, newest first. */
  of(personId: string): Run[] {
    return [...this.#runs.values()].filter((run) => run.parts.personId === personId).reverse();
  }

  /** Stops the running runs of a person, of one run or thread if named. @returns their ids, newest first */
  cancel(personId: string, only: { runId?: string | undefined; threadId?: string | undefined } = {}): string[] {
    const meant = [...this.#runs.values()].filter(
      (run) =>
        (run.parts.personId === personId || this.#breakage.skips('owner')) &&
        run.status === 'running' &&
        (only.runId === undefined || run.id === only.runId) &&
        (only.threadId === undefined || run.parts.thread.id === only.threadId),
    );
    for (const run of meant) run.cancel();
    return meant.map((run) => run.id).reverse();
  }

  /** Ends all runs without a word, as when the server dies. */
  killAll(): void {
    for (const run of this.#runs.values()) run.kill();
  }
}
