import { COLUMNS, linesOf } from '../lib/basics/wrap.mjs';
import { COMMANDS, typed } from './commands.mjs';

/** Exit codes that every command has. @type {Record<number, string>} */
const SHARED = { 2: 'the command line cannot be understood', 130: 'interrupted' };

/** Those, each with what the command's own code of that number means. @param {Readonly<Record<number, string>>} own */
const shared = (own) =>
  Object.fromEntries(
    Object.entries(SHARED).map(([code, about]) => [code, [own[+code], about].filter(Boolean).join('; ')]),
  );

/** @param {string} sentence */
const capital = (sentence) => `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;

/**
 * Names and what they mean, in two columns; a name that is too wide stands on a line of its own.
 * @param {(readonly [string, string])[]} rows
 * @param {number} [most] columns that a name may take before it stands alone
 */
function columns(rows, most = 20) {
  const width = Math.min(most, Math.max(...rows.map(([name]) => name.length)));
  return rows.flatMap(([name, about]) => {
    const lines = linesOf(about, COLUMNS - width - 4).map((line) => `  ${' '.repeat(width)}  ${line}`);
    return name.length > width
      ? [`  ${name}`, ...lines]
      : [`  ${name.padEnd(width)}${lines[0]?.slice(width + 2)}`, ...lines.slice(1)];
  });
}

/** @param {import('./given.ts').Option} option */
function meaningOf({ about, oneOf, default: value }) {
  const choice = oneOf ? `: ${oneOf.slice(0, -1).join(', ')} or ${oneOf.at(-1)}` : '';
  return `${about}${choice}${value === undefined ? '' : ` (${value})`}`;
}

/**
 * What `--help` prints: what the command does, how it is called, each option, examples, and its exit codes.
 * @param {keyof typeof COMMANDS} name
 */
export function helpOf(name) {
  /** @type {import('./given.ts').Command} */
  const { does, takes, options = {}, playwright, uses, exits } = COMMANDS[name];
  const rest = [
    ...(Object.keys(options).length > 0 ? ['[options]'] : []),
    ...(takes ? [takes.value] : []),
    ...(playwright ? ['[options and filters of playwright test]'] : []),
  ];
  return [
    ...linesOf(`${capital(does)}.`, COLUMNS),
    '',
    `  ${[typed(name), ...(rest.length > 0 ? ['--', ...rest] : [])].join(' ')}`,
    '',
    ...columns([
      ...(takes ? [/** @type {const} */ ([takes.value, takes.about])] : []),
      ...Object.entries(options).map(
        ([option, details]) =>
          /** @type {const} */ ([`--${option}${details.value ? ` ${details.value}` : ''}`, meaningOf(details)]),
      ),
      ...(playwright
        ? [/** @type {const} */ (['...', 'all else goes to Playwright; "npx playwright test --help" lists it'])]
        : []),
      ['--help', 'print this text'],
    ]),
    '',
    'Examples:',
    ...columns(
      uses.map(([task, line]) => [line, task]),
      44,
    ),
    '',
    'Exit codes:',
    ...columns(Object.entries({ ...exits, ...shared(exits) })),
    '',
  ].join('\n');
}

/** What a call without the name of a command prints: each command with what it does. */
export function listOfCommands() {
  return [
    'The commands of this project; "npm run NAME -- --help" says more about one.',
    '',
    ...columns(
      Object.entries(COMMANDS).map(([name, { does }]) => [typed(name), does]),
      24,
    ),
    '',
  ].join('\n');
}
