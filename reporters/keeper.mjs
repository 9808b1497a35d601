/**
 * The keeper of one run: `node keeper.mjs RUN_FOLDER PRIVATE_FOLDER`, started by the record's reporter. It reads from a
 * pipe the ids of the processes that the runner starts; when the pipe ends, the runner is gone. When its processes are,
 * too, the record is made for a run that could not close it; what was private goes.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isAlive } from '../lib/basics/process-alive.mjs';

const [dir = '', secrets = ''] = process.argv.slice(2);

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
    try {
      await ended(told.split('\n').filter(Boolean).map(Number), Date.now() + PATIENCE);
      if (!existsSync(join(dir, 'record.json'))) await close();
    } catch (error) {
      // Nobody reads what this process prints; the journal is still there for npm run worklog.
      writeFileSync(join(dir, 'keeper.log'), `${error instanceof Error ? error.stack : String(error)}\n`);
    } finally {
      rmSync(secrets, { recursive: true, force: true });
    }
  });

async function close() {
  if (!('typescript' in process.features && process.features.typescript)) (await import('tsx/esm/api')).register();
  const { recoverRun } = await import('./recover-run.ts');
  await recoverRun(dir);
}

/**
 * @param {number[]} pids
 * @param {number} until
 */
async function ended(pids, until) {
  while (pids.some(isAlive) && Date.now() < until) await setTimeout(100);
}
