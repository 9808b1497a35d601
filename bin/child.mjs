import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * @typedef {object} Ended
 * @property {number} code the exit code; 128 + the signal's number when a signal ended it
 * @property {string} output stdout and stderr as they came; empty when shown
 * @property {boolean} interrupted whether somebody ended us meanwhile (Ctrl-C)
 */

/**
 * Hears when somebody ends us (Ctrl-C), where Node would end this process at once: the caller ends it. SIGTERM and
 * SIGHUP then have exit codes of their own.
 * @param {(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') => void} heard
 * @returns {() => void} ends the hearing
 */
export function onInterrupt(heard) {
  const hear = (/** @type {'SIGINT' | 'SIGTERM' | 'SIGHUP'} */ signal) => {
    if (signal !== 'SIGINT') process.once('exit', () => (process.exitCode = 128 + constants.signals[signal]));
    heard(signal);
  };
  process.on('SIGINT', hear).on('SIGTERM', hear).on('SIGHUP', hear);
  return () => void process.off('SIGINT', hear).off('SIGTERM', hear).off('SIGHUP', hear);
}

/**
 * Runs a program to its end, without a standard input, so that it cannot ask anything.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, show?: boolean, env?: NodeJS.ProcessEnv, limit?: number, shell?: boolean, started?: (pid:
 * number) => void, said?: (text: string) => void }} [options] cwd: by default the project's folder; show: its output
 * goes straight to ours; limit: ms after which it is ended; started: takes its process id; said: takes each piece of
 * its output as it comes
 * @returns {Promise<Ended>}
 */
export function run(program, args, { cwd = ROOT, show = false, env, limit, shell = false, started, said } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env,
      shell,
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
      ...(limit === undefined ? {} : { timeout: limit, killSignal: 'SIGKILL' }),
    });
    if (child.pid !== undefined) started?.(child.pid);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
        said?.(text);
      });
    let interrupted = false;
    // This process waits for the child to end. On Windows a terminal's Ctrl-C reaches the child by itself, and a signal
    // from here would kill it at once.
    const hearNoMore = onInterrupt((signal) => {
      interrupted = true;
      if (process.platform !== 'win32') child.kill(signal);
    });
    /**
     * @param {number} code
     * @param {string} more
     */
    const end = (code, more = '') => {
      hearNoMore();
      resolve({ code, output: output + more, interrupted });
    };
    child.on('error', (error) => end(127, `${error.message}\n`));
    child.on('close', (code, signal) => end(code ?? 128 + constants.signals[signal ?? 'SIGTERM']));
  });
}

/** The exit code of a program that Ctrl-C ended. */
export const INTERRUPTED = 130;
