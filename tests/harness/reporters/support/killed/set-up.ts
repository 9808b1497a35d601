import { rmSync } from 'node:fs';
import { currentRun } from '../../../../../config/run.ts';
import { rememberSecrets } from '../../../../../lib/secrets/known.ts';
import { sweepRuns } from '../../../../../reporters/sweep.ts';
import { watchOver } from '../../../../../reporters/watch-over.ts';
import { SECRET } from './secret.ts';

/** What the suite's own set-up does about runs: it sweeps, is watched over, and removes what was private at the end. */
export default async function setUp(): Promise<() => void> {
  const run = currentRun();
  await sweepRuns(run);
  watchOver(run);
  rememberSecrets([SECRET]);
  return () => rmSync(run.secrets, { recursive: true, force: true });
}
