/**
 * The keeper of one run: `node keeper.mjs '{"place":{...},"outputs":[...]}'` (`watch-over.ts`). It reads from a pipe
 * the ids of the processes that the runner starts; when the pipe ends, the runner is gone. When its processes are, too,
 * and the run is still open, it closes it: secrets are taken out, the record is made, what was private goes.
 */
import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { isAlive } from '../lib/basics/process-alive.mjs';

/** @type {{ place: import('../config/run.ts').RunPlace, outputs: string[] }} */
const { place, outputs } = JSON.parse(process.argv[2] ?? '');

// Ctrl-C in a terminal is meant for the runner, which closes its record itself.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

/**
 * Longest that a process may take to end when its runner is gone, in milliseconds: what Playwright grants a worker,
 * and a little more.
 */
const PATIENCE = 40_000;

let told = '';
process.stdin
  .setEncoding('utf8')
  .on('data', (text) => (told += text))
  .on('close', async () => {
    await ended(told.split('\n').filter(Boolean).map(Number), Date.now() + PATIENCE);
    await close();
  });

async function close() {
  if (![place.dir, place.secrets].some((folder) => existsSync(`${folder}/open-run.json`))) return;
  if (!('typescript' in process.features && process.features.typescript)) (await import('tsx/esm/api')).register();
  const { recoverRun } = await import('./recover-run.ts');
  const { closeRun } = await import('./open-runs.ts');
  const { markLatest } = await import('../config/run.ts');
  const hadTests = await recoverRun(place, outputs);
  closeRun(place);
  markLatest(place, hadTests);
}

/**
 * @param {number[]} pids
 * @param {number} until
 */
async function ended(pids, until) {
  while (pids.some(isAlive) && Date.now() < until) await setTimeout(100);
}
