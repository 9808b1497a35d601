/**
 * The keeper of one run: `node keeper.mjs RUN_FOLDER PRIVATE_FOLDER`, started by the record's reporter. It reads from a pipe that nobody
 * writes to; when the pipe ends, the runner is gone. For a run that could not close its record, the record is made; what was private goes.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [dir = '', secrets = ''] = process.argv.slice(2);

// Ctrl-C in a terminal is meant for the runner, which closes its record itself.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

process.stdin.resume().on('close', async () => {
  try {
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
  const { closeRun } = await import('../close.ts');
  await closeRun(dir);
}
