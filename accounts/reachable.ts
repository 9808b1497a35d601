import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Target } from '../config/targets.ts';

/** Milliseconds for which one host may keep us waiting, from its name to its answer; all are asked at once, so this bounds the whole question. */
const patience = 6_000;

/** Exit code of the process that looked a name up in vain. Node itself ends with 1 when it cannot start. */
const NO_ADDRESS = 44;

/**
 * Asks every host of a target for a sign of life: name, connection, certificate, status.
 * @throws Error with one sentence that names each host that is not there and how it failed.
 */
export async function checkReachable({ name, site }: Target): Promise<void> {
  const socket = site.ws.replace(/^ws/, 'http');
  const asked = { web: `${site.web}/`, API: `${site.api}/health`, auth: `${site.auth}/auth/config`, ...(socket === site.api ? {} : { WebSocket: `${socket}/` }) };
  const faults = (await Promise.all(Object.entries(asked).map(([role, url]) => faultOf(role, url)))).filter((fault) => fault !== null);
  if (faults.length > 0) throw new Error(`The target "${name}" is not there: ${faults.join('; ')}. Check the address, the network and the deployment, then run again.`);
}

async function faultOf(role: string, url: string): Promise<string | null> {
  const { host, hostname, pathname } = new URL(url);
  const who = `the ${role} host ${host}`;
  const signal = AbortSignal.timeout(patience);
  try {
    await lookUp(hostname.replace(/^\[|\]$/g, ''), signal);
  } catch (error) {
    if (signal.aborted) return `${who} was not found within ${patience / 1000} s (DNS)`;
    if ((error as { code?: unknown }).code === NO_ADDRESS) return `${who} has no address (DNS)`;
  }
  try {
    const { status } = await fetch(url, { signal, redirect: 'manual' });
    return status >= 500 ? `${who} answered ${status} to GET ${pathname}` : null;
  } catch (error) {
    return `${who} ${reasonOf(error as Error)}`;
  }
}

/**
 * Looks a name up as a connection does, in a process of its own, which can be ended: ours could not end until the DNS had answered.
 * @throws Error with the code `NO_ADDRESS` when it has none; any other when the signal comes first, or nobody could ask.
 */
async function lookUp(hostname: string, signal: AbortSignal): Promise<void> {
  const question = `require('node:dns').lookup(process.argv[1], (error) => process.exit(error ? ${NO_ADDRESS} : 0))`;
  await promisify(execFile)(process.execPath, ['-e', question, '--', hostname], { signal });
}

function reasonOf(error: Error): string {
  if (error.name === 'TimeoutError') return `did not answer within ${patience / 1000} s`;
  const { code = '', message = error.message } = (error.cause ?? {}) as { code?: string; message?: string };
  if (code === 'ECONNREFUSED') return 'refuses connections';
  if (/CERT|TLS|SSL|SIGNED|ISSUER/.test(code)) return `has a certificate that is not good (${code})`;
  return `cannot be reached (${code || message})`;
}
