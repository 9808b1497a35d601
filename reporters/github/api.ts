import type { GitHubAccess } from '../../config/ci.ts';
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
    if (action.do === 'close') await this.#ask('PATCH', `issues/${action.number}`, { state: 'closed', state_reason: 'completed' });
  }

  /** When the last run of a workflow ended that was not cancelled; null when there is none. @param workflow its file name */
  async lastRun(workflow: string): Promise<Date | null> {
    const { workflow_runs: runs } = (await this.#ask('GET', `actions/workflows/${workflow}/runs?status=completed&per_page=20`)) as {
      workflow_runs: { conclusion: string | null; updated_at: string }[];
    };
    const last = runs.find(({ conclusion }) => conclusion === 'success' || conclusion === 'failure');
    return last ? new Date(last.updated_at) : null;
  }

  /** @throws Error that names the request and the answer's status */
  async #ask(method: string, path: string, body?: object): Promise<unknown> {
    const { api, repository, token } = this.#access;
    const answer = await fetch(`${api}/repos/${repository}/${path}`, {
      method,
      headers: { accept: 'application/vnd.github+json', authorization: `Bearer ${token}`, 'x-github-api-version': '2022-11-28' },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(30_000),
    });
    if (!answer.ok) throw new Error(`GitHub answered ${answer.status} to ${method} ${path}.`);
    return answer.json();
  }
}
