/** The system's own package manager, for a browser when the download failed. */
import { setTimeout as pause } from 'node:timers/promises';

/** Best first: the first one costs a quarter of the processor time of the other. */
const PACKAGES = ['chromium-headless-shell', 'chromium'];

/** How long another apt-get may keep us waiting, and how long we wait before we ask again, in milliseconds. */
const LOCKED_MS = 300_000;
const AGAIN_MS = 3_000;

/** apt-get waits by itself for the lock of its packages, but not for that of its lists. */
const WAITING = ['-o', `DPkg::Lock::Timeout=${LOCKED_MS / 1000}`];

/**
 * Installs a browser of the system, with fresh lists of packages: a new machine or container has none.
 * @param {(args: string[]) => Promise<{ code: number, output: string }>} aptGet runs apt-get as root, in English
 * @param {() => boolean} isThere whether this machine has a browser now
 * @param {(ms: number) => Promise<unknown>} [wait]
 * @returns {Promise<string | undefined>} the last error of apt-get when there is no browser; undefined: there is one
 */
export async function installFromSystem(aptGet, isThere, wait = pause) {
  let waited = 0;
  /** @param {string[]} args */
  const step = async (...args) => {
    for (;;) {
      const ended = await aptGet([...WAITING, ...args]);
      if (ended.code === 0 || !/Could not get lock/.test(ended.output) || waited >= LOCKED_MS) return ended;
      await wait(AGAIN_MS);
      waited += AGAIN_MS;
    }
  };
  // A source that does not answer fails the update, and the lists of the others may do.
  let { output } = await step('update', '-qq');
  for (const name of PACKAGES) {
    const { code, output: told } = await step('install', '-y', '-qq', '--no-install-recommends', name);
    if (code === 0 && isThere()) return undefined;
    output += `\n${told}`;
  }
  return lastError(output);
}

/** @param {string} output of apt-get; its errors begin with `E:`. */
function lastError(output) {
  const lines = output.split('\n').map((line) => line.trim());
  return lines.findLast((line) => line.startsWith('E:')) ?? lines.findLast((line) => line !== '') ?? 'nothing';
}
