/**
 * Entry point of every command: `node bin/run.mjs NAME [args...]`. Works in a fresh clone: the command line is read,
 * what the command needs is installed, then its `main` is called with what it was given, and returns the exit code.
 * Plain JavaScript, since nothing can read TypeScript yet.
 */
import { readArguments } from './arguments.mjs';
import { ensurePackages } from './packages.mjs';
import { ROOT } from './child.mjs';
import { COMMANDS, typed } from './commands.mjs';
import { helpOf, listOfCommands } from './help.mjs';
import { didYouMean } from './nearest.mjs';
import { Refusal } from './refusal.mjs';
import { unusableTemporaryFolder } from './temporary-folder.mjs';
import { wrap } from '../lib/basics/wrap.mjs';

const OLDEST_NODE = [20, 19];

/** @param {string} line */
const say = (line) => console.log(line);

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Refusal(`Node ${OLDEST_NODE.join('.')} or newer is required; this is ${process.versions.node}.`);
}

/** Newer Nodes read TypeScript by themselves. */
async function readTypeScript() {
  if (!('typescript' in process.features && process.features.typescript)) (await import('tsx/esm/api')).register();
}

/** Where nothing is installed yet that could find secrets, whatever is long is left out. @param {string} text */
async function withoutSecrets(text) {
  try {
    await readTypeScript();
    return (await import('./without-secrets.ts')).withoutSecrets(text);
  } catch {
    const long = process.argv.slice(3).flatMap((arg) => arg.match(/[^=]{20,}/g) ?? []);
    return long.reduce((left, one) => left.replaceAll(one, '...'), text);
  }
}

/** @param {string} name @returns {name is keyof typeof COMMANDS} */
function isCommand(name) {
  return Object.hasOwn(COMMANDS, name);
}

/**
 * @param {string} name
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
async function start(name, args) {
  checkNode();
  if (name === '' || name === '--help' || name === '-h') {
    say(listOfCommands());
    return 0;
  }
  if (!isCommand(name)) {
    const all = Object.keys(COMMANDS);
    throw new Refusal(`Unknown command "${name}"${didYouMean(name, all, `; the commands are ${all.join(', ')}`)}`, 2);
  }
  /** @type {import('./given.ts').Command} */
  const { file, browser, options = {}, playwright } = COMMANDS[name];
  const given = readArguments(name, args);
  if (given.help) {
    say(helpOf(name));
    return 0;
  }
  await ensurePackages(ROOT, say);
  await readTypeScript();
  if (options['list-faults'] || options['fault']) {
    const { faultAsWritten, faultList } = await import('./faults.ts');
    if (given.options['list-faults']) {
      process.stdout.write(faultList());
      return 0;
    }
    given.options['fault'] = /** @type {string[]} */ (given.options['fault']).map(faultAsWritten);
  }
  if (given.options['record']) (await import('../config/recording.ts')).recordEveryTest();
  if (playwright) {
    const { checkPlaywrightArguments } = await import('./playwright-arguments.ts');
    const own = Object.keys(options).map((option) => `--${option}`);
    await checkPlaywrightArguments(typed(name), own, given.rest, new URL(playwright, import.meta.url));
  }
  if (browser) (await import('./display.ts')).checkDisplay(given.options, given.rest);
  if (browser) await (await import('./browser.mjs')).ensureBrowser(say);
  const { main } = await import(new URL(file, import.meta.url).href);
  return main(given);
}

for (const stream of [process.stdout, process.stderr])
  stream.on('error', (/** @type {NodeJS.ErrnoException} */ { code, message }) => {
    // Who reads no further, such as `head`, has what they want; a terminal that was closed shows nothing.
    if (code === 'EPIPE' || code === 'EIO') return;
    if (stream === process.stdout) console.error(`The output cannot be written: ${message}.`);
    process.once('exit', () => (process.exitCode ||= 1));
  });

// Told without the search for secrets, which would read TypeScript.
const unusable = unusableTemporaryFolder();
try {
  const [name = '', ...args] = process.argv.slice(2);
  if (unusable) console.error(wrap(unusable));
  process.exitCode = unusable ? 1 : await start(name, args);
} catch (error) {
  if (!(error instanceof Error)) throw error;
  const isRefusal = error instanceof Refusal;
  const told = await withoutSecrets(isRefusal ? error.message : String(error.stack));
  console.error(isRefusal ? wrap(told) : told);
  process.exitCode = isRefusal ? error.exitCode : 1;
}
