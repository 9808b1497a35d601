import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Issue {
  number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  labels: { name: string }[];
  comments: string[];
  pull_request?: object;
}

/** What goes wrong with the next requests of a kind. */
interface Failure {
  method: string;
  path: RegExp;
  status: number;
  headers?: Record<string, string>;
  /** Whether the request is carried out although its answer says otherwise. */
  carriedOut?: boolean;
}

/** Characters that GitHub takes. */
const MOST_OF_A_BODY = 65_536;
const MOST_OF_A_TITLE = 256;
const TOKEN = 'not-a-real-token';
const REPOSITORY = 'ada/suite';

/**
 * The part of GitHub's REST API that the nightly uses, as strict as GitHub: a token and the right headers, pages of at
 * most 100 with links to the next, 422 for a body that lacks something, 404 for everything else.
 */
export class StrictGitHub {
  readonly issues: Issue[] = [];
  readonly asked: string[] = [];
  workflowRuns: object[] = [];
  artifacts: string[] = [];
  /** They happen in this order, each once. */
  readonly failures: Failure[] = [];
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  async start(): Promise<this> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return this;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What a job's environment holds to reach it. */
  get environment(): Record<string, string> {
    return { GITHUB_API_URL: this.address, GITHUB_TOKEN: TOKEN, GITHUB_REPOSITORY: REPOSITORY };
  }

  /** The issues that are open now. */
  get open(): Issue[] {
    return this.issues.filter(({ state }) => state === 'open');
  }

  add(issue: Partial<Issue>): Issue {
    const one: Issue = {
      number: this.issues.length + 1,
      title: 'an issue',
      body: '',
      state: 'open',
      labels: [{ name: 'golden-path-nightly' }],
      comments: [],
      ...issue,
    };
    this.issues.push(one);
    return one;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    this.asked.push(`${method} ${url}`);
    const reply = (status: number, body: unknown, more: Record<string, string> = {}) =>
      response.writeHead(status, { 'content-type': 'application/json', ...more }).end(JSON.stringify(body));
    if (headers.authorization !== `Bearer ${TOKEN}`) return void reply(401, { message: 'Bad credentials' });
    if (!headers['user-agent'] || headers['x-github-api-version'] !== '2022-11-28')
      return void reply(400, { message: 'A header is missing.' });
    const at = this.failures.findIndex((one) => one.method === method && one.path.test(url));
    const [failure] = at === -1 ? [] : this.failures.splice(at, 1);
    const body = (await text(request)) || '{}';
    const { status, content } =
      failure && !failure.carriedOut
        ? { status: 0, content: null }
        : this.#do(method, new URL(url, this.address), JSON.parse(body) as object);
    if (failure) return void reply(failure.status, { message: 'Try again.' }, failure.headers);
    if (method !== 'GET') return void reply(status, content);
    const [[name, list] = ['', content]] = Array.isArray(content) ? [] : Object.entries(content as object);
    if (!Array.isArray(list)) return void reply(status, content);
    const { page, more } = this.#page(list, new URL(url, this.address));
    reply(status, name ? { [name]: page, total_count: list.length } : page, more);
  }

  #page(all: readonly unknown[], url: URL): { page: unknown[]; more: Record<string, string> } {
    const size = Math.min(Number(url.searchParams.get('per_page') ?? 30), 100);
    const number = Number(url.searchParams.get('page') ?? 1);
    const page = all.slice((number - 1) * size, number * size);
    if (number * size >= all.length) return { page, more: {} };
    const next = new URL(url);
    next.searchParams.set('page', String(number + 1));
    return { page, more: { link: `<${next.href}>; rel="next", <${next.href}>; rel="last"` } };
  }

  #do(method: string, url: URL, body: Partial<Issue> & { body?: string }): { status: number; content: unknown } {
    const path = url.pathname.replace(`/repos/${REPOSITORY}/`, '');
    const [, number, rest] = /^issues\/(\d+)(\/comments)?$/.exec(path) ?? [];
    const issue = this.issues.find((one) => one.number === Number(number));
    if (path === 'issues' && method === 'GET') return { status: 200, content: this.open };
    if (path === 'issues' && method === 'POST') {
      if (!body.title || typeof body.body !== 'string')
        return { status: 422, content: { message: 'Validation Failed' } };
      if (body.title.length > MOST_OF_A_TITLE || body.body.length > MOST_OF_A_BODY)
        return { status: 422, content: { message: 'Validation Failed: it is too long' } };
      const labels = (body.labels as unknown as string[]).map((name) => ({ name }));
      return { status: 201, content: this.add({ title: body.title, body: body.body, labels }) };
    }
    if (issue && rest && method === 'GET')
      return { status: 200, content: issue.comments.map((text) => ({ body: text })) };
    if (issue && rest && method === 'POST') {
      if (!body.body || body.body.length > MOST_OF_A_BODY)
        return { status: 422, content: { message: 'Validation Failed' } };
      issue.comments.push(body.body);
      return { status: 201, content: { body: body.body } };
    }
    if (issue && !rest && method === 'PATCH') return { status: 200, content: Object.assign(issue, body) };
    if (/^actions\/workflows\/nightly\.yml\/runs$/.test(path) && url.searchParams.get('event') === 'schedule')
      return { status: 200, content: { workflow_runs: this.workflowRuns } };
    if (/^actions\/runs\/\d+\/artifacts$/.test(path))
      return { status: 200, content: { artifacts: this.artifacts.map((name) => ({ name })) } };
    return { status: 404, content: { message: 'Not Found' } };
  }
}
