import { type ChildProcess, spawn } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RunPlace } from '../config/run.ts';
import { announceRun, closeRun } from './open-runs.ts';

const watched = new Set<string>();

/**
 * Starts the keeper of a run, once: a process of its own that outlives this one, whatever ends it, and then takes the
 * secrets out and closes the record. It waits on a pipe that only this process holds open, and is told of every process
 * that is started here: what these write after our end is theirs to tidy up, before it does. Should the keeper die as
 * well, the next start finds the run open (`sweep.ts`).
 * @param outputs files and folders outside of the run's own that its reporters write
 */
export function watchOver(place: RunPlace, outputs: string[] = []): void {
  if (watched.has(place.dir)) return;
  watched.add(place.dir);
  const keeper = spawn(
    process.execPath,
    [join(import.meta.dirname, 'keeper.mjs'), JSON.stringify({ place, outputs })],
    {
      cwd: join(import.meta.dirname, '..'),
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  );
  // Whoever ends the keeper does not end the run.
  for (const one of [keeper, keeper.stdin]) one?.on('error', () => undefined);
  keeper.unref();
  (keeper.stdin as { unref?: () => void } | null)?.unref?.();
  subscribe('child_process', (message) => {
    const { process: child } = message as { process: ChildProcess };
    child.once('spawn', () => keeper.stdin?.write(`${child.pid}\n`));
  });
  announceRun(place, keeper.pid, outputs);
  process.once('exit', () => {
    if (isTidy(place)) closeRun(place);
  });
}

/** Whether a run has removed what was private, and made a record of its journal, if it kept one. */
function isTidy({ dir, secrets }: RunPlace): boolean {
  return !existsSync(secrets) && existsSync(join(dir, 'record.json')) === existsSync(join(dir, 'record.jsonl'));
}
