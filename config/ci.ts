/** This run as the continuous-integration system describes it. */
export interface CiRun {
  system: string;
  job: string | null;
  runUrl: string | null;
  pullRequest: string | null;
  artifactsUrl: string | null;
}

/** Reads GitHub's default variables; another system is only recognised as such. @returns null outside of CI. */
export function ciRun(env: Record<string, string | undefined> = process.env): CiRun | null {
  if (env['GITHUB_ACTIONS'] !== 'true') {
    return env['CI'] ? { system: 'CI', job: null, runUrl: null, pullRequest: null, artifactsUrl: null } : null;
  }
  const repository = `${env['GITHUB_SERVER_URL']}/${env['GITHUB_REPOSITORY']}`;
  const runUrl = `${repository}/actions/runs/${env['GITHUB_RUN_ID']}`;
  const pull = /^refs\/pull\/(\d+)\//.exec(env['GITHUB_REF'] ?? '')?.[1];
  return {
    system: 'GitHub Actions',
    job: env['GITHUB_JOB'] ?? null,
    runUrl,
    pullRequest: pull ? `${repository}/pull/${pull}` : null,
    artifactsUrl: `${runUrl}#artifacts`,
  };
}

/** The file into which a GitHub job writes its summary; null elsewhere. */
export const jobSummaryFile = process.env['GITHUB_STEP_SUMMARY'] ?? null;

/** Whether output lines such as `::error ::` are understood, as on GitHub. */
export const annotates = process.env['GITHUB_ACTIONS'] === 'true';

/** Access to GitHub's API for this repository. */
export interface GitHubAccess {
  /** e.g. `https://api.github.com` */
  api: string;
  /** `owner/name` */
  repository: string;
  token: string;
}

/** The access that the job's environment gives; null without one. */
export function gitHubAccess(env: Record<string, string | undefined> = process.env): GitHubAccess | null {
  const { GITHUB_TOKEN: token, GITHUB_REPOSITORY: repository, GITHUB_API_URL: api = 'https://api.github.com' } = env;
  return token && repository ? { api, repository, token } : null;
}
