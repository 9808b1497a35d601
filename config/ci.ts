import type { Environment } from './environment.ts';

/** This run as the continuous-integration system describes it. */
export interface CiRun {
  system: string;
  job: string | null;
  runUrl: string | null;
  pullRequest: string | null;
  artifactsUrl: string | null;
  /** Id of the workflow run, the same in every attempt of it. */
  run: string | null;
  /** From 1; a workflow that is run again counts on. */
  attempt: number | null;
}

/** Reads GitHub's default variables; another system is only recognised as such. @returns null outside of CI. */
export function ciRun(env: Environment = process.env): CiRun | null {
  const none = { job: null, runUrl: null, pullRequest: null, artifactsUrl: null, run: null, attempt: null };
  if (!annotates(env)) return env['CI'] ? { system: 'CI', ...none } : null;
  const repository = `${env['GITHUB_SERVER_URL']}/${env['GITHUB_REPOSITORY']}`;
  const runUrl = `${repository}/actions/runs/${env['GITHUB_RUN_ID']}`;
  const pull = /^refs\/pull\/(\d+)\//.exec(env['GITHUB_REF'] ?? '')?.[1];
  return {
    system: 'GitHub Actions',
    job: env['GITHUB_JOB'] ?? null,
    runUrl,
    pullRequest: pull ? `${repository}/pull/${pull}` : null,
    artifactsUrl: `${runUrl}#artifacts`,
    run: env['GITHUB_RUN_ID'] ?? null,
    attempt: Number(env['GITHUB_RUN_ATTEMPT'] ?? 1),
  };
}

/** The file into which a GitHub job writes its summary; null elsewhere. */
export function jobSummaryFile(env: Environment = process.env): string | null {
  return env['GITHUB_STEP_SUMMARY'] ?? null;
}

/** The file into which a step of a GitHub job writes its outputs, a line each; null elsewhere. */
export function stepOutputFile(env: Environment = process.env): string | null {
  return env['GITHUB_OUTPUT'] ?? null;
}

/** Whether output lines such as `::error ::` are understood, as on GitHub. */
export function annotates(env: Environment = process.env): boolean {
  return env['GITHUB_ACTIONS'] === 'true';
}

/**
 * Takes GitHub's variables away from a worker: what a test starts must not write onto the summary or the outputs of the
 * job that runs it, nor use the job's token. The runner, which is no worker, keeps them.
 */
export function hideJobFromTests(env: Environment = process.env): void {
  if (env['TEST_WORKER_INDEX'] === undefined) return;
  for (const name of Object.keys(env)) if (/^(GITHUB|ACTIONS)_/.test(name)) delete env[name];
}

/** Access to GitHub's API for this repository. */
export interface GitHubAccess {
  /** e.g. `https://api.github.com` */
  api: string;
  /** `owner/name` */
  repository: string;
  token: string;
}

/** The access that the job's environment gives; null without one. */
export function gitHubAccess(env: Environment = process.env): GitHubAccess | null {
  const { GITHUB_TOKEN: token, GITHUB_REPOSITORY: repository, GITHUB_API_URL: api = 'https://api.github.com' } = env;
  return token && repository ? { api, repository, token } : null;
}

/** What a night keeps is an artefact of this name, with the number of its attempt (`.github/workflows/nightly.yml`). */
export const NIGHT_KEEPS = 'nightly-attempt-';

/** Address at which the worklog of a night was kept, which is known only when it has been uploaded; null elsewhere. */
export function worklogUrl(env: Environment = process.env): string | null {
  return env['WORKLOG_URL'] || null;
}

/** Whether a person started this run on GitHub: then nobody else waits to hear of it. */
export function startedByHand(env: Environment = process.env): boolean {
  return annotates(env) && env['GITHUB_EVENT_NAME'] !== 'schedule';
}
