import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
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
 * Runs a task while no other process of this clone does, so that two commands started side by side do not install into each other.
 * @param {string} lock a file that exists while somebody holds the lock
 * @param {() => Promise<void>} task
 */
async function alone(lock, task) {
  mkdirSync(path.dirname(lock), { recursive: true });
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      if (isAbandoned(lock)) rmSync(lock, { force: true });
      await wait(200);
    }
  }
  try {
    await task();
  } finally {
    rmSync(lock, { force: true });
  }
}

/**
 * Whether whoever holds the lock was ended, or has had time enough.
 * @param {string} lock
 */
function isAbandoned(lock) {
  const held = statSync(lock, { throwIfNoEntry: false });
  if (!held) return false;
  try {
    process.kill(Number(readFileSync(lock, 'utf8')) || process.pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return true;
  }
  return Date.now() - held.mtimeMs > LIMIT_MS;
}

/**
 * Installs the packages of the lock file, unless they are there.
 * @param {string} root the project's folder
 * @param {(line: string) => void} say takes a line of progress
 * @throws {Refusal} with npm's output when it fails
 */
export async function ensurePackages(root, say) {
  if (packagesMatch(root)) return;
  await alone(path.join(root, 'reports', '.installing'), async () => {
    if (packagesMatch(root)) return;
    say('Installing packages (npm ci)...');
    // The tools of a test suite are development packages: a machine set to "production" must install them all the same.
    const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
    const { code, output } = await run('npm', args, { cwd: root, limit: LIMIT_MS, shell: process.platform === 'win32' });
    if (code !== 0) throw new Refusal(`${output}npm ci failed (exit code ${code}); its output is above.`);
  });
}
