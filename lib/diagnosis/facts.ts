import { counted } from '../basics/counted.ts';
import { lastUntil } from '../basics/numbers.ts';
import type { Violation, Evidence, Exchange, Life, Probe, ProbeName, Socket, Stimulus } from '../evidence/index.ts';
import { lifeOf } from '../evidence/index.ts';
import { isGivenUp } from './given-up.ts';
import { Provoked } from './provoked.ts';
import { leftAt } from './open-thread.ts';
import { underItsName } from './earlier-names.ts';
import { unansweredIn } from './unanswered.ts';
import {
  isAborted,
  isOfAService,
  type AgentEvent,
  flatten,
  judgeScreen,
  normaliserOf,
  type Run,
  shownIn,
  toRuns,
  unfold,
  type Vocabulary,
} from '../protocol/index.ts';

export type Host = 'web' | 'api' | 'auth' | 'other';

/** An exchange with its host and path told apart. */
export interface Call extends Exchange {
  host: Host;
  origin: string;
  path: string;
  /** Names of the parameters in its address. */
  parameters: string[];
  /** Milliseconds after which the page's own code gave it up: it had no answer until then, and did not fail. */
  givenUpAfter?: number;
}

/** A socket of the target with what happened on it. */
export interface Connection extends Socket, Life {
  events: AgentEvent[];
  /** The handshake succeeded and the page could use it. */
  opened: boolean;
  welcomed: boolean;
  /** What the test itself did to close it; its `close` is then null. */
  closedBy: Stimulus | null;
}

/** A message of the person, by whichever way it went. */
export interface Question {
  time: number;
  text: string;
  /** The thread that it names. */
  thread: string | null;
  page?: number | undefined;
  socket?: number;
  /** Milliseconds since its socket was begun; null by REST. */
  socketAge: number | null;
  at: string;
  /** The call itself brought the answer, as that of a v1 agent does (docs/contract/backend.md 6). */
  answered: boolean;
}

/** Milliseconds after which a screen must show what came, and must have noticed that a run is over. */
export const SETTLED = 1_000;

/** Evidence, looked at in the ways in which signs ask for it. Each is worked out once. */
export class Facts {
  readonly evidence: Evidence;
  readonly vocabulary: Vocabulary;
  readonly events: AgentEvent[];
  /** What came while the probes were made; some of it they called forth. */
  readonly later: AgentEvent[];
  readonly runs: Run[];
  readonly calls: Call[];
  readonly connections: Connection[];
  readonly questions: Question[];
  readonly violations: readonly Violation[];
  #unanswered: Question[] | undefined;
  readonly #bySeq: ReadonlyMap<number, AgentEvent>;
  readonly #byText: ReadonlyMap<string, AgentEvent>;
  /** What follows from the acts of the test itself. */
  readonly provoked: Provoked;
  /** Calls and sockets that failed because of an act of the test, each sentence once; no detector looks at them. */
  readonly aftermath: string[];

  constructor(evidence: Evidence, vocabulary: Vocabulary) {
    this.evidence = evidence;
    this.vocabulary = vocabulary;
    const all = evidence.frames.map(normaliserOf(vocabulary));
    this.events = all.filter(({ frame }) => frame.time <= evidence.takenAt);
    this.later = all.filter(({ frame }) => frame.time > evidence.takenAt);
    // Of several with one key the first counts.
    const firstOnes = this.events.toReversed();
    this.#bySeq = new Map(firstOnes.map((event) => [event.frame.seq, event]));
    this.#byText = new Map(firstOnes.map((event) => [event.frame.text, event]));
    this.runs = toRuns(this.events);
    this.provoked = new Provoked(evidence.stimuli ?? []);
    this.calls = evidence.exchanges
      .filter((exchange) => this.provoked.call(exchange) === undefined)
      .map((exchange) => this.#call(exchange));
    this.connections = this.#connections();
    this.questions = this.#questions();
    this.violations = [...unfold(evidence.violations).map(underItsName), ...this.#screenViolations()];
    this.aftermath = this.#aftermath();
  }

  /** Calls of the page's own code to a service of the target, preflights and aborted ones apart. */
  of(host: Host, path?: RegExp): Call[] {
    return this.calls.filter(
      (call) => call.host === host && call.method !== 'OPTIONS' && !isAborted(call) && (path?.test(call.path) ?? true),
    );
  }

  probe(name: ProbeName): Probe | undefined {
    return this.evidence.probes?.find((probe) => probe.name === name);
  }

  /** Violations of these rules; those of the screen begin with `screen-`. */
  broken(...rules: string[]): Violation[] {
    return this.violations.filter(({ rule }) => rules.includes(rule));
  }

  /** Milliseconds since a call was begun that has no answer yet, or until the page gave it up. */
  waiting(call: Call): number {
    if (call.givenUpAfter !== undefined) return call.givenUpAfter;
    return call.status === null && call.failure === null ? this.evidence.takenAt - call.startedAt : 0;
  }

  /** The message that was sent last before the run began. */
  questionOf({ startedAt }: Run): Question | undefined {
    return lastUntil(this.questions, startedAt ?? 0);
  }

  eventAt(frame: number | null): AgentEvent | undefined {
    return frame === null ? undefined : this.#bySeq.get(frame);
  }

  /** The first event whose frame has the text of this one's. */
  firstLike({ frame: { text } }: AgentEvent): AgentEvent | undefined {
    return this.#byText.get(text);
  }

  /** Messages for which no run began, although there was time and nobody stopped them. */
  get unanswered(): Question[] {
    this.#unanswered ??= unansweredIn(this).filter((question) => !this.provoked.isUnrecorded(question));
    return this.#unanswered;
  }

  #call(exchange: Exchange): Call {
    const { site } = this.evidence.target;
    const url = URL.canParse(exchange.url) ? new URL(exchange.url) : null;
    const origin = url?.origin ?? '';
    const path = url?.pathname ?? '';
    const is = (address: string) => URL.canParse(address) && new URL(address).origin === origin;
    const isAuth = is(site.auth) && (!is(site.api) || path.startsWith('/auth'));
    const isWeb = is(site.web) && (!is(site.api) || exchange.resource === 'document' || !isOfAService(path));
    const host = isAuth ? 'auth' : isWeb ? 'web' : is(site.api) ? 'api' : 'other';
    const call = { ...exchange, host, origin, path, parameters: url ? [...url.searchParams.keys()] : [] } as const;
    return isGivenUp(exchange, this.evidence) ? { ...call, failure: null, givenUpAfter: exchange.failedAfter } : call;
  }

  #connections(): Connection[] {
    const { ws } = this.evidence.target.site;
    const bySocket = new Map<number, AgentEvent[]>();
    for (const event of this.events) {
      const events = bySocket.get(event.frame.socket);
      if (events) events.push(event);
      else bySocket.set(event.frame.socket, [event]);
    }
    return this.evidence.sockets
      .filter(({ url }) => hostOf(url) === hostOf(ws))
      .map((socket) => {
        const events = bySocket.get(socket.id) ?? [];
        const refused = socket.errors.some((error) => /handshake|unexpected response/i.test(error));
        const closedBy = this.provoked.close(socket) ?? null;
        return {
          ...socket,
          close: closedBy ? null : socket.close,
          closedBy,
          events,
          opened: events.length > 0 || (socket.status === 101 && !refused),
          welcomed: events.some(({ kind }) => kind === 'welcome'),
          ...lifeOf(socket, this.evidence.takenAt),
        };
      });
  }

  #questions(): Question[] {
    const opened = new Map(this.evidence.sockets.map(({ id, openedAt }) => [id, openedAt]));
    const overSocket = this.events
      .filter(({ definition }) => definition.asks)
      .map(({ frame, text, thread, type }) => ({
        time: frame.time,
        text: text ?? '',
        thread,
        page: frame.page,
        socket: frame.socket,
        socketAge: frame.time - (opened.get(frame.socket) ?? frame.time),
        at: `frame #${frame.seq} ${type}`,
        answered: false,
      }));
    // What the test itself asks is answered where a page listens.
    const listening = this.evidence.sockets.length > 0;
    const overRest = this.of('api', /^\/api\/agents?\//)
      .filter(({ method }) => method === 'POST')
      .filter(({ resource }) => listening || resource !== 'test')
      .map(({ startedAt, sent, path, status, ofPage }) => ({
        page: ofPage,
        time: startedAt,
        text: String(field(sent, 'message') ?? ''),
        thread: threadIn(sent),
        socketAge: null,
        at: `POST ${path}`,
        answered: path.startsWith('/api/agents/') && status === 200,
      }));
    return [...overSocket, ...overRest].sort((a, b) => a.time - b.time);
  }

  /** The screen against the wire, for each run that completed after a message of the person. */
  #screenViolations(): Violation[] {
    const { screen } = this.evidence;
    if (screen.length === 0) return [];
    const loads = this.calls.filter(({ resource }) => resource === 'document').map(({ startedAt }) => startedAt);
    return this.runs
      .filter(({ end }) => end === 'completed')
      .flatMap((run, index, all) => {
        const question = this.questionOf(run);
        const from = question?.time ?? run.startedAt ?? 0;
        const next = this.questions.find(({ time, text }) => time > from && text !== question?.text);
        // A page that is reloaded, or goes to another thread, begins with an empty screen; what comes after another
        // message is about that one.
        const until = Math.min(
          all[index + 1]?.startedAt ?? Infinity,
          next?.time ?? Infinity,
          leftAt(run, screen, from),
          ...loads.filter((time) => time > from),
        );
        const before = screen.findLast(({ time }) => time < from)?.answers.length ?? 0;
        const samples = screen
          .filter(({ time }) => time >= from && time < until)
          .map((sample) => shownIn(sample, before));
        const first = samples.findIndex(({ text, unseen }) => text !== '' || unseen);
        const visible = samples.slice(Math.max(0, first));
        const { streamed, answer, answers } = run;
        const { violations } = judgeScreen({ pieces: streamed.pieces, answer: answer?.text ?? null, samples: visible });
        // Where the wire contradicts itself, only the end of it can be asked of the screen.
        return [answer, ...answers].every((one) => one?.text.trim() === streamed.text.trim())
          ? violations
          : violations.filter(({ rule }) => rule === 'screen-settled');
      });
  }

  #aftermath(): string[] {
    const calls = this.evidence.exchanges.flatMap((exchange) => {
      const act = this.provoked.call(exchange);
      return act
        ? [`${nameOf(this.#call(exchange))}: ${exchange.failure ?? exchange.status}, after ${nameOfAct(act)}`]
        : [];
    });
    const sockets = this.connections.flatMap(({ id, closedBy }) =>
      closedBy ? [`socket ${id}: closed by ${nameOfAct(closedBy)}`] : [],
    );
    const runs = this.runs.flatMap((run) => {
      const act = this.provoked.lost(run);
      return act ? [`run ${run.id}: without an end, after ${nameOfAct(act)}`] : [];
    });
    return counted([...sockets, ...calls, ...runs]);
  }

  /** Whether the screen took an answer for finished: it stands there by itself, and no longer in a run that goes on. */
  wasConcluded(run: Run): boolean {
    const wanted = flatten(run.answer?.text ?? '');
    return this.#shownFor(run).some(({ answers }) => answers.some((text) => flatten(text) === wanted));
  }

  /**
   * The screen until the page was reloaded, if that was long after the run had ended: what is read from storage then
   * was not shown when it came.
   */
  #shownFor({ events }: Run): Evidence['screen'] {
    const over = (events.at(-1)?.frame.time ?? 0) + SETTLED;
    const loads = this.calls.filter(({ resource, startedAt }) => resource === 'document' && startedAt > over);
    const until = Math.min(...loads.map(({ startedAt }) => startedAt));
    return this.evidence.screen.filter(({ time }) => time < until);
  }

  /** The answer to a run's question as the API gave it back later; undefined where nobody asked for it. */
  storedAnswer(run: Run): string | undefined {
    const question = flatten(this.questionOf(run)?.text ?? '');
    const lists = this.of('api', /^\/api\/threads\/[^/]+\/messages/)
      .filter(({ method, startedAt }) => method === 'GET' && startedAt > (run.startedAt ?? 0))
      .map(({ received }) => field(received, 'messages') ?? received)
      .filter((list) => Array.isArray(list));
    const texts = (lists.at(-1) ?? []).map((message: unknown) => flatten(String(field(message, 'content') ?? '')));
    const at = texts.lastIndexOf(question);
    return question === '' || at === -1 ? undefined : texts[at + 1];
  }

  /** Whether the answer of a run stood on the screen. */
  wasShown(run: Run): boolean {
    const wanted = flatten(run.answer?.text ?? '');
    return this.#shownFor(run).some(({ answers, streaming }) =>
      [...answers, streaming ?? ''].some((text) => flatten(text) === wanted),
    );
  }
}

/** A field of a JSON object, whatever it is. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function threadIn(sent: unknown): string | null {
  const thread = field(sent, 'thread_id');
  return typeof thread === 'string' ? thread : null;
}

/** `POST /api/threads`, as a signal names a call. */
export function nameOf({ method, path }: Call): string {
  return `${method} ${path}`;
}

/** Names of facts, for what a finding explains. */
export const fact = {
  call: (call: Exchange) => `call ${call.method} ${call.url} ${call.startedAt}`,
  socket: ({ id }: Socket) => `socket ${id}`,
  violation: ({ rule, frame, message }: Violation) => `violation ${rule} ${frame ?? message}`,
  frame: (seq: number) => `frame ${seq}`,
  /** A run that does not go on. */
  open: ({ id }: Run) => `open ${id}`,
  /** A run whose answer breaks off. */
  half: ({ id }: Run) => `half ${id}`,
  /** A run in another thread than its question. */
  elsewhere: ({ id }: Run) => `elsewhere ${id}`,
  /** A run that nobody started. */
  stray: ({ id }: Run) => `stray ${id}`,
};

/** An act of the test, as a sentence names it. */
function nameOfAct({ kind, detail }: Stimulus): string {
  if (kind === 'not recorded') return 'a question that the recording has no answer to';
  return detail === '' ? `the test's own act: ${kind}` : `the test's own act: ${kind} (${detail})`;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
