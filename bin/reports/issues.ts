import { gitHubAccess } from '../../config/ci.ts';
import { GitHub } from '../../reporters/github/api.ts';
import { assess } from '../../reporters/assess/assess.ts';
import { plan } from '../../reporters/github/issues.ts';
import type { RunRecord } from '../../reporters/record/schema.ts';
import type { Given } from '../given.ts';
import { orTell, runNamed } from './run-folder.ts';

/**
 * `npm run issues [-- RUN]`: opens, updates and closes GitHub issues, one per cause. Without access to GitHub it prints
 * what it would do.
 * @param given.rest id or folder of a run; by default the latest one
 * @returns the exit code
 */
export function main({ rest }: Given<'issues'>): Promise<number> {
  return orTell(() => keepTracker(runNamed(rest).record));
}

async function keepTracker(record: RunRecord): Promise<number> {
  const access = gitHubAccess();
  const gitHub = access ? new GitHub(access) : null;
  const actions = plan(assess(record), gitHub ? await gitHub.openIssues() : []);
  if (!gitHub)
    console.log(
      'No access to GitHub (GITHUB_TOKEN and GITHUB_REPOSITORY are not set): nothing is changed.\nPlanned actions:',
    );
  for (const action of actions) {
    await gitHub?.carryOut(action);
    console.log(`${action.do} ${action.do === 'open' ? action.title : `#${action.number}`}`);
  }
  if (actions.length === 0) console.log('No issue to open, update or close.');
  return 0;
}
