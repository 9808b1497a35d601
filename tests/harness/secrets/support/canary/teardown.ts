import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { currentRun } from '../../../../../config/run.ts';
import { scrubLeftovers } from '../../../../../lib/secrets/scrub-files.ts';

/** What the suite's own teardown does: nothing is left unscrubbed, and what is private is gone. */
export default function teardown(): void {
  const { dir, secrets } = currentRun();
  scrubLeftovers(join(dir, 'artifacts'));
  rmSync(secrets, { recursive: true, force: true });
}
