import { type Exchange, type Socket, type Stimulus, UNRECORDED_MESSAGE } from '../evidence/index.ts';
import type { Run } from '../protocol/index.ts';

/** Milliseconds for which what a test did to a server or a network may show on calls and sockets. */
const AFTERMATH = 5_000;
/** Milliseconds by which the clocks of the browser and of the runner may differ. */
const CLOCKS = 250;

/** What a test did, and until when it shows. */
interface Period {
  stimulus: Stimulus;
  from: number;
  until: number;
}

/** The acts of a test that break connections, each with the time in which it shows. */
function periods(stimuli: readonly Stimulus[]): Period[] {
  return stimuli
    .filter(({ kind }) => kind === 'socket cut' || kind === 'server restart' || kind === 'network off')
    .map((stimulus) => {
      const back = stimuli.find(({ kind, at }) => kind === 'network on' && at >= stimulus.at)?.at ?? Infinity;
      const lasts = stimulus.kind === 'network off' ? back : stimulus.at;
      return { stimulus, from: stimulus.at - CLOCKS, until: lasts + AFTERMATH };
    });
}

/** What of a target a fault takes away as a whole: the paths that then fail, in whatever way the browser tells it. */
const OUTAGES: Readonly<Record<string, RegExp>> = { F08: /^\/(api|health)(\/|$)/, F36: /^\/auth(\/|$)/ };

/** Tells what follows from the acts of a test, and so is no fault of the product. */
export class Provoked {
  readonly #stimuli: readonly Stimulus[];
  readonly #periods: readonly Period[];

  constructor(stimuli: readonly Stimulus[]) {
    this.#stimuli = stimuli;
    this.#periods = periods(stimuli);
  }

  /** Whether the spec injected any fault. */
  get any(): boolean {
    return this.#stimuli.some(({ kind }) => kind === 'fault injected');
  }

  /** The act that closed a socket, or kept it from opening. */
  close({ closedAt, close }: Socket): Stimulus | undefined {
    if (closedAt === null || close === null) return undefined;
    const act = this.#at(closedAt) ?? this.#signOut(closedAt);
    if (act) return act;
    const aboutToken = close.code === 1008 || /auth|token|expired/i.test(close.reason);
    return aboutToken ? this.#credential(closedAt) : undefined;
  }

  /** The act that made a call fail, refused it for its token, or answered it, or not, in place of the service. */
  call({ method, url, startedAt, failure, status, resource }: Exchange): Stimulus | undefined {
    const replaced = this.#stimuli.find(
      ({ kind, at, detail }) =>
        (kind === 'answer replaced' || (kind === 'not recorded' && status === null)) &&
        detail === `${method} ${pathOf(url)}` &&
        startedAt - CLOCKS <= at &&
        at <= startedAt + AFTERMATH,
    );
    if (replaced) return replaced;
    const failed = failure !== null || status === null || status >= 500;
    const refused = status === 401 || status === 403;
    if (failed) return this.#at(startedAt) ?? this.#outage(pathOf(url), startedAt);
    if (!refused) return undefined;
    return this.#credential(startedAt) ?? (resource === 'test' ? this.#stimuli.find(isForgery) : undefined);
  }

  /** Whether a message of the page is none of the replayed recording, which therefore does not answer it. */
  isUnrecorded(message: { time: number }): boolean {
    return this.#stimuli.some(
      ({ kind, at, detail }) =>
        kind === 'not recorded' && detail === UNRECORDED_MESSAGE && Math.abs(at - message.time) <= AFTERMATH,
    );
  }

  /** The restart of the server that a run did not outlive: it was going on, and nothing came of it since. */
  lost({ events, end }: Run): Stimulus | undefined {
    const [first, last] = [events[0]?.frame.time, events.at(-1)?.frame.time];
    if (first === undefined || last === undefined || end !== null) return undefined;
    return this.#stimuli.find(
      ({ kind, at }) => kind === 'server restart' && first - CLOCKS <= at && last <= at + CLOCKS,
    );
  }

  /**
   * The act by which the spec itself injected this cause; one that it healed excuses nothing that was seen later.
   * @param time gives the moment at which the cause was seen last; null where nothing tells
   */
  fault(id: string, time: () => number | null): Stimulus | undefined {
    return this.#stimuli.find(
      ({ kind, at, detail }) =>
        kind === 'fault injected' &&
        detail.split(/[:\s]/, 1)[0] === id &&
        (this.#healedAfter(at) === Infinity || (time() ?? at) <= this.#healedAfter(at) + AFTERMATH),
    );
  }

  /** The outage that the spec itself injected before this moment, and had not healed. */
  #outage(path: string, time: number): Stimulus | undefined {
    return this.#stimuli.find(
      ({ kind, at, detail }) =>
        kind === 'fault injected' &&
        at - CLOCKS <= time &&
        time <= this.#healedAfter(at) + AFTERMATH &&
        OUTAGES[detail.split(/[:\s]/, 1)[0]!]?.test(path),
    );
  }

  #healedAfter(time: number): number {
    return this.#stimuli.find(({ kind, at }) => kind === 'faults healed' && at > time)?.at ?? Infinity;
  }

  #at(time: number): Stimulus | undefined {
    return this.#periods.findLast(({ from, until }) => time >= from && time <= until)?.stimulus;
  }

  /** The sign-out after which sockets are closed, whichever side does it and with whatever code. */
  #signOut(time: number): Stimulus | undefined {
    return this.#stimuli.findLast(
      ({ kind, at }) => kind === 'signed out' && at - CLOCKS <= time && time <= at + AFTERMATH,
    );
  }

  /** What a test did to a token before this moment. That it moved the page's clock is no reason for a server. */
  #credential(time: number): Stimulus | undefined {
    return this.#stimuli.findLast(
      ({ kind, at }) => (isForgery({ kind }) || kind === 'signed out') && at - CLOCKS <= time,
    );
  }
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}

function isForgery({ kind }: Pick<Stimulus, 'kind'>): boolean {
  return kind === 'token forged' || kind === 'token expired';
}
