import { expect, test } from '@playwright/test';
import { writesOf } from '../../fixtures/read-only.ts';
import { normalise } from '../../protocol/index.ts';

const api = 'https://api.example.com';
const sent = (type: string, direction: 'sent' | 'received' = 'sent') => normalise({
  seq: 7, socket: 1, direction, time: 0, text: JSON.stringify({ type, payload: { user_request: 'Why?', thread_id: null } }),
});

test('looking at a read-only target is no writing', () => {
  expect(writesOf(api, [
    { method: 'GET', url: `${api}/api/threads?limit=20` }, { method: 'OPTIONS', url: `${api}/api/threads` }, { method: 'POST', url: `${api}/ws/beacon` },
    { method: 'POST', url: 'https://auth.example.com/auth/validate-token-and-get-user' },
  ], [sent('ping'), sent('start_agent', 'received')])).toEqual([]);
});

for (const [what, exchanges, events, named] of [
  ['a new thread', [{ method: 'POST', url: `${api}/api/threads` }], [], 'POST /api/threads'],
  ['a new title', [{ method: 'PUT', url: `${api}/api/threads/t1` }], [], 'PUT /api/threads/t1'],
  ['a message', [], [sent('start_agent')], 'frame #7 start_agent'],
] as const) {
  test(`${what} on a read-only target is named`, () => {
    expect(writesOf(api, exchanges, events)).toEqual([`The target is read-only, but this test wrote to it: ${named}.`]);
  });
}
