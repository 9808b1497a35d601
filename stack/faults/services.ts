import { editJson, gateway, json } from './answer.ts';
import type { Answer, Asked, Effects } from './effects.ts';
import { fault, type Fault } from './fault.ts';

const milliseconds = { about: 'milliseconds', min: 1, max: 600_000 };
const componentPaths = new Set(['/api/health', '/api/health/ready', '/api/health/database']);

/** Answers every request to a service, upgrades too. */
function outage(service: Asked['service'], answer: (asked: Asked) => Answer | undefined): Effects {
  const answers = (asked: Asked) => (asked.service === service ? answer(asked) : undefined);
  return {
    answer: answers,
    upgrade: (asked) => {
      const refusal = answers(asked);
      return refusal === undefined ? undefined : { answer: refusal };
    },
  };
}

/** One component of `/api/health` and `/api/health/database` is not as it should be; the whole is `degraded`. */
function component(name: string, state: Record<string, unknown>): Effects['edit'] {
  return (asked, answer) => {
    if (asked.service !== 'api' || !componentPaths.has(asked.path)) return answer;
    return editJson(answer, (body) => {
      const list = body['checks'] === undefined ? 'databases' : 'checks';
      const components = { ...(body[list] as Record<string, unknown>), [name]: state };
      return { ...body, ...(list === 'checks' ? { status: 'degraded' } : {}), [list]: components };
    });
  };
}

/** A field of `/health/ready` says so, too. */
function readiness(field: string, value: string, also: Effects['edit']): Effects['edit'] {
  return (asked, answer) => {
    if (asked.service === 'api' && asked.path === '/health/ready')
      return editJson(answer, (body) => ({ ...body, [field]: value }));
    return also?.(asked, answer) ?? answer;
  };
}

function startingUp({ path }: Asked, left: number): Answer {
  const retry = { 'retry-after': String(Math.ceil(left / 1000)) };
  const details = { phase: 'initializing', progress: 40 };
  const message = 'Service is starting up';
  if (path.startsWith('/health'))
    return json(503, { status: 'unhealthy', message, startup_in_progress: true, details }, retry);
  return json(
    503,
    {
      error: 'service_not_ready',
      message,
      details: { state: 'initializing', retry_after_seconds: Math.ceil(left / 1000) },
    },
    retry,
  );
}

function touchesDatabase(asked: Asked): boolean {
  return (
    asked.service === 'api' &&
    asked.path.startsWith('/api/') &&
    asked.path !== '/api/health/live' &&
    asked.method !== 'OPTIONS'
  );
}

/** Something in front of the services, a host, or a component behind them is at fault. */
export const serviceFaults: readonly Fault[] = [
  fault({
    id: 'F07',
    title: 'The firewall blocks valid requests',
    owner: 'infrastructure',
    where: 'wire',
    effects: () => {
      const forbidden = gateway(403, 'Error: Forbidden');
      return {
        upgrade: () => ({ answer: forbidden }),
        answer: ({ service, path }) => (service === 'auth' && path.endsWith('/callback') ? forbidden : undefined),
      };
    },
  }),
  fault({
    id: 'F08',
    title: 'The whole backend is down',
    owner: 'infrastructure',
    where: 'wire',
    effects: () => outage('api', () => gateway(503, 'Service Unavailable')),
  }),
  fault({
    id: 'F09',
    title: 'The backend is still starting and not ready',
    owner: 'backend',
    where: 'wire',
    params: { seconds: { about: 'seconds until it is ready', default: 60, min: 1, max: 600 } },
    effects: ({ seconds }) => {
      const left = ({ since }: Asked) => seconds * 1000 - since;
      const answers = (asked: Asked) =>
        asked.service === 'api' && left(asked) > 0 ? startingUp(asked, left(asked)) : undefined;
      return {
        answer: answers,
        upgrade: (asked) => (left(asked) > 0 ? { answer: json(403, { detail: 'Service not ready' }) } : undefined),
      };
    },
  }),
  fault({
    id: 'F30',
    title: 'A required endpoint is missing',
    owner: 'backend',
    where: 'wire',
    params: {
      path: { about: 'path of the endpoint; * stands for one part', default: '/api/threads' },
      method: { about: 'method of the endpoint', default: 'POST', oneOf: ['GET', 'POST', 'PUT', 'DELETE'] },
    },
    effects: ({ path, method }) => {
      const parts = path.split('/');
      const isMissing = (asked: string[]) =>
        asked.length === parts.length && parts.every((part, index) => part === '*' || part === asked[index]);
      return {
        answer: (asked) =>
          asked.service === 'api' && asked.method === method && isMissing(asked.path.split('/'))
            ? json(404, { detail: 'Not Found' })
            : undefined,
      };
    },
  }),
  fault({
    id: 'F31',
    title: 'Listing the threads fails with 500',
    owner: 'backend',
    where: 'wire',
    effects: () => ({
      answer: ({ service, method, path }) =>
        service === 'api' && method === 'GET' && path === '/api/threads'
          ? json(500, { detail: 'Failed to list threads' })
          : undefined,
    }),
  }),
  fault({
    id: 'operation-fails',
    title: 'One operation of the API fails',
    cause: 'F92',
    owner: 'backend',
    where: 'wire',
    params: {
      path: { about: 'path of the operation', default: '/api/v1/user/profile' },
      status: { about: 'status of its answer; 422 has a list of reasons', default: '500', oneOf: ['500', '422'] },
    },
    effects: ({ path, status }) => ({
      answer: (asked) => {
        if (asked.service !== 'api' || asked.path !== path || asked.method === 'OPTIONS') return undefined;
        if (status === '500') return json(500, { detail: 'Internal server error' });
        const reason = { type: 'value_error', loc: ['body', 'title'], msg: 'The title is already used', input: '' };
        return json(422, { detail: [reason] });
      },
    }),
  }),
  fault({
    id: 'answer-cut',
    title: 'An answer of the API is no JSON',
    cause: 'F93',
    owner: 'backend',
    where: 'wire',
    params: {
      path: { about: 'path of the operation', default: '/api/threads' },
      method: { about: 'method of the calls', default: 'POST' },
      how: {
        about: 'half: its body is cut in two, and it still says that it is JSON; page: it is a web page',
        default: 'half',
        oneOf: ['half', 'page'],
      },
    },
    effects: ({ path, method, how }) => ({
      edit: (asked, answer) => {
        if (asked.service !== 'api' || asked.path !== path || asked.method !== method) return answer;
        if (how === 'half') return { ...answer, body: answer.body.slice(0, answer.body.length / 2) };
        const headers = { ...answer.headers, 'content-type': 'text/html; charset=utf-8' };
        return { ...answer, status: 200, headers, body: '<!doctype html><title>Netra</title>' };
      },
    }),
  }),
  fault({
    id: 'answer-kept',
    title: 'A browser may show an answer of the API again without asking',
    cause: 'F98',
    owner: 'backend',
    where: 'wire',
    params: { path: { about: 'path of the operation', default: '/api/threads' } },
    effects: ({ path }) => ({
      edit: (asked, answer) =>
        asked.service === 'api' && asked.path === path && asked.method === 'GET'
          ? { ...answer, headers: { ...answer.headers, 'cache-control': 'private, max-age=60' } }
          : answer,
    }),
  }),
  fault({
    id: 'method-forbidden',
    title: 'The preflight of a call of the page does not allow its method',
    cause: 'F47',
    owner: 'backend',
    where: 'wire',
    params: { method: { about: 'method of the calls', default: 'PUT' } },
    effects: ({ method }) => ({
      edit: (asked, answer) => {
        const { 'access-control-allow-methods': allowed = '' } = answer.headers;
        if (asked.service !== 'api' || asked.method !== 'OPTIONS') return answer;
        return {
          ...answer,
          headers: { ...answer.headers, 'access-control-allow-methods': allowed.replace(`${method}, `, '') },
        };
      },
    }),
  }),
  fault({
    id: 'call-refused',
    title: 'A call of the page is refused',
    cause: 'F95',
    owner: 'backend',
    where: 'wire',
    params: {
      path: { about: 'path of the operation', default: '/api/threads' },
      method: { about: 'method of the calls', default: 'POST' },
      status: { about: 'status of the answer', default: '422', oneOf: ['400', '403', '413', '422', '429'] },
    },
    effects: ({ path, method, status }) => ({
      answer: (asked) =>
        asked.service === 'api' && asked.path === path && asked.method === method
          ? json(Number(status), { detail: 'Refused' })
          : undefined,
    }),
  }),
  fault({
    id: 'page-missing',
    title: 'A page is not served',
    cause: 'F94',
    owner: 'frontend',
    where: 'wire',
    params: {
      path: { about: 'path of the page', default: '/login' },
      status: { about: 'status of the answer', default: '503', oneOf: ['503', '404'] },
    },
    effects: ({ path, status }) => ({
      answer: (asked) =>
        asked.service === 'web' && asked.path === path
          ? gateway(Number(status), status === '404' ? 'Not Found' : 'Service Unavailable')
          : undefined,
    }),
  }),
  fault({
    id: 'policy',
    title: 'The policy of the page forbids what it asks for',
    cause: 'F97',
    owner: 'frontend',
    where: 'wire',
    params: { directive: { about: 'what the page may ask for', default: "connect-src 'self'" } },
    effects: ({ directive }) => ({
      edit: (asked, answer) =>
        asked.service === 'web' && (answer.headers['content-type'] ?? '').startsWith('text/html')
          ? { ...answer, headers: { ...answer.headers, 'content-security-policy': directive } }
          : answer,
    }),
  }),
  fault({
    id: 'F33',
    title: 'The database is slow but not down',
    owner: 'infrastructure',
    where: 'wire',
    params: { delay: { ...milliseconds, default: 5022 } },
    effects: ({ delay }) => ({
      delay: (asked) => (touchesDatabase(asked) ? delay : 0),
      edit: component('postgresql', { status: 'degraded', connected: true, response_time_ms: delay, error: null }),
    }),
  }),
  fault({
    id: 'F34',
    title: 'Redis is down',
    owner: 'infrastructure',
    where: 'wire',
    effects: () => ({
      answer: ({ service, path, method }) =>
        service === 'api' && path.endsWith('/websocket/ticket') && method === 'POST'
          ? json(500, { detail: 'Failed to generate ticket' })
          : undefined,
      edit: readiness(
        'redis_db',
        'failed',
        component('redis', { status: 'failed', connected: false, response_time_ms: 5000, error: 'Timeout' }),
      ),
    }),
  }),
  fault({
    id: 'F35',
    title: 'ClickHouse is down, which must not break the golden path',
    owner: 'infrastructure',
    where: 'wire',
    effects: () => {
      const state = { status: 'failed', connected: false, response_time_ms: 10_000, error: 'Connection refused' };
      return { edit: readiness('clickhouse_db', 'skipped_optional', component('clickhouse', state)) };
    },
  }),
  fault({
    id: 'F36',
    title: 'The auth service is down',
    owner: 'auth',
    where: 'wire',
    effects: () => outage('auth', () => gateway(503, 'Service Unavailable')),
  }),
  fault({
    id: 'F47',
    title: 'The API redirects a call, and the answer has no CORS headers',
    owner: 'backend',
    where: 'wire',
    params: { path: { about: 'path of the calls', default: '/api/threads' } },
    effects: ({ path }) => ({
      answer: (asked) => {
        const hit = asked.service === 'api' && asked.path === path && asked.method !== 'OPTIONS';
        return hit ? { status: 307, headers: { location: `${path}/` }, body: '', bare: true } : undefined;
      },
      edit: (asked, answer) => {
        if (asked.service !== 'api' || asked.path !== `${path}/`) return answer;
        const kept = Object.entries(answer.headers).filter(([name]) => !name.startsWith('access-control-'));
        return { ...answer, headers: Object.fromEntries(kept) };
      },
    }),
  }),
  fault({
    id: 'F56',
    title: 'Two revisions answer in turn',
    owner: 'infrastructure',
    where: 'wire',
    params: { revision: { about: 'the other revision', default: 'embedded-00000' } },
    effects: ({ revision }) => {
      let calls = 0;
      return {
        edit: (asked, answer) => {
          if (asked.service !== 'api' || (calls += 1) % 2 === 1) return answer;
          const old = { ...answer, headers: { ...answer.headers, 'x-netra-revision': revision } };
          return asked.path.endsWith('health') ? editJson(old, (body) => ({ ...body, version: '0.9.0' })) : old;
        },
      };
    },
  }),
];
