import { onlyTheSentence } from './sentence.mjs';

/**
 * Whether a setting of the environment that is only on or off is on.
 * @param {string} name
 * @returns {boolean} `1` is on; empty or unset is off
 * @throws {Error} with one sentence for any other value, which somebody thought would do something
 */
export function switchedOn(name) {
  const value = process.env[name] ?? '';
  if (value !== '' && value !== '1') throw onlyTheSentence(`${name} must be 1 or empty, not "${value}".`);
  return value === '1';
}
