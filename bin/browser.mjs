import { findBrowser } from '../config/browser.mjs';
import { childEnvironment } from '../config/child-environment.mjs';
import { run } from './child.mjs';
import { Refusal } from './refusal.mjs';

/**
 * A browser is some 170 MB; five minutes are enough for a slow line, and ten seconds for a host that does not answer.
 */
const DOWNLOAD_MS = 5 * 60_000;
const CONNECT_MS = 10_000;
const SYSTEM_MS = 5 * 60_000;

const CLI = 'node_modules/@playwright/test/cli.js';

function isThere() {
  try {
    return findBrowser().source !== 'none';
  } catch (error) {
    throw new Refusal(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Playwright's own download. A bare Linux may lack the libraries that it needs; as root they are installed too.
 * @param {string[] | undefined} asRoot how to run a command as root here; undefined: not possible
 */
async function download(asRoot) {
  const env = childEnvironment({ PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: String(CONNECT_MS) });
  const { code } = await run(process.execPath, [CLI, 'install', 'chromium'], { env, limit: DOWNLOAD_MS });
  if (code !== 0) return false;
  if (process.platform === 'linux' && asRoot)
    await run(process.execPath, [CLI, 'install-deps', 'chromium'], { limit: SYSTEM_MS });
  return isThere();
}

/**
 * Installs a browser with the system's package manager, where that needs no password.
 * @param {string[]} asRoot
 */
async function installFromSystem(asRoot) {
  const env = childEnvironment({ DEBIAN_FRONTEND: 'noninteractive' });
  const aptGet = async (/** @type {string[]} */ ...step) => {
    const [program = '', ...args] = [...asRoot, 'apt-get', ...step];
    return (await run(program, args, { env, limit: SYSTEM_MS })).code === 0;
  };
  if (!(await aptGet('update', '-qq'))) return false;
  for (const name of ['chromium-headless-shell', 'chromium']) {
    if ((await aptGet('install', '-y', '-qq', '--no-install-recommends', name)) && isThere()) return true;
  }
  return false;
}

/** How to run a command as root without a password: nothing before it, or sudo; undefined when neither is possible. */
async function howToBeRoot() {
  if (process.platform !== 'linux') return undefined;
  if (process.getuid?.() === 0) return [];
  return (await run('sudo', ['-n', 'true'])).code === 0 ? ['sudo', '-n'] : undefined;
}

/**
 * Makes sure that this machine has a browser: uses one that exists, else downloads Playwright's own, else uses apt-get.
 * @param {(line: string) => void} say takes a line of progress
 * @throws {Refusal} with what to do when there is none
 */
export async function ensureBrowser(say) {
  if (isThere()) return;
  const asRoot = await howToBeRoot();
  say('Downloading a browser (playwright install chromium)...');
  if (await download(asRoot)) return;
  if (asRoot && (await run('apt-get', ['--version'])).code === 0) {
    say("The download failed; installing the system's browser (apt-get)...");
    if (await installFromSystem(asRoot)) return;
  }
  throw new Refusal('No browser found: install Google Chrome or Chromium, or set PW_CHROMIUM_PATH to the path of one.');
}
