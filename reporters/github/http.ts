import { setTimeout as pause } from 'node:timers/promises';
import { Unusable } from '../record/save.ts';

/** How often a request is made before it is given up. */
const TRIES = 4;
/** Wait before the second try, in milliseconds; twice as long before each further one. */
const FIRST_WAIT = 1_000;
/** Wait where GitHub limits a rate and does not say for how long (docs.github.com, "Rate limits for the REST API"). */
const UNTOLD_WAIT = 60_000;
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
 * Asks a service by HTTP, again where it limits its rate (429, or a 403 that says so) or fails (5xx, no answer).
 * @returns the answer, whatever its status; null when a repeated question showed that it was done already
 * @throws Unusable with one sentence when it cannot be asked at all, does not answer, or wants longer than two minutes
 */
export async function ask({ url, name, isDone, ...init }: Question): Promise<Response | null> {
  checkForm(url, name, init);
  for (let tries = 1; ; tries += 1) {
    const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE) }).catch((error: Error) => error);
    const wait = answer instanceof Error ? FIRST_WAIT : await waitFor(answer);
    if (!(answer instanceof Error) && (wait === null || tries === TRIES)) return answer;
    if (answer instanceof Error && tries === TRIES)
      throw new Unusable(`${name}: no answer (${causeOf(answer)}). Check the network, then run again.`);
    if (wait! > LONGEST_WAIT)
      throw new Unusable(`${name}: it wants ${Math.ceil(wait! / 1000)} s of rest. Run again after that.`);
    await pause(wait === FIRST_WAIT ? wait * 2 ** (tries - 1) : wait!);
    if (await isDone?.()) return null;
  }
}

/** The error with which `fetch` refuses a header would quote it. */
function checkForm(url: string, name: string, init: RequestInit): void {
  try {
    new Request(url, init);
  } catch {
    throw new Unusable(
      `${name}: its address is no address, or what it wants as a header has a line break or a character that a header cannot have. Correct the setting, then run again.`,
    );
  }
}

/** Milliseconds after which an answer says, or suggests, to ask again; null when it is final. */
export async function waitFor(answer: Response): Promise<number | null> {
  const { status, headers } = answer;
  const after = headers.get('retry-after');
  const reset = headers.get('x-ratelimit-reset');
  const isExhausted = headers.get('x-ratelimit-remaining') === '0';
  const isLimited = status === 429 || (status === 403 && (after || isExhausted || (await saysLimited(answer))));
  if (!isLimited) return status >= 500 ? FIRST_WAIT : null;
  if (after) return /^\d+$/.test(after) ? Number(after) * 1000 : until(Date.parse(after));
  // While requests are left, the reset is that of another limit.
  if (reset && (isExhausted || !headers.has('x-ratelimit-remaining'))) return until(Number(reset) * 1000);
  return status === 429 ? FIRST_WAIT : UNTOLD_WAIT;
}

function until(moment: number): number {
  return Math.max(0, moment - Date.now());
}

/** Whether a 403 is one of GitHub's secondary limits, which only its words may tell. */
async function saysLimited(answer: Response): Promise<boolean> {
  return /rate limit|abuse detection/i.test(await answer.clone().text());
}

function causeOf({ cause, message }: Error): string {
  return cause instanceof Error ? cause.message : message;
}
