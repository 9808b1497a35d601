import { gitHubAccess } from '../../config/ci.ts';
import { GitHub } from '../../reporters/github/api.ts';
import { orTell } from './run-folder.ts';

/** The nightly is missing when the last one is older than this: a day, and some hours for a late schedule. */
const PATIENCE_HOURS = 30;

/**
 * `npm run watchdog`: checks whether the nightly ran, since a scheduled run can be late or dropped silently.
 * @returns the exit code: 0 it ran, 1 it did not, 2 when GitHub cannot be asked
 */
export function main(): Promise<number> {
  return orTell(watch);
}

async function watch(): Promise<number> {
  const access = gitHubAccess();
  if (!access) {
    console.error('The watchdog needs GITHUB_TOKEN and GITHUB_REPOSITORY to ask GitHub.');
    return 2;
  }
  const missed = missedNight(await new GitHub(access).lastScheduledRun('nightly.yml'), new Date());
  console.log(missed ?? 'The nightly ran.');
  return missed ? 1 : 0;
}

/** That the last run is missing or too old, in one sentence; null when it is neither. */
export function missedNight(last: Date | null, now: Date): string | null {
  if (!last) return 'The nightly has never run.';
  const hours = Math.floor((now.getTime() - last.getTime()) / 3_600_000);
  return hours >= PATIENCE_HOURS
    ? `The nightly did not run: the last one ended ${hours} hours ago (${last.toISOString()}).`
    : null;
}
