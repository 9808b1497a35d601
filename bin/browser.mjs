import { findBrowser } from '../config/browser.mjs';
import { childEnvironment } from '../config/child-environment.mjs';
import { PLAYWRIGHT_CLI } from '../config/playwright-internals.mjs';
import { run } from './child.mjs';
import { Refusal } from './refusal.mjs';
import { installFromSystem } from './system-browser.mjs';

/**
 * A browser is some 170 MB; five minutes are enough for a slow line, and ten seconds for a host that does not answer.
 * A package manager may first wait five minutes for another one.
 */
const DOWNLOAD_MS = 5 * 60_000;
const CONNECT_MS = 10_000;
const SYSTEM_MS = 10 * 60_000;

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
 * @param {string[]} [what] of Playwright's browsers, as its command line names them
 */
async function download(asRoot, what = ['chromium']) {
  const env = childEnvironment({ PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: String(CONNECT_MS) });
  const { code } = await run(process.execPath, [PLAYWRIGHT_CLI, 'install', ...what], { env, limit: DOWNLOAD_MS });
  if (code !== 0) return false;
  if (process.platform === 'linux' && asRoot)
    await run(process.execPath, [PLAYWRIGHT_CLI, 'install-deps', 'chromium'], { limit: SYSTEM_MS });
  return isThere();
}

/** How to run a command as root without a password: nothing before it, or sudo; undefined when neither is possible. */
async function howToBeRoot() {
  if (process.platform !== 'linux') return undefined;
  if (process.getuid?.() === 0) return [];
  return (await run('sudo', ['-n', 'true'])).code === 0 ? ['sudo', '-n'] : undefined;
}

/**
 * The system's package manager, in English and without questions; sudo passes no environment on.
 * @param {string[]} asRoot
 */
function aptGet(asRoot) {
  const [program = '', ...first] = [...asRoot, 'env', 'LC_ALL=C', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  return (/** @type {string[]} */ args) => run(program, [...first, ...args], { limit: SYSTEM_MS });
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
  let reason = '';
  if (asRoot && (await run('apt-get', ['--version'])).code === 0) {
    say("The download failed; installing the system's browser (apt-get)...");
    const error = await installFromSystem(aptGet(asRoot), isThere);
    if (error === undefined) return;
    reason = ` apt-get said: ${error}`;
  }
  throw new Refusal(
    `No browser found: install Google Chrome or Chromium, or set PW_CHROMIUM_PATH to the path of one.${reason}`,
  );
}

/**
 * Installs Playwright's own browser without a window, so that every night runs in the same one.
 * @param {(line: string) => void} say takes a line of progress
 * @throws {Refusal} when the download fails, or another browser is named in the settings
 */
export async function installOwnBrowser(say) {
  say("Installing Playwright's own browser (playwright install --only-shell chromium)...");
  await download(await howToBeRoot(), ['--only-shell', 'chromium']);
  const { source } = findBrowser();
  if (source === "Playwright's own") return say('It is there.');
  throw new Refusal(
    source === 'PW_CHROMIUM_PATH'
      ? "PW_CHROMIUM_PATH names another browser, which would be used in place of Playwright's own: unset it."
      : "Playwright's own browser could not be downloaded: check the network, then run again.",
  );
}
