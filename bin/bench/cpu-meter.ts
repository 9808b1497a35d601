import { readFileSync, readdirSync } from 'node:fs';

/** How often the processes are looked at, in ms. What a process does after the last look at it is not counted. */
export const LOOK_EVERY = 50;

/** Linux counts in hundredths of a second, whatever its own clock is (proc(5), USER_HZ). */
const TICKS_PER_SECOND = 100;

/** Parent and CPU ticks, user and system, of a process; undefined when it is gone (proc(5), /proc/pid/stat). */
function statOf(pid: number): { parent: number; ticks: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    return { parent: fields[1] ?? 0, ticks: (fields[11] ?? 0) + (fields[12] ?? 0) };
  } catch {
    return undefined; // it ended between the listing and the reading
  }
}

/**
 * Adds up the CPU time of a process and of everything that it starts, and that these start, also after their parents
 * are gone.
 */
export class CpuMeter {
  readonly #ticks = new Map<number, number>();
  readonly #strangers = new Set<number>();
  readonly #timer: NodeJS.Timeout;

  constructor(pid: number) {
    this.#ticks.set(pid, 0);
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY);
  }

  /** Ends the count. @returns CPU seconds; undefined where the system does not tell */
  stop(): number | undefined {
    clearInterval(this.#timer);
    if (process.platform !== 'linux') return undefined;
    return [...this.#ticks.values()].reduce((sum, ticks) => sum + ticks, 0) / TICKS_PER_SECOND;
  }

  #look(): void {
    if (process.platform !== 'linux') return;
    for (const name of readdirSync('/proc')) {
      const pid = Number(name);
      if (!Number.isInteger(pid) || this.#strangers.has(pid)) continue;
      const stat = statOf(pid);
      if (!stat) continue;
      if (this.#ticks.has(pid) || this.#ticks.has(stat.parent)) this.#ticks.set(pid, stat.ticks);
      else this.#strangers.add(pid);
    }
  }
}
