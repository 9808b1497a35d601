import { parseArgs } from 'node:util';
import { takenByNpm } from '../config/taken-by-npm.mjs';
import { COMMANDS, typed } from './commands.mjs';
import { didYouMean } from './nearest.mjs';
import { Refusal, withoutDashes } from './refusal.mjs';

/** @typedef {Record<string, string | number | boolean | string[] | undefined>} Values */

/**
 * Reads the command line of a command.
 * @param {keyof typeof COMMANDS} name
 * @param {string[]} args
 * @returns {{ help: boolean, options: Values, rest: string[] }}
 * the options by name, with their defaults, and all else in its order
 * @throws {Refusal} for what the command does not know, with the nearest that it does
 */
export function readArguments(name, args) {
  /** @type {import('./given.ts').Command} */
  const { options = {}, takes, playwright } = COMMANDS[name];
  const refuse = (/** @type {string} */ sentence) =>
    new Refusal(`${sentence} "${typed(name)} -- --help" lists the options.`, 2);
  const [taken] = takenByNpm(Object.keys(options));
  if (taken) throw withoutDashes(typed(name), taken);

  const { tokens } = parseArgs({
    args,
    strict: false,
    tokens: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      ...Object.fromEntries(
        Object.entries(options).map(([option, { value }]) => [option, { type: value ? 'string' : 'boolean' }]),
      ),
    },
  });
  /** @type {Values} */
  const given = Object.fromEntries(
    Object.entries(options).map(([option, { value, many, default: usual }]) => [
      option,
      value ? (many ? [] : usual) : false,
    ]),
  );
  /** @type {string[]} */
  const rest = [];
  const written = new Set();
  let help = false;
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      if (token.value === '') throw refuse('An argument is empty; was it a variable that is not set?');
      rest.push(token.value);
    } else if (token.name === 'help' || token.rawName === '-h') {
      help = true;
    } else if (Object.hasOwn(options, token.name)) {
      const value = valueOf(token, /** @type {import('./given.ts').Option} */ (options[token.name]), refuse);
      const before = given[token.name];
      if (written.has(token.name) && !Array.isArray(before) && before !== value)
        throw refuse(`--${token.name} is given twice: ${before} and ${value}.`);
      written.add(token.name);
      given[token.name] = Array.isArray(before) ? [...before, String(value)] : value;
    } else if (playwright) {
      rest.push(token.inlineValue ? `${token.rawName}=${token.value}` : token.rawName);
    } else {
      const known = [...Object.keys(options), 'help'].map((option) => `--${option}`);
      throw refuse(`Unknown option ${token.rawName}${didYouMean(token.rawName, known, '')}`);
    }
  }
  for (const name of help ? [] : written) {
    const other = options[name]?.with;
    if (other !== undefined && !written.has(other)) throw refuse(`--${name} means nothing without --${other}.`);
  }
  if (!help && !playwright && rest.length > (takes ? (takes.most ?? Infinity) : 0)) {
    throw refuse(
      takes
        ? `${typed(name)} takes ${takes.most === 1 ? 'one' : `at most ${takes.most}:`} ${takes.value.replaceAll(/[[\]]/g, '')}, not ${rest.length}.`
        : `${typed(name)} does not take "${rest[0]}".`,
    );
  }
  return { help, options: given, rest };
}

/**
 * The value of an option as it was written.
 * @param {{ name: string, value?: string | undefined, inlineValue?: boolean | undefined }} token
 * @param {import('./given.ts').Option} option
 * @param {(sentence: string) => Refusal} refuse
 */
function valueOf(
  { name, value, inlineValue },
  { value: kind, oneOf, least, most = Number.MAX_SAFE_INTEGER, pattern },
  refuse,
) {
  if (!kind) {
    if (value !== undefined) throw refuse(`--${name} takes no value.`);
    return true;
  }
  const isOption = !inlineValue && value?.startsWith('-') && (least === undefined || !/^-\d/.test(value));
  if (value === undefined || value === '' || isOption) throw refuse(`--${name} needs a value: --${name} ${kind}.`);
  if (oneOf && !oneOf.includes(value)) {
    const all = oneOf.join(', ');
    throw refuse(`Unknown ${name} "${value}"${didYouMean(value, oneOf, `; it is one of ${all}`)}`);
  }
  if (pattern) checkPattern(name, value);
  if (least === undefined) return value;
  if (!/^\d+$/.test(value) || Number(value) < least || Number(value) > most) {
    const range = most < Number.MAX_SAFE_INTEGER ? `from ${least} to ${most}` : `of at least ${least}`;
    throw refuse(`--${name} must be a whole number ${range}, not "${value}".`);
  }
  return Number(value);
}

/**
 * @param {string} name of the option
 * @param {string} value
 * @throws {Refusal} when it is no regular expression
 */
export function checkPattern(name, value) {
  try {
    new RegExp(value);
  } catch (error) {
    throw new Refusal(`--${name} must be a regular expression: ${/** @type {Error} */ (error).message}.`, 2);
  }
}
