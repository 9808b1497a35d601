/** What the continuous-integration system tells about this run; null on a person's machine. */
export interface CiRun {
  system: string;
  job: string | null;
  runUrl: string | null;
  pullRequest: string | null;
  artifactsUrl: string | null;
}

/** Reads GitHub's default variables; of another system only that it is one. */
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

/** Whether lines such as `::error ::` are read by the system that shows our output. */
export const annotates = process.env['GITHUB_ACTIONS'] === 'true';

/** How to speak to GitHub about this repository. */
export interface GitHubAccess {
  /** e.g. `https://api.github.com` */
  api: string;
  /** `owner/name` */
  repository: string;
  token: string;
}

/** The access that a job was given; null when it was given none. */
export function gitHubAccess(env: Record<string, string | undefined> = process.env): GitHubAccess | null {
  const { GITHUB_TOKEN: token, GITHUB_REPOSITORY: repository, GITHUB_API_URL: api = 'https://api.github.com' } = env;
  return token && repository ? { api, repository, token } : null;
}
