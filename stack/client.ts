import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { FaultSpec } from './faults/index.ts';
import type { StackOptions } from './options.ts';
import type { Stack } from './stack.ts';

/** How much of a stack host's error output is kept, in characters. */
const KEPT_OUTPUT = 4_000;

const hostFile = join(import.meta.dirname, 'host.ts');

/** Where a stack host listens for orders, and the key that it asks for. */
export interface StackHostAddress {
  controlUrl: string;
  controlKey: string;
  /** Id of its process. */
  pid: number;
}

/** A stack as another process sees it. */
export type StackAddress = Omit<Stack, 'close'>;

/** The process in which the embedded stacks of a run live. */
export interface StackHost {
  address: StackHostAddress;
  /** Ends the process and with it every stack. */
  stop(): Promise<void>;
}

/**
 * Starts the stack host. It ends when this process ends, because it watches its standard input; a Ctrl-C in the
 * terminal, which ends the tests first, does not reach it.
 * @param file that the process starts with
 * @throws Error when it cannot be started or does not come up within 30 s, with what it said.
 */
export async function startStackHost(file = hostFile): Promise<StackHost> {
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    windowsHide: true,
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-KEPT_OUTPUT);
  });
  const address = JSON.parse(await firstLine(child, () => said)) as StackHostAddress;
  const died = (code: number | null, signal: string | null) => {
    console.error(`\nThe process with the embedded stacks ended ${by(code, signal)}.\n${said.trim()}`.trimEnd());
  };
  child.once('close', died);
  return {
    address,
    async stop() {
      child.off('close', died);
      child.stdin.end();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

function by(code: number | null, signal: string | null): string {
  return signal ? `by ${signal}` : `with code ${code}`;
}

function firstLine(child: ChildProcess, said: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (how: string) => {
      clearTimeout(timer);
      reject(new Error(`The embedded stack did not start: ${how}. ${said().trim()}`.trimEnd()));
    };
    const timer = setTimeout(() => {
      child.kill();
      fail('it did not report its address within 30 s');
    }, 30_000);
    child.once('error', (error: NodeJS.ErrnoException) => fail(`its process cannot be started (${error.code})`));
    child.once('close', (code, signal) => fail(`it ended ${by(code, signal)}`));
    createInterface({ input: child.stdout! }).once('line', (line) => {
      clearTimeout(timer);
      child.removeAllListeners('close');
      resolve(line);
    });
  });
}

/**
 * Brings up an embedded stack of one's own in the run's stack host.
 * @throws Error with the host's answer when it refuses the options, or when the host is gone.
 */
export async function bringUpStack(host: StackHostAddress, options: StackOptions): Promise<StackAddress> {
  return (await ask(host, 'POST', '/stacks', options)).json() as Promise<StackAddress>;
}

/** @returns ids of the faults that never came into play although they were on */
export async function takeDownStack(host: StackHostAddress, { id }: StackAddress): Promise<string[]> {
  const reply = await ask(host, 'DELETE', `/stacks/${id}`);
  return ((await reply.json()) as { idleFaults: string[] }).idleFaults;
}

/**
 * Cuts every connection of the stack and brings it back on the same ports after `downFor` milliseconds; what it stored
 * is kept.
 */
export async function restartStack(host: StackHostAddress, { id }: StackAddress, downFor: number): Promise<void> {
  await ask(host, 'POST', `/stacks/${id}/restart`, { downFor });
}

/** Closes every socket of the stack with this code and reason; 1006 cuts them without a close frame. */
export async function hangUpStack(
  host: StackHostAddress,
  { id }: StackAddress,
  code: number,
  reason: string,
): Promise<void> {
  await ask(host, 'POST', `/stacks/${id}/hang-up`, { code, reason });
}

/** Switches faults of the stack: these and no others are on. */
export async function breakStack(
  host: StackHostAddress,
  { id }: StackAddress,
  faults: readonly FaultSpec[],
): Promise<void> {
  await ask(host, 'POST', `/stacks/${id}/faults`, { faults });
}

async function ask(
  { controlUrl, controlKey }: StackHostAddress,
  method: string,
  path: string,
  body?: object,
): Promise<Response> {
  const response = await fetch(controlUrl + path, {
    method,
    headers: { authorization: `Bearer ${controlKey}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  }).catch(async (error: Error) => {
    const { code = error.message } = (error.cause ?? {}) as { code?: string };
    const isThere = await fetch(controlUrl).then(
      () => true,
      () => false,
    );
    throw new Error(
      isThere
        ? `The stack host did not answer ${method} ${path} (${code}), but it is still running: run the test again.`
        : `The process with the embedded stacks has ended (${code} at ${method} ${path}): run the tests again, with fewer workers if memory was short.`,
      { cause: error },
    );
  });
  if (!response.ok)
    throw new Error(`The stack host answered ${response.status} to ${method} ${path}: ${await response.text()}`);
  return response;
}
