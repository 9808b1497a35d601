import { expect, test, type TestInfo } from '@playwright/test';
import { exampleSteps, sendFrame, toFrames } from '../protocol/support/scenes.ts';
import { judgedFile, written } from './support/file.ts';
import { chromeHar } from './support/shapes.ts';

const START = Date.UTC(2026, 0, 5, 22, 0, 0);
const WEB = 'https://app.example.com';
const API = 'https://api.example.com';
const AUTH = 'https://auth.example.com';

interface Told {
  method?: string;
  type?: string;
  location?: string;
}

/** An entry of a HAR. */
function entry(at: number, url: string, status: number, body: unknown, { method = 'GET', ...more }: Told = {}) {
  const { type = 'application/json', location } = more;
  return {
    _resourceType: type === 'text/html' && url.startsWith(WEB) ? 'document' : 'fetch',
    startedDateTime: new Date(START + at).toISOString(),
    time: 30,
    request: { method, url, headers: [] },
    response: {
      status,
      headers: [{ name: 'Content-Type', value: type }, ...(location ? [{ name: 'Location', value: location }] : [])],
      content: { mimeType: type, text: typeof body === 'string' ? body : JSON.stringify(body) },
    },
  };
}

const page = entry(0, `${WEB}/chat`, 200, '<!doctype html>', { type: 'text/html' });
const config = entry(50, `${AUTH}/auth/config`, 200, { oauth_enabled: true });
const threads = entry(60, `${API}/api/threads`, 200, []);
const refused = (message: string) => entry(60, `${API}/api/threads`, 401, { message });
const works = [page, config, threads];

function judged(testInfo: TestInfo, entries: object[], frames = [] as Parameters<typeof chromeHar>[0]) {
  const har = chromeHar(frames) as { log: { entries: object[] } };
  const socket = frames.length > 0 ? har.log.entries : [];
  return judgedFile(written(testInfo, JSON.stringify({ log: { ...har.log, entries: [...entries, ...socket] } })));
}

test.describe('HAR without a run', () => {
  const told: Record<string, [cause: string, entries: object[]]> = {
    'the call that sends the question fails': [
      'F92 certain',
      [
        ...works,
        entry(90, `${API}/api/agent/v2/execute`, 500, { detail: 'Agent execution failed' }, { method: 'POST' }),
      ],
    ],
    'the API refuses the token that the auth service takes': [
      'F05 likely',
      [page, entry(40, `${AUTH}/auth/verify`, 200, { valid: true }, { method: 'POST' }), refused('Invalid token')],
    ],
    'two addresses send the browser to each other': [
      'F70 likely',
      Array.from({ length: 8 }, (_, index) =>
        entry(100 * index, `${WEB}/${index % 2 ? 'login' : 'chat'}`, 302, '', {
          type: 'text/html',
          location: index % 2 ? '/chat' : '/login',
        }),
      ),
    ],
    'a firewall answers the question with a page': [
      'F07 likely',
      [
        ...works,
        entry(90, `${API}/api/agent/v2/execute`, 403, '<html>403 Forbidden</html>', {
          method: 'POST',
          type: 'text/html',
        }),
      ],
    ],
    'the page asks the auth service on the machine itself': [
      'F46 certain',
      [
        page,
        threads,
        {
          ...entry(50, 'http://localhost:8081/auth/config', 0, ''),
          response: { _failureText: 'net::ERR_CONNECTION_REFUSED' },
        },
      ],
    ],
    'the page itself is not served': ['F94 certain', [entry(0, `${WEB}/chat`, 503, '', { type: 'text/html' })]],
    'the agents took a minute, and a gateway gave up': [
      'F92 certain',
      [
        ...works,
        {
          ...entry(90, `${API}/api/agent/v2/execute`, 504, '<html>', { method: 'POST', type: 'text/html' }),
          time: 60_000,
        },
      ],
    ],
    'the renewal of the token is refused': [
      'F41 certain',
      [
        page,
        config,
        refused('Invalid or expired token'),
        entry(70, `${AUTH}/auth/refresh`, 422, {}, { method: 'POST' }),
      ],
    ],
  };

  for (const [what, [cause, entries]] of Object.entries(told)) {
    test(`a HAR without a run is broken, with the cause, where ${what}`, async ({}, testInfo) => {
      const { verdict, diagnosis, faults } = await judged(testInfo, entries);
      expect(diagnosis?.causes.map(({ id, confidence }) => `${id} ${confidence}`)).toEqual([cause]);
      expect(verdict).toBe('broken');
      expect(faults).toHaveLength(1);
    });
  }

  test('a HAR without a run is undecided where nothing failed, and where one refusal may be right', async ({}, testInfo) => {
    for (const entries of [works, [page, config, refused('Not authenticated')], [page]]) {
      const { verdict, diagnosis } = await judged(testInfo, entries);
      expect(verdict).toBe('undecided');
      expect(diagnosis).toBeNull();
    }
  });

  test('the document of a frame is no page that is not served', async ({}, testInfo) => {
    const missing = entry(80, `${WEB}/login`, 503, '', { type: 'text/html' });
    const request = { ...missing.request, headers: [{ name: 'Sec-Fetch-Dest', value: 'iframe' }] };
    const { verdict, diagnosis } = await judged(testInfo, [...works, { ...missing, request }]);
    expect(diagnosis?.causes).toBeUndefined();
    expect(verdict).toBe('undecided');
  });

  test('what the service said of a failed call is told', async ({}, testInfo) => {
    const failed = entry(90, `${API}/api/agent/v2/execute`, 500, { detail: 'KeyError: price' }, { method: 'POST' });
    const { diagnosis } = await judged(testInfo, [...works, failed]);
    expect(diagnosis?.causes[0]?.signals).toEqual(['POST /api/agent/v2/execute: answered 500: KeyError: price']);
  });

  for (const [type, body, cause] of [
    ['text/html', '<html><title>403 Forbidden</title></html>', 'F07 certain'],
    ['application/json', { detail: 'No supported subprotocols' }, 'F01 certain'],
    ['application/json', { detail: 'Forbidden' }, 'upgrade-refused possible'],
  ] as const) {
    test(`the answer to a refused upgrade decides the cause: ${cause}`, async ({}, testInfo) => {
      const upgrade = { ...entry(90, 'wss://api.example.com/ws', 403, body, { type }), _resourceType: 'websocket' };
      const { diagnosis } = await judged(testInfo, [...works, upgrade]);
      expect(diagnosis?.causes.map(({ id, confidence }) => `${id} ${confidence}`)).toEqual([cause]);
    });
  }

  test('a call that had no answer is told, and one that the page ended itself is not', async ({}, testInfo) => {
    const ended = (error: string) => {
      const call = entry(90, `${API}/api/mcp/config`, 0, '');
      return { ...call, response: { ...call.response, _error: error } };
    };
    const { failedCalls } = await judged(testInfo, [...works, ended('net::ERR_ABORTED')]);
    expect(failedCalls).toEqual([]);
    for (const error of ['net::ERR_FAILED', 'net::ERR_CONNECTION_ABORTED']) {
      const { failedCalls: told } = await judged(testInfo, [...works, ended(error)]);
      expect(told).toEqual([`GET /api/mcp/config failed: ${error}`]);
    }
  });

  test('failed calls are told where a HAR is undecided', async ({}, testInfo) => {
    const { failedCalls } = await judged(testInfo, [page, config, refused('Not authenticated')]);
    expect(failedCalls).toEqual(['GET /api/threads was answered with 401']);
  });
});

test.describe('HAR with a whole run', () => {
  const sound = [sendFrame('thread_1', 0, 1), ...toFrames(exampleSteps(), 'payload', 2)];

  test('a HAR with a whole run holds, and its failed calls are told', async ({}, testInfo) => {
    const html = entry(70, `${API}/api/mcp/servers`, 200, '<!doctype html>', { type: 'text/html' });
    const failed = entry(60, `${API}/api/threads`, 500, { message: 'Failed to list threads' });
    const { verdict, failedCalls } = await judged(testInfo, [page, config, failed, html], sound);
    expect(verdict).toBe('holds');
    expect(failedCalls).toEqual([
      'GET /api/threads was answered with 500',
      'GET /api/mcp/servers was answered with 200 and a page of HTML',
    ]);
  });

  test('a call that was repeated with success is not told', async ({}, testInfo) => {
    const again = entry(90, `${API}/api/threads`, 200, []);
    const { failedCalls } = await judged(testInfo, [page, config, refused('Invalid or expired token'), again], sound);
    expect(failedCalls).toEqual([]);
  });
});
