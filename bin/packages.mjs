import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isAlive } from '../lib/basics/process-alive.mjs';
import { run } from './child.mjs';
import { Refusal } from './refusal.mjs';

/** npm's own limit is none; a machine that needs longer than this has no network. */
const LIMIT_MS = 10 * 60_000;

/**
 * @typedef {Record<string, { version?: string, integrity?: string, optional?: boolean }>} Packages
 */

/**
 * Whether what is installed is what the lock file names. npm leaves in node_modules a list of what it put there.
 * @param {string} root the folder of package-lock.json
 */
export function packagesMatch(root) {
  const installedList = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedList)) return false;
  /** @type {{ packages: Packages }} */
  const { packages: wanted } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  /** @type {{ packages: Packages }} */
  const { packages: installed } = JSON.parse(readFileSync(installedList, 'utf8'));
  return Object.entries(wanted).every(([folder, { version, integrity, optional }]) => {
    if (folder === '') return true;
    const there = installed[folder];
    if (!there) return optional === true; // optional ones are for other systems
    return there.version === version && there.integrity === integrity && existsSync(path.join(root, folder));
  });
}

/**
 * What a step of the file system or of the processes gives; undefined when it fails in the way that is looked for.
 * @template T
 * @param {string} code of the failure
 * @param {() => T} step
 */
function unless(code, step) {
  try {
    return step();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === code) return undefined;
    throw error;
  }
}

/**
 * Whether one of the processes that a lock names still lives; also when it is being written or taken away just now.
 * @param {string} lock
 */
function isHeld(lock) {
  const held = unless('ENOENT', () => ({ at: statSync(lock).mtimeMs, by: readFileSync(lock, 'utf8') }));
  if (!held) return true;
  return Date.now() - held.at < LIMIT_MS && (held.by === '' || held.by.split(' ').map(Number).some(isAlive));
}

/**
 * Runs a task while no other process of this clone does, so that two commands started side by side do not install into
 * each other.
 * @param {string} lock a file that exists while somebody holds the lock; it names the processes that do
 * @param {(line: string) => void} say takes a line of progress
 * @param {() => Promise<void>} task
 */
async function alone(lock, say, task) {
  mkdirSync(path.dirname(lock), { recursive: true });
  const take = () =>
    unless('EEXIST', () => {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return true;
    });
  for (let told = false; !take(); await wait(200)) {
    if (!isHeld(lock)) {
      rmSync(lock, { force: true });
      continue;
    }
    if (!told) say('Waiting for another command to install the packages...');
    told = true;
  }
  try {
    await task();
  } finally {
    rmSync(lock, { force: true });
  }
}

/**
 * Installs the packages of the lock file, unless they are there.
 * @param {string} root the project's folder
 * @param {(line: string) => void} say takes a line of progress
 * @throws {Refusal} with npm's output when it fails
 */
export async function ensurePackages(root, say) {
  if (packagesMatch(root)) return;
  const lock = path.join(root, 'reports', '.installing');
  await alone(lock, say, async () => {
    if (packagesMatch(root)) return;
    say('Installing packages (npm ci)...');
    // The tools of a test suite are development packages: a machine set to "production" must install them all the same.
    const args = [
      'ci',
      '--include=dev',
      '--include=optional',
      '--no-audit',
      '--no-fund',
      '--prefer-offline',
      '--loglevel=error',
    ];
    const { code, output } = await run('npm', args, {
      cwd: root,
      limit: LIMIT_MS,
      shell: process.platform === 'win32',
      started: (pid) => appendFileSync(lock, ` ${pid}`),
    });
    if (code !== 0) throw new Refusal(`${output}npm ci failed (exit code ${code}); its output is above.`);
  });
}
