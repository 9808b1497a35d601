import type { GitHubAccess } from '../../config/ci.ts';
import { Unusable } from '../record/save.ts';
import { type Action, LABEL, type OpenIssue } from './issues.ts';

/** GitHub's REST API, as far as the nightly needs it. */
export class GitHub {
  readonly #access: GitHubAccess;

  constructor(access: GitHubAccess) {
    this.#access = access;
  }

  async openIssues(): Promise<OpenIssue[]> {
    return (await this.#ask('GET', `issues?state=open&labels=${LABEL}&per_page=100`)) as OpenIssue[];
  }

  async carryOut(action: Action): Promise<void> {
    if (action.do === 'open') {
      await this.#ask('POST', 'issues', { title: action.title, body: action.body, labels: [LABEL] });
      return;
    }
    await this.#ask('POST', `issues/${action.number}/comments`, { body: action.body });
    if (action.do === 'tell' && action.issue !== undefined)
      await this.#ask('PATCH', `issues/${action.number}`, { body: action.issue });
    if (action.do === 'close')
      await this.#ask('PATCH', `issues/${action.number}`, { state: 'closed', state_reason: 'completed' });
  }

  /**
   * When the last run of a workflow ended that its schedule began and nobody cancelled; null when there is none.
   * @param workflow its file name
   */
  async lastScheduledRun(workflow: string): Promise<Date | null> {
    const { workflow_runs: runs } = (await this.#ask(
      'GET',
      `actions/workflows/${workflow}/runs?event=schedule&status=completed&per_page=20`,
    )) as {
      workflow_runs: { conclusion: string | null; updated_at: string }[];
    };
    const last = runs.find(({ conclusion }) => conclusion === 'success' || conclusion === 'failure');
    return last ? new Date(last.updated_at) : null;
  }

  /** @throws Unusable that names the request and how it failed */
  async #ask(method: string, path: string, body?: object): Promise<unknown> {
    const { api, repository, token } = this.#access;
    const answer = await fetch(`${api}/repos/${repository}/${path}`, {
      method,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'x-github-api-version': '2022-11-28',
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(30_000),
    }).catch((error: Error) => {
      throw new Unusable(
        `GitHub did not answer ${method} ${path} (${causeOf(error)}): check the network, then run again.`,
      );
    });
    if (!answer.ok)
      throw new Unusable(
        `GitHub answered ${answer.status} to ${method} ${path}: check GITHUB_TOKEN and what it may do.`,
      );
    return answer.json().catch(() => {
      throw new Unusable(`GitHub answered ${method} ${path} with something that is no JSON: check GITHUB_API_URL.`);
    });
  }
}

function causeOf({ cause, message }: Error): string {
  return cause instanceof Error ? cause.message : message;
}
