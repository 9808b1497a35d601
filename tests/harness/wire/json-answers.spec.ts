import { expect, test } from '@playwright/test';
import { readJson } from '../../../lib/basics/json.ts';

for (const [what, type, body, read] of [
  ['a JSON answer', 'application/json; charset=utf-8', '{"a":1}', { received: { a: 1 } }],
  ['a problem as JSON', 'application/problem+json', '{"a":1}', { received: { a: 1 } }],
  ['a JSON answer behind a mark of byte order', 'application/json', '\uFEFF{"a":1}', { received: { a: 1 } }],
  ['an empty answer', 'application/json', '', { received: null }],
  ['a JSON answer that is cut off', 'application/json', '{"a":', { received: null, malformed: 5 }],
  ['a list of JSON lines', 'application/x-ndjson', '{"a":1}\n{"a":2}', { received: null }],
  ['a page', 'text/html', '<p>', { received: null }],
] as const) {
  test(`${what} is read as what it is`, () => {
    expect(readJson(type, body)).toEqual(read);
  });
}
