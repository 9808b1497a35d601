import type { Reporter } from '@playwright/test/reporter';
import { fullDisk } from '../../config/disk.ts';
import { currentRun } from '../../config/run.ts';
import { wrap } from '../../lib/basics/wrap.mjs';

/**
 * Says last of all that the disk is full, whichever report fell over it and however, and makes sure that such a run is
 * red.
 */
export default class FullDisk implements Reporter {
  #fell: string | null = null;

  onBegin(): void {
    process.once('exit', () => {
      const sentence =
        fullDisk(currentRun().dir) ??
        (this.#fell && `A disk is full (${this.#fell}), so the reports of this run are not whole.`);
      if (sentence === null) return;
      console.error(`\n${wrap(sentence)}`);
      process.exitCode ||= 1;
    });
    // What a report throws when nobody waits for it would hide the sentence behind a stack.
    process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOSPC') this.#fell = error.message;
      else console.error(error);
      process.exit(1);
    });
  }

  printsToStdio(): boolean {
    return false;
  }
}
