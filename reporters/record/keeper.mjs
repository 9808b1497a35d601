/**
 * The keeper of one run: `node keeper.mjs RUN_FOLDER`, started by the record's reporter. It reads from a pipe that nobody writes to; when
 * the pipe ends, the runner is gone. A run that could close its record is left alone; for one that could not, the record is made.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const [dir = ''] = process.argv.slice(2);

// Ctrl-C in a terminal is meant for the runner, which closes its record itself.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

process.stdin.resume().on('close', async () => {
  if (existsSync(join(dir, 'record.json'))) return;
  if (!('typescript' in process.features && process.features.typescript)) (await import('tsx/esm/api')).register();
  const { closeRun } = await import('../close.ts');
  await closeRun(dir);
});
