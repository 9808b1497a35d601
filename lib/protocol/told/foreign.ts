import type { SeenText, Violation } from '../../evidence/index.ts';
import { flatten, quote } from '../text.ts';

/** A text that belongs to somebody: what they asked, what they were answered, how their threads are called. */
export interface OwnedText {
  who: string;
  text: string;
}

/** Characters from which on a text is so much somebody's own that nobody else has it by chance. */
const LEAST = 16;

/**
 * Finds what a person saw of somebody else, if only for one picture of the page.
 * @param seen every text that stood on the pages of one browser, and who was signed in
 * @param owned the texts of everybody who took part
 * @returns violations of `screen-foreign`, each text once
 */
export function judgeForeign(seen: readonly SeenText[], owned: readonly OwnedText[]): Violation[] {
  const texts = owned.map(({ who, text }) => ({ who, text: flatten(text) })).filter(({ text }) => text.length >= LEAST);
  const found = new Map<string, Violation>();
  for (const { who, text, page } of seen) {
    if (who === null || text.length < LEAST) continue;
    const alike = texts.filter(
      (one) => text.includes(one.text) || (text.length >= 2 * LEAST && one.text.includes(text)),
    );
    if (alike.length === 0 || alike.some((one) => one.who === who)) continue;
    const message = `page ${page} showed ${who} what belongs to ${alike[0]!.who}: ${quote(text, 60)}`;
    const came = quote(alike[0]!.text, 60);
    found.set(text, {
      rule: 'screen-foreign',
      frame: null,
      event: null,
      message,
      legal: ['only texts of this person'],
      came,
    });
  }
  return [...found.values()];
}
