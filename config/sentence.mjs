import { inspect } from 'node:util';

/**
 * An error for the person who runs the suite: Playwright prints its sentence, without a stack or a source excerpt.
 * @param {string} sentence
 */
export function onlyTheSentence(sentence) {
  return Object.assign(new Error(sentence), { stack: sentence, [inspect.custom]: () => sentence });
}
