import { type ChildProcess, spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ROOT } from './child.mjs';
import type { Given } from './given.ts';
import { playwright } from './playwright.ts';
import { Refusal } from './refusal.mjs';

const API = 'http://localhost:8000/health';
/** How long the stack, and a frontend that is being built, may take to answer, in milliseconds. */
const STACK_MS = 30_000;
const FRONTEND_MS = 5 * 60_000;

/**
 * `npm run frontend`: starts the embedded stack without its page on the product's development ports, and a frontend as
 * its page, then runs the specs of the target `dev` against them. For a pull request of the frontend.
 * @returns the exit code of the test runner
 * @throws Refusal when the stack or the frontend does not answer, or another program has their place
 */
export async function main({ options }: Given<'frontend'>): Promise<number> {
  const { directory, start, url, grep } = options;
  if (!start) throw new Refusal('--start is needed: the command that serves the frontend.', 2);
  const folder = resolve(directory);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Refusal(`--directory must be a folder, and ${directory} is none.`, 2);
  if (!/^https?:/.test(url) || !URL.canParse(url))
    throw new Refusal(`--url must be an address such as http://localhost:3000, not ${url}.`, 2);
  const started: ChildProcess[] = [];
  const stopped = new AbortController();
  const stop = (signal: NodeJS.Signals) => stopped.abort(new Refusal('Interrupted.', 128 + constants.signals[signal]));
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  const run = (program: string, rest: string[], cwd: string, shell: boolean) => {
    const child = spawn(program, rest, { cwd, shell, detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
    started.push(child);
    return child;
  };
  for (const address of [API, url])
    if (await isUp(address)) throw new Refusal(`Another program answers at ${address} already. Stop it first.`);
  try {
    const stack = run(process.execPath, ['bin/run.mjs', 'stack', '--no-web', '--frontend-url', url], ROOT, false);
    await answers(API, stack, 'The embedded stack', STACK_MS, stopped.signal);
    const frontend = run(start, [], folder, true);
    await answers(url, frontend, `The frontend (${start})`, FRONTEND_MS, stopped.signal);
    const tests = ['--project=dev', ...(grep ? [`--grep=${grep}`] : [])];
    const { code } = await playwright(tests, { DEV_BASE_URL: url });
    stopped.signal.throwIfAborted();
    return code;
  } finally {
    for (const signal of signals) process.off(signal, stop);
    for (const child of started) end(child);
  }
}

/** Waits until an address answers. @throws Refusal when its program ends before, it takes too long, or it is stopped */
async function answers(
  url: string,
  program: ChildProcess,
  name: string,
  patience: number,
  stopped: AbortSignal,
): Promise<void> {
  for (const begin = performance.now(); performance.now() - begin < patience; await pause(500)) {
    stopped.throwIfAborted();
    if (program.exitCode !== null || program.signalCode !== null)
      throw new Refusal(`${name} ended (exit code ${program.exitCode}) before ${url} answered; its output is above.`);
    if (await isUp(url)) return;
  }
  throw new Refusal(`${name} did not answer at ${url} within ${patience / 1000} s.`);
}

/** Whether a program answers at an address as one that works; one that cannot be reached does not. */
async function isUp(url: string): Promise<boolean> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
  return answer?.ok ?? false;
}

/** Ends a program and what it started. */
function end({ pid, exitCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGTERM');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
