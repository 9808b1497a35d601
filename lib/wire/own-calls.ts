import type { APIRequestContext, APIResponse } from '@playwright/test';
import { isJson, readJson } from '../basics/json.ts';
import type { Exchange } from '../evidence/index.ts';
import { describeAnswer } from './exchanges.ts';
import { describeUrl } from './socket.ts';

const verbs = ['get', 'post', 'put', 'patch', 'delete', 'head', 'fetch'] as const;
type Verb = (typeof verbs)[number];
type Options = NonNullable<Parameters<APIRequestContext['fetch']>[1]>;

/**
 * Requests that a test makes itself, beside those of the page.
 * @param into takes each of them with its outcome, in the order in which they were made.
 */
export function noting(request: APIRequestContext, into: Exchange[]): APIRequestContext {
  const noted =
    (verb: Verb) =>
    async (url: string, options: Options = {}): Promise<APIResponse> => {
      const method = verb === 'fetch' ? (options.method ?? 'GET') : verb.toUpperCase();
      const exchange: Exchange = {
        method,
        url: describeUrl(url),
        resource: 'test',
        startedAt: Date.now(),
        status: null,
        server: {},
        took: null,
        failure: null,
        sent: options.data ?? null,
        received: null,
      };
      into.push(exchange);
      const response = await request[verb](url, options).catch((error: Error) => {
        exchange.failure = error.message.split('\n', 1)[0] ?? 'failed';
        throw error;
      });
      const { startTime, responseEnd } = response.timing();
      Object.assign(exchange, { startedAt: startTime, took: responseEnd });
      Object.assign(exchange, { url: describeUrl(response.url()), ...describeAnswer(response) });
      if (isJson(response.headers()['content-type']))
        Object.assign(exchange, readJson(await response.text().catch(() => '')));
      return response;
    };
  const own = Object.fromEntries(verbs.map((verb) => [verb, noted(verb)])) as Pick<APIRequestContext, Verb>;
  return new Proxy(request, {
    get: (target, name) =>
      Object.hasOwn(own, name)
        ? own[name as Verb]
        : (target[name as keyof APIRequestContext] as () => unknown).bind(target),
  });
}
