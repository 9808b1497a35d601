import type { AgentEvent } from './event.ts';
import { ToolCalls, type ToolCall } from './tools.ts';
import { isIdOf } from './user.ts';
import { type End, ENDS } from './vocabulary.ts';

/** One agent of a run, by name. */
export interface Agent {
  name: string;
  started: AgentEvent | null;
  ended: AgentEvent | null;
  end: End | null;
}

/** A piece of streamed text and when it arrived, in epoch milliseconds of the page's clock. */
export interface Piece {
  frame: number;
  time: number;
  text: string;
}

export interface Answer {
  text: string;
  /** The type of the event that carried it; that of the last piece when it is only the sum of the pieces. */
  from: string;
  frame: number;
  time: number;
}

/**
 * The events of one `run_id` on one page in order of arrival, and what they add up to so far. Every addition costs
 * constant time, so the state can be asked for on each frame.
 */
export class Run {
  readonly id: string;
  /** Number of the page that heard it. */
  readonly page: number | undefined;
  readonly events: AgentEvent[] = [];
  readonly agents: Agent[] = [];
  readonly streamed: { text: string; pieces: Piece[] } = { text: '', pieces: [] };
  /** Its first user, whole as soon as one frame has the whole id. */
  user: string | null = null;
  thread: string | null = null;
  /** The agent that the run belongs to: the one that acts first. */
  outermost: Agent | null = null;
  /** The event that ended the outermost agent, and with it the run. */
  ending: AgentEvent | null = null;
  end: End | null = null;
  /** Every frame that claimed to carry the whole answer, in order of arrival. */
  readonly answers: Answer[] = [];
  readonly #agents = new Map<string, Agent>();
  readonly #calls = new ToolCalls();
  #pieceType = '';
  #best: { answer: Answer; rank: number } | null = null;

  constructor(id: string, page?: number) {
    this.id = id;
    this.page = page;
  }

  /** Epoch milliseconds of the page's clock at the first event. */
  get startedAt(): number | null {
    return this.events[0]?.frame.time ?? null;
  }

  /** Epoch milliseconds of the page's clock at the end of the outermost agent. */
  get endedAt(): number | null {
    return this.ending?.frame.time ?? null;
  }

  /** The tool calls in the order in which they began. */
  get tools(): readonly ToolCall[] {
    return this.#calls.all;
  }

  /** The delivered answer of the lowest rank, else the text streamed by a run that has completed, else null. */
  get answer(): Answer | null {
    const last = this.streamed.pieces.at(-1);
    if (this.#best) return this.#best.answer;
    if (this.end !== 'completed' || !last) return null;
    return { text: this.streamed.text, from: this.#pieceType, frame: last.frame, time: last.time };
  }

  add(event: AgentEvent): void {
    this.events.push(event);
    if (event.user !== null && (this.user === null || isIdOf(this.user, event.user))) this.user = event.user;
    this.thread ??= event.thread;
    const agent = this.#agentOf(event);
    if (event.kind === 'tool') this.#calls.add(event);
    if (event.step === 'start' && agent) agent.started ??= event;
    const end = event.step && ENDS[event.step];
    if (end) this.#finish(event, agent, end);
    this.#listen(event);
  }

  #agentOf(event: AgentEvent): Agent | null {
    if (event.agent === null) return null;
    let agent = this.#agents.get(event.agent);
    if (!agent) {
      agent = { name: event.agent, started: null, ended: null, end: null };
      this.#agents.set(event.agent, agent);
      this.agents.push(agent);
    }
    if (event.step !== null) this.outermost ??= agent;
    return agent;
  }

  /** An error without an agent's name ends the run, too. */
  #finish(event: AgentEvent, agent: Agent | null, end: End): void {
    const ending = agent ?? (event.kind === 'error' ? this.outermost : null);
    if (ending && ending.ended === null) Object.assign(ending, { ended: event, end });
    const ofTheRun = ending === null ? event.kind === 'error' : ending === this.outermost;
    if (!ofTheRun || this.end !== null) return;
    this.end = end;
    this.ending = event;
  }

  /** Whether the event is the run's own word, that is the outermost agent's, and not a sub-agent's. */
  speaksForItself({ agent }: AgentEvent): boolean {
    return agent === null || agent === this.outermost?.name;
  }

  #listen(event: AgentEvent): void {
    const own = this.speaksForItself(event);
    const { seq: frame, time } = event.frame;
    if (event.kind === 'text' && own && event.text !== null) {
      this.streamed.text += event.text;
      this.streamed.pieces.push({ frame, time, text: event.text });
      this.#pieceType = event.type;
    }
    if (event.answer !== null && (event.kind === 'delivery' || own)) {
      const answer = { text: event.answer, from: event.type, frame, time };
      this.answers.push(answer);
      const { rank = Infinity } = event.definition;
      if (!this.#best || rank < this.#best.rank) this.#best = { answer, rank };
    }
  }
}
