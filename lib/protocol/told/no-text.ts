import type { SeenText, Violation } from '../../evidence/index.ts';
import { quote } from '../text.ts';
import type { Wire } from './carried.ts';

/** What a script writes where it makes a text of something that is none. */
const NO_TEXT = /\[object \w+\]/;

/**
 * Finds what no person can read: an object of a script in place of its words, unless a frame, an answer of the API or
 * the person wrote it so.
 * @param seen every text that stood on the page
 * @returns violations of `screen-told`, each text once
 */
export function judgeNoText(seen: readonly SeenText[], wire: Wire): Violation[] {
  const texts = new Set(seen.map(({ text }) => text).filter((text) => NO_TEXT.test(text)));
  if (texts.size === 0) return [];
  const came = [
    ...wire.sent.map(({ text }) => text),
    ...wire.runs.flatMap(({ events }) => events.map(({ frame }) => frame.text)),
    ...wire.stored.map(({ body }) => JSON.stringify(body)),
  ];
  if (came.some((text) => NO_TEXT.test(text))) return [];
  return [...texts].map((text) => ({
    rule: 'screen-told',
    frame: null,
    event: null,
    message: `the page shows ${quote(text, 80)}, which says nothing to a person`,
    legal: ['words'],
    came: quote(text),
  }));
}
