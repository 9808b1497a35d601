import { expect, test } from '@playwright/test';
import type { Evidence } from '../../../lib/evidence/index.ts';
import { diagnose } from '../../../lib/diagnosis/index.ts';
import { exampleSteps, QUESTION, START } from '../protocol/support/scenes.ts';
import { call, CALLS, evidence, SITE } from './support/scenes.ts';

const causesOf = (seen: Evidence) =>
  diagnose(seen).causes.map(({ id, confidence, owner }) => `${id} ${confidence} ${owner}`);

/** A test that asks the services itself, without a page. */
function withoutPage(errors: string[], ...exchanges: Evidence['exchanges']): Evidence {
  const asked = exchanges.map((one) => ({ ...one, resource: 'test' }));
  return evidence({ steps: null, asked: false, edit: () => [], sockets: [], errors, exchanges: asked });
}

const status = (wanted: number, got: number) =>
  `Error: an answer\n\nexpect(received).toBe(expected) // Object.is equality\n\nExpected: ${wanted}\nReceived: ${got}`;
const total =
  'Error: expect(received).toMatchObject(expected)\n\n- Expected  - 1\n+ Received  + 1\n\n  Object {\n' +
  '    "offset": 0,\n-   "total": 6,\n+   "total": 1,\n  }';

test('what a test found in the answer of a service, and had no page for, is of that service', () => {
  const started = call('POST', `${SITE.api}/api/agents/start`, { received: { success: true } });
  const signOut = call('POST', `${SITE.auth}/auth/logout`, { status: 401, received: { detail: 'No' } });
  const list = call('GET', `${SITE.api}/api/threads/t/messages`, { received: { offset: 0, total: 1 } });
  expect(causesOf(withoutPage([status(404, 200)], started))).toEqual(['answered-otherwise likely backend']);
  expect(causesOf(withoutPage([status(200, 401)], signOut))).toEqual(['answered-otherwise likely auth']);
  expect(causesOf(withoutPage([total], started, list))).toEqual(['answered-otherwise likely backend']);
  expect(causesOf(withoutPage([status(401, 200)], started)), 'it looks at no token').toEqual([
    'answered-otherwise likely auth',
  ]);
  const both = ['/api/agents/start', '/api/agents/data'].map((path) => status(401, 200).replace('answer', path));
  const asked = [started, call('POST', `${SITE.api}/api/agents/data`, { received: { success: true } })];
  expect(diagnose(withoutPage(both, ...asked)).causes[0]!.signals, 'each call that is named').toHaveLength(2);
});

test('no service is blamed for an answer that is another than the one compared, nor where others took part', () => {
  const started = call('POST', `${SITE.api}/api/agents/start`, { received: { success: true } });
  const unknown = ['unknown possible null'];
  expect(causesOf(withoutPage([status(404, 405)], started)), 'no call was answered so').toEqual(unknown);
  expect(causesOf(withoutPage([total], started)), 'no answer holds it').toEqual(unknown);
  expect(causesOf(withoutPage([status(404, 200), 'Error: another'], started)), 'more is wrong').toEqual(unknown);
  const refused = call('GET', `${SITE.api}/api/threads`, { status: 401, received: {} });
  expect(causesOf(withoutPage([status(200, 401)], refused)), 'the token may be another’s doing').toEqual(unknown);
  const withPage = evidence({ errors: [status(404, 200)], exchanges: [...CALLS, { ...started, resource: 'test' }] });
  expect(causesOf(withPage), 'a page took part').toEqual(unknown);
});

test('a credential that is refused with another status opens nothing', () => {
  const probes: Evidence['probes'] = [{ name: 'forged-token', status: 101, heard: ['error'] }];
  const told = (credential: string, line: string) =>
    causesOf(withoutPage([`The target refuses ${credential}, but not as it should:\n  ✗ GET /api/threads: ${line}`]));
  expect(told('an expired token', 'answered 403, not 401')).toEqual(['refused-otherwise likely auth']);
  expect(told('an expired token', 'answered 500, not 401')).toEqual(['refused-otherwise likely backend']);
  expect(told("another person's token", 'answered 422, not 401 or 403 or 404')).toEqual([
    'refused-otherwise likely backend',
  ]);
  const both =
    'The target is open to an expired token:\n  ✗ GET /api/threads: answered 200, not 401\n' +
    'The target refuses an expired token, but not as it should:\n  ✗ GET /auth/me: answered 403, not 401';
  const [cause] = diagnose({ ...withoutPage([both]), probes }).causes;
  expect(cause).toMatchObject({ id: 'F69', confidence: 'certain' });
  expect(cause!.signals.join('\n'), 'what refused is no sign of a hole').not.toContain('403');
});

test('a socket that the server closes where it must stay open is told with code and reason', () => {
  const received = (code: number, reason: string) =>
    `Error: heartbeats\n\nexpect(received).toBe(expected)\n\nExpected: 5\nReceived: {"code": ${code}, "reason": "${reason}"}`;
  const seen = (error: string, kind?: 'server restart') =>
    causesOf({
      ...withoutPage([error]),
      stimuli: kind === undefined ? [] : [{ kind, at: START, detail: '' }],
    });
  expect(seen(received(1001, 'Idle'))).toEqual(['closed-unasked likely backend']);
  expect(seen(received(1008, 'Session ended'))).toEqual(['closed-unasked likely auth']);
  expect(seen(received(1006, '')), 'nobody said so').toEqual(['unknown possible null']);
  expect(seen(received(1001, 'Over'), 'server restart'), 'the test did it').toEqual(['unknown possible null']);
});

test('an error that a socket of the test hears in place of an answer is told', () => {
  const heard = (frame: object) =>
    causesOf(
      withoutPage([`Error: the answer to a message\n\nReceived string:  ${JSON.stringify(JSON.stringify(frame))}`]),
    );
  const error = { type: 'error_message', error_code: 'AGENT_REQUEST_ERROR', error_message: 'The message is empty' };
  expect(heard(error)).toEqual(['answered-with-error likely backend']);
  expect(heard({ type: 'ack' })).toEqual(['unknown possible null']);
  expect(heard({ type: 'agent_started', message: 'Starting' })).toEqual(['unknown possible null']);
});

test('an event that was made after the end of its run lost its place nowhere on its way', () => {
  const late = (after: number) =>
    diagnose(
      evidence({
        edit: (frames) => {
          const last = frames.at(-1)!;
          const stray = JSON.parse(frames.find(({ text }) => text.includes('agent_thinking'))!.text) as object;
          return [
            ...frames,
            {
              ...last,
              seq: last.seq + 1,
              time: last.time + 5,
              text: JSON.stringify({ ...stray, timestamp: last.time + after }),
            },
          ];
        },
      }),
    ).causes.find(({ id }) => id === 'F22')?.lookFirst;
  expect(late(5)).toContain('ends its agents');
  expect(late(-5_000)).toContain('retries');
});

test('an answer that came over the wire and that the API does not give back later is not kept', () => {
  const messages = (...roles: string[]) =>
    call('GET', `${SITE.api}/api/threads/thread_1/messages?limit=50`, {
      startedAt: START + 7_000,
      received: { messages: roles.map((role) => ({ role, content: role === 'user' ? QUESTION : 'An answer' })) },
    });
  const after = (...roles: string[]) =>
    causesOf(
      evidence({
        steps: exampleSteps(),
        errors: ['Error: expect(locator).toHaveText(expected) failed\n\nLocator: an answer'],
        exchanges: [...CALLS, messages(...roles)],
      }),
    );
  expect(after('user')).toEqual(['not-kept likely backend']);
  expect(after('user', 'assistant')).toEqual(['unknown possible null']);
  expect(after('assistant'), 'the question is on another page of the list').toEqual(['unknown possible null']);
});

test('a way back from the identity provider that brings nothing to renew the token with is told: F42', () => {
  const at = (path: string, after: number, part = {}) =>
    call('GET', SITE.web + path, { resource: 'document', received: null, startedAt: START + after, ...part });
  const back = (names: string, ...more: Evidence['exchanges']) =>
    causesOf(
      evidence({
        errors: ['expect(page).toHaveURL(expected) failed'],
        exchanges: [...CALLS, at(`/auth/callback?${names}`, 0), ...more],
      }),
    );
  const out = at('/login?error=Over', 500);
  const renewed = call('POST', `${SITE.auth}/auth/refresh`, { startedAt: START + 300 });
  expect(back('access_token=x&email=x', out)).toEqual(['F42 likely auth']);
  expect(back('access_token=x&refresh_token=x', out)).not.toContain('F42 likely auth');
  expect(back('access_token=x&email=x'), 'nobody had to sign in again').not.toContain('F42 likely auth');
  expect(back('access_token=x&email=x', renewed, out), 'there was something').not.toContain('F42 likely auth');
});
