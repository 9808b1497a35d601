import { lookup } from 'node:dns/promises';
import type { Target } from '../config/targets.ts';

/** Milliseconds for which one host may keep us waiting; several are asked at once, so this bounds the whole question. */
const patience = 6_000;

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
  const { host, hostname } = new URL(url);
  const who = `the ${role} host ${host}`;
  try {
    await lookup(hostname.replace(/^\[|\]$/g, ''));
  } catch {
    return `${who} has no address (DNS)`;
  }
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(patience), redirect: 'manual' });
    return response.status >= 500 ? `${who} answered ${response.status} to GET ${new URL(url).pathname}` : null;
  } catch (error) {
    return `${who} ${reasonOf(error as Error)}`;
  }
}

function reasonOf(error: Error): string {
  if (error.name === 'TimeoutError') return `did not answer within ${patience / 1000} s`;
  const { code = '', message = error.message } = (error.cause ?? {}) as { code?: string; message?: string };
  if (code === 'ECONNREFUSED') return 'refuses connections';
  if (/CERT|TLS|SSL|SIGNED|ISSUER/.test(code)) return `has a certificate that is not good (${code})`;
  return `cannot be reached (${code || message})`;
}
