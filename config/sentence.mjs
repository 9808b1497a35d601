import { inspect } from 'node:util';

/**
 * An error that is for the person who runs the suite: Playwright prints its sentence, no stack and no source.
 * @param {string} sentence
 */
export function onlyTheSentence(sentence) {
  return Object.assign(new Error(sentence), { stack: sentence, [inspect.custom]: () => sentence });
}
