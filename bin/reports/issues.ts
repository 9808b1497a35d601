import { gitHubAccess } from '../../config/ci.ts';
import { GitHub } from '../../reporters/github/api.ts';
import { plan } from '../../reporters/github/issues.ts';
import { type Night, isNight, planNight } from '../../reporters/github/night.ts';
import { standIn } from '../../reporters/write/cause.ts';
import { wrap } from '../../lib/basics/wrap.mjs';
import type { Given } from '../given.ts';
import { nightNamed } from './night.ts';
import { orTell } from './run-folder.ts';

/**
 * `npm run issues [-- RUN] [--target TARGET] [--anyway]`: opens, updates and closes GitHub issues, one per cause, and
 * one for nights that are not green; none of a run whose target was broken on purpose or replayed, and none of a run at
 * a desk unless it is asked for. Without access to GitHub it prints what it would do.
 * @param given id or folder of a run, by default the latest one; with a target, a night without a record is told, too
 * @returns the exit code: 1 when there was something to do and no access to do it
 */
export function main(given: Given<'issues'>): Promise<number> {
  return orTell(() => keepTracker(nightNamed(given), given.options.anyway));
}

/** Why no issue is planned for a run; empty where one may be. */
function noIssueOf({ outcome }: Night, isAskedFor: boolean): string {
  if (typeof outcome === 'string') return '';
  const instead = standIn(outcome.record);
  if (instead) return `The target was ${instead}, so what is red is no issue of the product: nothing is planned.`;
  return isAskedFor || outcome.record.ci !== null || isNight(outcome)
    ? ''
    : 'This run is no night and was not made by CI, so no issue is planned; --anyway plans them all the same.';
}

async function keepTracker(night: Night, isAskedFor: boolean): Promise<number> {
  const why = noIssueOf(night, isAskedFor);
  if (why !== '') {
    console.log(wrap(why));
    return 0;
  }
  const access = gitHubAccess();
  const gitHub = access ? new GitHub(access) : null;
  const open = gitHub ? await gitHub.openIssues() : [];
  const actions = [
    ...(typeof night.outcome === 'string' ? [] : plan(night.outcome, open, night.link)),
    ...planNight(night, open),
  ];
  if (!gitHub)
    console.log(
      wrap('No access to GitHub (GITHUB_TOKEN and GITHUB_REPOSITORY are not set): nothing is changed.') +
        (actions.length > 0 ? '\nPlanned actions:' : ''),
    );
  for (const action of actions) {
    await gitHub?.carryOut(action);
    console.log(`${action.do} ${action.do === 'open' ? action.title : `#${action.number}`}`);
  }
  if (actions.length === 0) console.log('No issue to open, update or close.');
  return gitHub || actions.length === 0 ? 0 : 1;
}
