import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * @typedef {object} Ended
 * @property {number} code the exit code; 128 + the signal's number when a signal ended it
 * @property {string} output stdout and stderr as they came; empty when shown
 */

/**
 * Runs a program in the project's folder to its end, without a standard input, so that it cannot ask anything.
 * @param {string} program
 * @param {string[]} args
 * @param {{ show?: boolean, env?: NodeJS.ProcessEnv, limit?: number, shell?: boolean }} [options]
 *   show: its output goes straight to ours; limit: ms after which it is ended
 * @returns {Promise<Ended>}
 */
export function run(program, args, { show = false, env, limit, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env,
      shell,
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
      ...(limit === undefined ? {} : { timeout: limit, killSignal: 'SIGKILL' }),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
    // A terminal's Ctrl-C reaches the child by itself; we stay to see it end. Other ends are passed on.
    const stay = () => {};
    const passOn = () => child.kill('SIGTERM');
    process.on('SIGINT', stay).on('SIGTERM', passOn);
    /** @param {Ended} ended */
    const end = (ended) => {
      process.off('SIGINT', stay).off('SIGTERM', passOn);
      resolve(ended);
    };
    child.on('error', (error) => end({ code: 127, output: `${output}${error.message}\n` }));
    child.on('close', (code, signal) => end({ code: code ?? 128 + constants.signals[signal ?? 'SIGTERM'], output }));
  });
}

/** The exit code of a program that Ctrl-C ended. */
export const INTERRUPTED = 130;
