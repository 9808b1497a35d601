import { editJson, gateway, json } from './answer.ts';
import type { Answer, Asked } from './effects.ts';
import { fault, type Fault } from './fault.ts';

function isTicketCall({ service, path, method }: Asked): boolean {
  return service === 'api' && method === 'POST' && path.endsWith('/websocket/ticket');
}

/** The refresh itself; its preflight is the browser's affair, and answered as ever. */
function isRefresh({ path, method }: Asked): boolean {
  return method === 'POST' && path === '/auth/refresh';
}

function bodyOf({ body }: { body: string }): Record<string, unknown> {
  return body.trim().startsWith('{') ? (JSON.parse(body) as Record<string, unknown>) : {};
}

/** The callback's redirect, sent elsewhere or with other parameters. */
function landing(answer: Answer, change: (url: URL) => void): Answer {
  const location = answer.headers['location'];
  if (location === undefined || !URL.canParse(location)) return answer;
  const url = new URL(location);
  if (!url.searchParams.has('access_token')) return answer;
  change(url);
  return { ...answer, headers: { ...answer.headers, location: url.href } };
}

/** What the backend counts when its demo mode has let somebody in (docs/contract/backend.md 3.1). */
const letIn = { auth_permissiveness_stats: { by_level: { strict: 0, relaxed: 0, demo: 1, emergency: 0 } } };

/** Signing in, tokens and what checks them. */
export const signInFaults: readonly Fault[] = [
  fault({
    id: 'F05',
    title: 'The services use different JWT secrets',
    owner: 'backend',
    where: 'stack',
    effects: () => ({ token: () => ({ refuse: 'Token validation failed: signature verification failed' }) }),
  }),
  fault({
    id: 'F37',
    title: 'The authentication circuit breaker is open',
    owner: 'backend',
    where: 'stack',
    params: { seconds: { about: 'seconds until it closes', default: 30, min: 1, max: 600 } },
    effects: ({ seconds }) => {
      const open = (since: number) => since < seconds * 1000;
      const breaker = { circuit_breaker: { state: 'open' }, statistics: { success_rate_percent: 0 } };
      return {
        token: ({ where, since }) =>
          where === 'socket' && open(since)
            ? { refuse: 'Authentication circuit breaker is open', close: { code: 1011, reason: 'Auth error' } }
            : undefined,
        edit: (asked, answer) => {
          return asked.path === '/ws/auth/circuit-breaker' && open(asked.since)
            ? editJson(answer, (body) => ({ ...body, circuit_breaker: breaker }))
            : answer;
        },
      };
    },
  }),
  fault({
    id: 'F38',
    title: 'Authentication accepts any token',
    owner: 'backend',
    where: 'stack',
    effects: () => ({
      token: () => ({ accept: true }),
      edit: (asked, answer) =>
        asked.path === '/ws/auth/permissiveness'
          ? editJson(answer, (body) => ({ ...body, validation_stats: letIn }))
          : answer,
    }),
  }),
  fault({
    id: 'F39',
    title: 'The backend fails to identify itself to the auth service',
    owner: 'backend',
    where: 'stack',
    params: {
      cycle: { about: 'seconds from the start of one period of refusals to the next', default: 60, min: 1, max: 3600 },
      spell: { about: 'seconds that each period lasts', default: 30, min: 1, max: 3600 },
    },
    effects: ({ cycle, spell }) => {
      const bad = (since: number) => since % (cycle * 1000) < spell * 1000;
      return {
        token: ({ since }) => (bad(since) ? { refuse: 'Not authenticated', status: 403 } : undefined),
        answer: ({ service, path, since }) =>
          service === 'auth' && path === '/auth/validate' && bad(since)
            ? json(200, { valid: false, error: 'invalid_service_id' })
            : undefined,
      };
    },
  }),
  fault({
    id: 'F40',
    title: 'The token expires during a session',
    owner: 'auth',
    where: 'stack',
    params: { life: { about: 'seconds a token lives', default: 3, min: 1, max: 3600 } },
    effects: ({ life }) => ({
      tokenLife: () => life,
      run: () => ({ slow: { from: 6, ms: life * 500 } }),
      delay: (asked) => (isRefresh(asked) ? life * 1000 : 0),
      answer: (asked) => (isRefresh(asked) ? json(401, { detail: 'Invalid or expired refresh token' }) : undefined),
    }),
  }),
  fault({
    id: 'F41',
    title: 'Refreshing does not renew the token',
    owner: 'auth',
    where: 'stack',
    params: {
      mode: { about: 'how it fails', default: 'same-token', oneOf: ['same-token', 'unprocessable'] },
      life: { about: 'seconds a token lives, so that it is refreshed', default: 2, min: 1, max: 3600 },
    },
    effects: ({ mode, life }) => {
      const issued = new Map<unknown, Record<string, unknown>>();
      const missing = json(422, {
        detail: [{ type: 'missing', loc: ['body', 'refresh_token'], msg: 'Field required' }],
      });
      return {
        tokenLife: () => life,
        answer: (asked) => {
          if (!isRefresh(asked)) return undefined;
          if (mode === 'unprocessable') return missing;
          const same = issued.get(bodyOf(asked)['refresh_token']);
          return same === undefined ? undefined : json(200, same);
        },
        edit: (asked, answer) =>
          editJson(answer, (body) => {
            if (asked.service === 'auth' && typeof body['refresh_token'] === 'string')
              issued.set(body['refresh_token'], body);
            return body;
          }),
      };
    },
  }),
  fault({
    id: 'F42',
    title: 'OAuth returns without a token',
    owner: 'auth',
    where: 'wire',
    params: {
      mode: { about: 'what goes wrong', default: 'stripped', oneOf: ['stripped', 'renamed', 'straight-to-chat'] },
    },
    effects: ({ mode }) => ({
      edit: (asked, answer) => {
        if (asked.service !== 'auth' || !asked.path.endsWith('/callback')) return answer;
        return landing(answer, (url) => {
          const token = url.searchParams.get('access_token') ?? '';
          url.searchParams.delete('access_token');
          if (mode === 'renamed') url.searchParams.set('jwt', token);
          if (mode !== 'straight-to-chat') return;
          url.search = '';
          url.pathname = '/chat';
        });
      },
    }),
  }),
  fault({
    id: 'F43',
    title: 'The page has a token but does not learn whose it is',
    owner: 'frontend',
    where: 'wire',
    params: {
      delay: { about: 'milliseconds until the auth service answers', default: 60_000, min: 1, max: 600_000 },
      what: {
        about: 'which answers are late: the sign-in configuration and the person, or only the person',
        default: 'both',
        oneOf: ['both', 'who'],
      },
    },
    effects: ({ delay, what }) => {
      const late = ['/auth/validate-token-and-get-user', ...(what === 'both' ? ['/auth/config'] : [])];
      return { delay: ({ service, path }) => (service === 'auth' && late.includes(path) ? delay : 0) };
    },
  }),
  fault({
    id: 'F58',
    title: 'A ticket is issued twice, or requested from the wrong origin',
    owner: 'frontend',
    where: 'wire',
    params: { mode: { about: 'what goes wrong', default: 'reused', oneOf: ['reused', 'wrong-origin'] } },
    effects: ({ mode }) => {
      let first: string | undefined;
      return {
        answer: (asked) =>
          mode === 'wrong-origin' && isTicketCall(asked) ? gateway(404, 'This page could not be found') : undefined,
        edit: (asked, answer) => {
          if (mode !== 'reused' || !isTicketCall(asked) || answer.status !== 200) return answer;
          first ??= answer.body;
          return { ...answer, body: first };
        },
      };
    },
  }),
];
