/**
 * Entry point of every command: `node bin/run.mjs NAME [args...]`. Works in a fresh clone: what the command needs is
 * installed first, then the command's `main(args)` is called, which returns the exit code. Plain JavaScript, since
 * nothing can read TypeScript yet.
 */
import { fileURLToPath } from 'node:url';
import { ensurePackages } from './packages.mjs';
import { ROOT } from './child.mjs';
import { COMMANDS } from './commands.mjs';
import { Refusal } from './refusal.mjs';
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

/**
 * @param {string} name
 * @param {string[]} args
 * @returns {Promise<number | undefined>} the exit code; undefined when the program sets its own
 */
async function start(name, args) {
  checkNode();
  const command = COMMANDS[name];
  if (!command)
    throw new Refusal(`Unknown command "${name}"; the commands are ${Object.keys(COMMANDS).join(', ')}.`, 2);
  await ensurePackages(ROOT, say);
  if (command.browser) await (await import('./browser.mjs')).ensureBrowser(say);
  // Newer Nodes read TypeScript by themselves.
  if (!('typescript' in process.features && process.features.typescript)) (await import('tsx/esm/api')).register();
  const file = new URL(command.file, import.meta.url);
  process.argv.splice(1, Infinity, fileURLToPath(file), ...args); // as if it had been started by itself
  const { main } = await import(file.href);
  return main?.(args);
}

try {
  const [name = '', ...args] = process.argv.slice(2);
  process.exitCode = (await start(name, args)) ?? process.exitCode;
} catch (error) {
  if (!(error instanceof Error)) throw error;
  console.error(error instanceof Refusal ? wrap(error.message) : error.stack);
  process.exitCode = error instanceof Refusal ? error.exitCode : 1;
}
