import { NIGHT_KEEPS, gitHubAccess } from '../../config/ci.ts';
import { GitHub, type WorkflowRun } from '../../reporters/github/api.ts';
import { planNight } from '../../reporters/github/night.ts';
import { orTell } from './run-folder.ts';

/** The nightly is missing when the last one began longer ago: then it is that of the day before. */
const PATIENCE_HOURS = 24;
/** The target of the scheduled night. */
const TARGET = 'staging';

/**
 * `npm run watchdog`: checks whether the nightly ran and left a record, since a scheduled run can be late, dropped
 * silently, or end before anything was kept. If it did not, the issue about nights that are not green says so.
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
  const gitHub = new GitHub(access);
  const last = await gitHub.lastScheduledRun('nightly.yml');
  const missed = missedNight(last, last ? await gitHub.artifactsOf(last) : [], new Date());
  console.log(missed ?? 'The nightly ran.');
  if (!missed) return 0;
  const night = { target: TARGET, outcome: missed, link: last?.html_url ?? null };
  for (const action of planNight(night, await gitHub.openIssues())) await gitHub.carryOut(action);
  return 1;
}

/**
 * That the last run is missing, too old or left no record, in one sentence; null when it is none of these.
 * @param kept names of what it left
 */
export function missedNight(last: WorkflowRun | null, kept: readonly string[], now: Date): string | null {
  if (!last) return 'The nightly has never run.';
  const began = new Date(last.created_at);
  const hours = Math.floor((now.getTime() - began.getTime()) / 3_600_000);
  if (hours >= PATIENCE_HOURS)
    return `The nightly did not run: the last one began ${hours} hours ago (${began.toISOString()}).`;
  return kept.some((name) => name.startsWith(NIGHT_KEEPS))
    ? null
    : `The nightly of ${began.toISOString()} left no record (it ended as "${last.conclusion ?? 'unknown'}").`;
}
