import assert from 'node:assert/strict';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { canned, damaged } from '../../../lib/protocol/index.ts';

test.describe('canned text', () => {
  for (const text of [
    'Processing...',
    'unknown_tool',
    'Mock triage agent response: Successfully processed your request',
    'Error executing triage agent: WebSocket manager not available for user test-user',
    'Mock data agent response for: lower my bill',
    'Mock optimization (timeout fallback)',
    'Fallback response: please try again',
    'Fallback triage. Successfully processed your request',
    'Degraded mode: some services are away',
    'Degraded mode response',
    'Agent response for: lower my bill',
    'Multi-agent collaboration completed for: lower my bill',
    'Processed via factory pattern: lower my bill',
    'Processed in isolation: lower my bill',
    'Legacy processing: lower my bill',
    'This is a simulated response to: lower my bill',
    "I apologize, but I'm experiencing technical difficulties. Please try again.",
    'I apologize, but I am currently experiencing technical difficulties.',
    'I apologize, but I encountered an error while processing your request.',
  ]) {
    test(`a canned text is recognised: ${text}`, () => expect(canned(` ${text}\n`)).not.toBeNull());
  }

  for (const text of [
    'Fallback to spot instances saves 40 %.',
    'Fallback response times drop from 90 to 20 ms.',
    'Fallback to the cached response: 20 ms.',
    'Mock servers cost 300 EUR a month.',
    'Mock data is a third of what you store.',
    'Degraded mode costs more than it saves: the nodes stay up.',
    'Degraded mode of the cluster was on for two days.',
    'Successfully processed invoices rose by 4 %.',
    'Nobody reads what was successfully processed.',
    'The client waits for 30 s (timeout fallback) and asks again.',
    'Processing costs fell. Processing... is what your page shows meanwhile.',
    'Legacy processing still runs on the old nodes.',
    'I apologize for the wait: your bill fell by 4 %.',
    'I apologize, but I have no figures for March.',
    'Task completed by the night job: 412.',
    'Agent responses for the last hour: 12.',
  ]) {
    test(`an honest answer is not taken for a canned text: ${text}`, () => expect(canned(text)).toBeNull());
  }

  test('a canned text after honest words is not taken for one', () => {
    const texts = fc.constantFrom(
      'Fallback response: x',
      'Processed in isolation: x',
      'Agent response for: x',
      'unknown_tool',
    );
    fc.assert(fc.property(texts, (text) => canned(`The log says "${text}", and it is right.`) === null));
  });
});

/** The text as it looks when its UTF-8 is read as Windows-1252. */
function misread(text: string): string {
  return new TextDecoder('windows-1252').decode(new TextEncoder().encode(text));
}

const honest = [
  'Größe, Gebühr, fünf, Straße',
  'ÂGE, SÃO, ALEMÃ, AMANHÃ…',
  '«IRMû — «NÃO»',
  'Il est né…” and a café',
  'Ça coûte 4 € : « très bien »',
  'Привет, мир',
  '日本語のテキスト',
  'Þetta er ð, æ og ö',
  'naïve façade — “quoted” … 10 °C ± 2 µm',
  'an emoji 😀, a flag 🇪🇺, a family 👨‍👩‍👧',
  'â, ã, à, é, ï',
];

test.describe('damaged text', () => {
  test('a text with U+FFFD or half of a surrogate pair is damaged, wherever a character was cut', () => {
    const emoji = fc.constantFrom('😀', '🚀', '🇪🇺');
    fc.assert(
      fc.property(fc.string(), emoji, fc.string(), (before, whole, after) => {
        for (const half of ['\ufffd', whole.charAt(0), whole.charAt(1)])
          assert.notEqual(damaged(`${before} ${half} ${after}`), null);
      }),
    );
  });

  for (const text of [
    'café',
    'Größe',
    'it’s',
    '“so”',
    '4 €',
    'wait…',
    '→ next',
    'Привет',
    '日本語',
    'fast 🚀',
    '10 °C',
  ])
    test(`a damaged text is recognised: ${text} read as Windows-1252, which is ${misread(text)}`, () => {
      expect(damaged(misread(text))).toContain('UTF-8');
      expect(damaged(`All of ${misread(text)}, and more.`)).toContain('UTF-8');
    });

  test('a damaged text is recognised: UTF-8 read as Latin-1', () => {
    for (const text of ['café', 'it’s', 'fast 🚀'])
      expect(damaged(String.fromCharCode(...new TextEncoder().encode(text)))).toContain('UTF-8');
  });

  for (const text of honest)
    test(`an intact text is not taken for a damaged one: ${text}`, () => expect(damaged(text)).toBeNull());
});
