import { expect, test } from '@playwright/test';
import type { ToldState } from '../../../lib/evidence/index.ts';
import { judgeTold, titlesInDoubt, type ToldWire } from '../../../lib/protocol/index.ts';
import { START } from './support/scenes.ts';

const stored = [
  { id: 'thread_1', title: 'Money' },
  { id: 'thread_2', title: 'Time' },
];
const wire: ToldWire = { runs: [], stored: [{ time: START, body: stored }], sent: [], now: START + 1_100 };

/** What stands above the chat of a thread from a second after the start on. */
function above(name: string, title: string): ToldState {
  const more = { body: '', ahead: 0, zone: 0, lines: [{ text: title, within: [] }] };
  return { time: START + 1_000, page: 1, part: 1, place: 'chat', name, ...more };
}

test('a title of another thread is in doubt until it is known whether it stays', () => {
  const wrong = [above('thread_1', 'Time')];
  expect(judgeTold(wrong, wire), 'the page may be changing').toEqual([]);
  const doubt = titlesInDoubt(wrong, wire);
  expect(doubt).toBeGreaterThan(0);
  const later = { ...wire, now: wire.now + doubt };
  expect(judgeTold(wrong, later).map(({ rule }) => rule)).toEqual(['screen-threads']);
  expect(titlesInDoubt(wrong, later), 'it is known').toBe(0);
});

test('the own title of a thread, or none that is known, is not in doubt', () => {
  for (const title of ['Money', 'New conversation', 'data_agent'])
    expect(titlesInDoubt([above('thread_1', title)], wire), title).toBe(0);
});
