import { gitHubAccess } from '../../config/ci.ts';
import { GitHub } from '../../reporters/github/api.ts';
import { orTell } from './run-folder.ts';

/** A night is missed when the last one is older than this: a day, and the hours by which schedules are late. */
const PATIENCE_HOURS = 30;

/**
 * `npm run watchdog`: says whether the nightly ran. A scheduled run can be late or dropped without a word, so
 * somebody else must look.
 * @returns the exit code: 0 it ran, 1 it did not, 2 when GitHub cannot be asked
 */
export function main(): Promise<number> {
  return orTell(watch);
}

async function watch(): Promise<number> {
  const access = gitHubAccess();
  if (!access) {
    console.error('The watchdog asks GitHub: it needs GITHUB_TOKEN and GITHUB_REPOSITORY.');
    return 2;
  }
  const missed = missedNight(await new GitHub(access).lastScheduledRun('nightly.yml'), new Date());
  console.log(missed ?? 'The nightly ran.');
  return missed ? 1 : 0;
}

/** What is wrong about the last run's age, in a sentence; null when nothing is. */
export function missedNight(last: Date | null, now: Date): string | null {
  if (!last) return 'The nightly has never run.';
  const hours = Math.floor((now.getTime() - last.getTime()) / 3_600_000);
  return hours >= PATIENCE_HOURS ? `The nightly did not run: the last one ended ${hours} hours ago (${last.toISOString()}).` : null;
}
