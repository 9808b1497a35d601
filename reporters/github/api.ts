import type { GitHubAccess } from '../../config/ci.ts';
import { Unusable } from '../record/save.ts';
import { type Question, ask } from './http.ts';
import { type Action, LABEL, type OpenIssue } from './issues.ts';

/** A run of a workflow, as far as the watchdog needs it. */
export interface WorkflowRun {
  id: number;
  conclusion: string | null;
  /** When its schedule began it, whatever was run again since. */
  created_at: string;
  html_url: string;
}

/** GitHub's REST API, as far as the nightly needs it. */
export class GitHub {
  readonly #access: GitHubAccess;

  constructor(access: GitHubAccess) {
    this.#access = access;
  }

  /** Every open issue with our label. */
  async openIssues(): Promise<OpenIssue[]> {
    const found: (OpenIssue & { pull_request?: object })[] = [];
    for await (const page of this.#pages(`issues?state=open&labels=${LABEL}&per_page=100`))
      found.push(...(page as typeof found));
    return found.filter((one) => one.pull_request === undefined);
  }

  /** Carries an action out once, however often GitHub has to be asked. */
  async carryOut(action: Action): Promise<void> {
    if (action.do === 'open') {
      const opened = async () => (await this.openIssues()).some(({ body }) => body === action.body);
      await this.#ask('POST', 'issues', { title: action.title, body: action.body, labels: [LABEL] }, opened);
      return;
    }
    const begin = new Date(Date.now() - 60_000).toISOString();
    const said = async () => {
      for await (const page of this.#pages(`issues/${action.number}/comments?per_page=100&since=${begin}`))
        if ((page as { body: string }[]).some(({ body }) => body === action.body)) return true;
      return false;
    };
    await this.#ask('POST', `issues/${action.number}/comments`, { body: action.body }, said);
    if (action.do === 'tell' && action.issue !== undefined)
      await this.#ask('PATCH', `issues/${action.number}`, { body: action.issue });
    if (action.do === 'close')
      await this.#ask('PATCH', `issues/${action.number}`, { state: 'closed', state_reason: 'completed' });
  }

  /**
   * The last run of a workflow that its schedule began and nobody cancelled; null when there is none.
   * @param workflow its file name
   */
  async lastScheduledRun(workflow: string): Promise<WorkflowRun | null> {
    const path = `actions/workflows/${workflow}/runs?event=schedule&status=completed&per_page=50`;
    for await (const page of this.#pages(path)) {
      const last = (page as { workflow_runs: WorkflowRun[] }).workflow_runs.find(
        ({ conclusion }) => conclusion !== 'cancelled' && conclusion !== 'skipped',
      );
      if (last) return last;
    }
    return null;
  }

  /** The names of what a run of a workflow left. */
  async artifactsOf({ id }: WorkflowRun): Promise<string[]> {
    const names: string[] = [];
    for await (const page of this.#pages(`actions/runs/${id}/artifacts?per_page=100`))
      names.push(...(page as { artifacts: { name: string }[] }).artifacts.map(({ name }) => name));
    return names;
  }

  /** Every page of a list, as GitHub links them. */
  async *#pages(path: string): AsyncGenerator {
    for (let next: string | undefined = path; next !== undefined;) {
      const answer: Response = (await this.#ask('GET', next))!;
      yield await jsonOf(answer, path);
      next = /<([^>]+)>;\s*rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
    }
  }

  /**
   * @param path below the repository, or a whole address that GitHub gave
   * @throws Unusable that names the request and how it failed
   */
  async #ask(method: string, path: string, body?: object, isDone?: Question['isDone']): Promise<Response | null> {
    const { api, repository, token } = this.#access;
    const url = /^https?:/.test(path) ? path : `${api}/repos/${repository}/${path}`;
    if (!url.startsWith(`${api}/`))
      throw new Unusable(`GitHub names a next page outside of ${api}: check GITHUB_API_URL.`);
    const answer = await ask({
      url,
      name: `GitHub, ${method} ${path}`,
      method,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'x-github-api-version': '2022-11-28',
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      ...(isDone ? { isDone } : {}),
    });
    if (answer && !answer.ok)
      throw new Unusable(`GitHub answered ${answer.status} to ${method} ${path}: ${await adviceOn(answer)}.`);
    return answer;
  }
}

/** What to do about an answer that refuses. */
async function adviceOn(answer: Response): Promise<string> {
  if ([401, 403, 404].includes(answer.status)) return 'check GITHUB_TOKEN and what it may do';
  if (answer.status === 410) return 'switch issues on in the settings of the repository (General, Features)';
  return `it says "${(await answer.text()).replaceAll(/\s+/g, ' ').slice(0, 200)}"`;
}

async function jsonOf(answer: Response, path: string): Promise<unknown> {
  return answer.json().catch(() => {
    throw new Unusable(`GitHub answered GET ${path} with something that is not JSON: check GITHUB_API_URL.`);
  });
}
