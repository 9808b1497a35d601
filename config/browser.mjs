/**
 * The one place that decides which browser runs. Plain JavaScript without a package, so that it can be asked before
 * anything is installed.
 */
import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv, promisify } from 'node:util';
import {
  BROWSER_REVISIONS,
  DOWNLOADS,
  DOWNLOADS_INSIDE,
  DOWNLOAD_COMPLETE,
  PLAYWRIGHT_CORE,
} from './playwright-internals.mjs';
import { onlyTheSentence } from './sentence.mjs';
import { switchedOn } from './switched-on.mjs';

/**
 * @typedef {object} Browser
 * @property {string} [executablePath] the browser to start; absent: Playwright starts its own
 * @property {string[]} args what to start it with
 * @property {string} source where it comes from, in words; 'none' when this machine has none
 */

/**
 * What the decision is based on.
 * @typedef {object} Machine
 * @property {NodeJS.Platform} platform
 * @property {Record<string, string | undefined>} env
 * @property {string} home
 * @property {boolean} window whether somebody wants to see the browser
 * @property {boolean} root whether we run as root, where Chromium refuses its sandbox
 * @property {(file: string) => boolean} usable whether the path is that of a program, and of no stub
 * @property {(name: 'chromium' | 'chromium-headless-shell') => boolean} downloaded whether Playwright's
 * own copy is complete
 * @property {() => string} ownPath where Playwright's own full Chromium is
 */

/** Without these a browser of the system calls its vendor's services at every start. */
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

const NAMES = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'];

/**
 * Without a window it costs a quarter of the processor time of a whole browser (four pages that stream text: 1.6 s
 * against 6.5 s).
 */
const WINDOWLESS = 'chromium-headless-shell';

const MAC_APPS = ['Google Chrome.app/Contents/MacOS/Google Chrome', 'Chromium.app/Contents/MacOS/Chromium'];

const WINDOWS_APPS = ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe'];

/**
 * Where a Chrome or Chromium of the system may be, best first: the PATH, then the usual places.
 * @param {Machine} machine
 */
function usualPlaces({ platform, env, home, window }) {
  const names = window ? NAMES : [WINDOWLESS, ...NAMES];
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter((root) => root !== undefined);
    return WINDOWS_APPS.flatMap((app) => roots.map((root) => path.win32.join(root, app)));
  }
  const onPath = (env.PATH ?? '').split(':').filter(Boolean);
  const named = names.flatMap((name) => onPath.map((folder) => path.posix.join(folder, name)));
  if (platform === 'darwin') {
    const folders = ['/Applications', path.posix.join(home, 'Applications')];
    return [...MAC_APPS.flatMap((app) => folders.map((folder) => path.posix.join(folder, app))), ...named];
  }
  return [...named, '/opt/google/chrome/chrome', ...names.map((name) => `/usr/bin/${name}`), '/snap/bin/chromium'];
}

/**
 * Chooses the browser: the path in PW_CHROMIUM_PATH, else Playwright's own download, else one of the system.
 * @param {Machine} machine
 * @returns {Browser}
 * @throws {Error} with one sentence when PW_CHROMIUM_PATH names no program
 */
export function chooseBrowser(machine) {
  const { env, root, usable, downloaded } = machine;
  const sandbox = root ? ['--no-sandbox'] : [];
  const explicit = env.PW_CHROMIUM_PATH;
  if (explicit) {
    if (!usable(explicit))
      throw onlyTheSentence(
        `PW_CHROMIUM_PATH is ${explicit}, but there is no browser at this path: correct or unset it.`,
      );
    return { executablePath: explicit, args: [...sandbox, ...QUIET], source: 'PW_CHROMIUM_PATH' };
  }
  if (!machine.window && downloaded('chromium-headless-shell')) return { args: sandbox, source: "Playwright's own" };
  if (downloaded('chromium')) return { executablePath: machine.ownPath(), args: sandbox, source: "Playwright's own" };
  const executablePath = usualPlaces(machine).find(usable);
  if (executablePath) return { executablePath, args: [...sandbox, ...QUIET], source: 'the system' };
  return { args: sandbox, source: 'none' };
}

/** Ubuntu puts a script in the place of a browser that only says which snap to install. */
const STUB = /snap install chromium/;

/** @param {string} file */
function isUsable(file) {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    return false;
  }
  return (
    statSync(file).isFile() &&
    !(path.basename(file) === 'chromium-browser' && STUB.test(readFileSync(file, 'latin1').slice(0, 4096)))
  );
}

/**
 * The folder of Playwright's downloads, as its page "Managing browser binaries" gives it.
 * @param {NodeJS.Platform} platform
 * @param {Record<string, string | undefined>} env
 * @param {string} core the folder of playwright-core
 */
function downloadFolder(platform, env, core) {
  if (env.PLAYWRIGHT_BROWSERS_PATH === '0') return path.join(core, DOWNLOADS_INSIDE);
  if (env.PLAYWRIGHT_BROWSERS_PATH) return path.resolve(env.PLAYWRIGHT_BROWSERS_PATH);
  if (platform === 'win32') return path.join(env.LOCALAPPDATA ?? path.join(homedir(), 'AppData', 'Local'), DOWNLOADS);
  if (platform === 'darwin') return path.join(homedir(), 'Library', 'Caches', DOWNLOADS);
  return path.join(env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), DOWNLOADS);
}

/** Asked for on the runner's command line; its workers, which have another one, learn it from the environment. */
function wantsWindow() {
  if (process.env.PWDEBUG || ['--headed', '--debug', '--ui'].some((flag) => process.argv.includes(flag)))
    process.env.NETRA_WINDOW = '1';
  return switchedOn('NETRA_WINDOW');
}

/**
 * The browser that somebody named: in the environment, else in `.env`.
 * @param {Record<string, string | undefined>} env
 * @param {string} folder of `.env`
 */
export function namedBrowser(env, folder) {
  const file = path.join(folder, '.env');
  return env.PW_CHROMIUM_PATH || (existsSync(file) ? parseEnv(readFileSync(file, 'utf8')).PW_CHROMIUM_PATH : undefined);
}

const CORE = fileURLToPath(new URL(`../${PLAYWRIGHT_CORE}`, import.meta.url));

/** The browsers that belong to the installed Playwright. */
function browsersOfPlaywright() {
  /** @type {{ browsers: { name: string, revision: string, browserVersion?: string }[] }} */
  const { browsers } = JSON.parse(readFileSync(path.join(CORE, BROWSER_REVISIONS), 'utf8'));
  return browsers;
}

/** @returns {Machine} */
function thisMachine() {
  const { env, platform } = process;
  const folder = downloadFolder(platform, env, CORE);
  const revisions = new Map(browsersOfPlaywright().map(({ name, revision }) => [name, revision]));
  return {
    platform,
    env: { ...env, PW_CHROMIUM_PATH: namedBrowser(env, fileURLToPath(new URL('..', import.meta.url))) },
    home: homedir(),
    window: wantsWindow(),
    root: process.getuid?.() === 0,
    usable: isUsable,
    downloaded: (name) =>
      existsSync(path.join(folder, `${name.replaceAll('-', '_')}-${revisions.get(name)}`, DOWNLOAD_COMPLETE)),
    ownPath: () => createRequire(import.meta.url)('playwright-core').chromium.executablePath(),
  };
}

/**
 * The browser of this machine; `source` is 'none' when there is none yet. Reads PW_CHROMIUM_PATH, also from `.env`,
 * and PLAYWRIGHT_BROWSERS_PATH.
 * @returns {Browser}
 * @throws {Error} with one sentence when PW_CHROMIUM_PATH names no program
 */
export function findBrowser() {
  return chooseBrowser(thisMachine());
}

/**
 * Name and version of the browser of this machine, and where it comes from; null when nobody can say.
 * @returns {Promise<string | null>}
 */
export async function nameOfBrowser() {
  const { executablePath, source } = findBrowser();
  if (source === 'none') return null;
  if (source === "Playwright's own") return `Chromium ${ownVersion()} (${source})`;
  // On Windows a browser that is asked for its version opens a window instead.
  if (!executablePath || process.platform === 'win32') return `${executablePath ?? 'unknown'} (${source})`;
  const said = await promisify(execFile)(executablePath, ['--version'], { timeout: 10_000 }).catch(() => null);
  return said && `${said.stdout.trim()} (${source})`;
}

function ownVersion() {
  return browsersOfPlaywright().find(({ name }) => name === 'chromium')?.browserVersion ?? 'unknown';
}
