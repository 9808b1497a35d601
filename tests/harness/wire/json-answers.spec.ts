import { expect, test } from '@playwright/test';
import { isJson, readJson } from '../../../lib/basics/json.ts';

for (const [what, body, read] of [
  ['a JSON answer', '{"a":1}', { received: { a: 1 } }],
  ['a JSON answer behind a mark of byte order', '\uFEFF{"a":1}', { received: { a: 1 } }],
  ['an empty answer', '', { received: null }],
  ['a JSON answer that is cut off', '{"a":', { received: null, malformed: 5 }],
] as const) {
  test(`${what} is read as what it is`, () => {
    expect(readJson(body)).toEqual(read);
  });
}

for (const [type, is] of [
  ['application/json; charset=utf-8', true],
  ['application/problem+json', true],
  ['application/x-ndjson', false],
  ['application/jsonl', false],
  ['text/html', false],
  [undefined, false],
] as const) {
  test(`the content type ${type} ${is ? 'says' : 'does not say'} that an answer is JSON`, () => {
    expect(isJson(type)).toBe(is);
  });
}
