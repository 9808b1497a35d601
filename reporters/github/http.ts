import { setTimeout as pause } from 'node:timers/promises';
import { Unusable } from '../record/save.ts';

/** How often a request is made before it is given up. */
const TRIES = 4;
/** Wait before the second try, in milliseconds; twice as long before each further one. */
const FIRST_WAIT = 1_000;
/** Longest that a service may ask us to wait, in milliseconds. */
const LONGEST_WAIT = 120_000;
const PATIENCE = 30_000;

/** What to ask, and how it is called in a message: an address may be a secret. */
export interface Question {
  url: string;
  /** Says what is asked, e.g. `GitHub, GET issues`, without any secret. */
  name: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /**
   * Whether what was asked for has happened, although the answer said otherwise or did not come: a request that changes
   * something must not do so twice.
   */
  isDone?: () => Promise<boolean>;
}

/**
 * Asks a service by HTTP, again where it limits its rate (429, or 403 with a time to wait) or fails (5xx, no answer).
 * @returns the answer, whatever its status; null when a repeated question showed that it was done already
 * @throws Unusable with one sentence when it does not answer, or wants longer than two minutes
 */
export async function ask({ url, name, isDone, ...init }: Question): Promise<Response | null> {
  for (let tries = 1; ; tries += 1) {
    const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE) }).catch((error: Error) => error);
    const wait = answer instanceof Error ? FIRST_WAIT : waitFor(answer);
    if (!(answer instanceof Error) && (wait === null || tries === TRIES)) return answer;
    if (answer instanceof Error && tries === TRIES)
      throw new Unusable(`${name}: no answer (${causeOf(answer)}). Check the network, then run again.`);
    if (wait! > LONGEST_WAIT)
      throw new Unusable(`${name}: it wants ${Math.ceil(wait! / 1000)} s of rest. Run again after that.`);
    await pause(answer instanceof Error || !isLimited(answer) ? wait! * 2 ** (tries - 1) : wait!);
    if (await isDone?.()) return null;
  }
}

/** Milliseconds after which an answer says, or suggests, to ask again; null when it is final. */
function waitFor(answer: Response): number | null {
  if (isLimited(answer)) {
    const after = answer.headers.get('retry-after');
    const reset = answer.headers.get('x-ratelimit-reset');
    if (after) return Number(after) * 1000;
    return reset ? Math.max(0, Number(reset) * 1000 - Date.now()) : FIRST_WAIT;
  }
  return answer.status >= 500 ? FIRST_WAIT : null;
}

/** As GitHub, Slack and others tell that too much was asked (docs.github.com, "Rate limits for the REST API"). */
function isLimited({ status, headers }: Response): boolean {
  const exhausted = headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0';
  return status === 429 || (status === 403 && exhausted);
}

function causeOf({ cause, message }: Error): string {
  return cause instanceof Error ? cause.message : message;
}
