import type { Latency } from '../evidence/index.ts';

import type { Event } from './event.ts';
import type { Sample } from './stream.ts';
import { ToolCalls, type ToolCall } from './tools.ts';

export type End = 'completed' | 'error' | 'stopped';

/** One agent of a run, by name. */
export interface Agent {
  name: string;
  started: Event | null;
  ended: Event | null;
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
  /** The type of the event that carried it; `partial_result` and kin when it is only the sum of the pieces. */
  from: string;
  frame: number;
  time: number;
}

const ENDS = { complete: 'completed', fail: 'error', stop: 'stopped' } as const;

/**
 * How much an event's word counts when several deliver the answer; the page shows the first of this list that comes.
 */
const AUTHORITY = ['final_report', 'agent_response', 'assistant_message', 'agent_response_complete'];

/**
 * The events of one `run_id` on one page in order of arrival, and what they add up to so far. Every addition costs
 * constant time, so the state can
 * be asked for on each frame.
 */
export class Run {
  readonly id: string;
  /** Number of the page that heard it. */
  readonly page: number | undefined;
  readonly events: Event[] = [];
  readonly agents: Agent[] = [];
  readonly streamed: { text: string; pieces: Piece[] } = { text: '', pieces: [] };
  user: string | null = null;
  thread: string | null = null;
  /** The agent that the run belongs to: the one that acts first. */
  outermost: Agent | null = null;
  /** The event that ended the outermost agent, and with it the run. */
  ending: Event | null = null;
  end: End | null = null;
  /** Every frame that claimed to carry the whole answer, in order of arrival. */
  readonly answers: Answer[] = [];
  readonly #agents = new Map<string, Agent>();
  readonly #calls = new ToolCalls();
  #best: Answer | null = null;

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

  /** The answer with the most authority, else the text streamed by a run that has ended, else null. */
  get answer(): Answer | null {
    const last = this.streamed.pieces.at(-1);
    if (this.#best) return this.#best;
    if (this.end !== 'completed' || !last) return null;
    return { text: this.streamed.text, from: 'partial_result', frame: last.frame, time: last.time };
  }

  add(event: Event): void {
    this.events.push(event);
    this.user ??= event.user;
    this.thread ??= event.thread;
    const agent = this.#agentOf(event);
    if (event.kind === 'tool') this.#calls.add(event);
    if (event.step === 'start' && agent) agent.started ??= event;
    if (event.step === 'complete' || event.step === 'fail' || event.step === 'stop')
      this.#finish(event, agent, ENDS[event.step]);
    this.#listen(event);
  }

  #agentOf(event: Event): Agent | null {
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
  #finish(event: Event, agent: Agent | null, end: End): void {
    const ending = agent ?? (event.kind === 'error' ? this.outermost : null);
    if (ending && ending.ended === null) Object.assign(ending, { ended: event, end });
    const ofTheRun = ending === null ? event.kind === 'error' : ending === this.outermost;
    if (!ofTheRun || this.end !== null) return;
    this.end = end;
    this.ending = event;
  }

  /** Whether the event is the run's own word, that is the outermost agent's, and not a sub-agent's. */
  speaksForItself({ agent }: Event): boolean {
    return agent === null || agent === this.outermost?.name;
  }

  #listen(event: Event): void {
    const own = this.speaksForItself(event);
    const { seq: frame, time } = event.frame;
    if (event.kind === 'text' && own && event.text !== null) {
      this.streamed.text += event.text;
      this.streamed.pieces.push({ frame, time, text: event.text });
    }
    if (event.answer !== null && (event.kind === 'delivery' || own)) {
      const answer = { text: event.answer, from: event.type, frame, time };
      this.answers.push(answer);
      if (!this.#best || rank(answer) < rank(this.#best)) this.#best = answer;
    }
  }
}

function rank(answer: Answer): number {
  const index = AUTHORITY.indexOf(answer.from);
  return index === -1 ? AUTHORITY.length : index;
}

/**
 * @param sentAt epoch milliseconds of the page's clock at which the person's message left
 * @param shown every state in which the screen showed the answer
 */
export function latency(run: Run, sentAt: number, shown: readonly Sample[]): Latency {
  const since = (time: number | null | undefined) => (time === null || time === undefined ? null : time - sentAt);
  return {
    firstEvent: since(run.startedAt),
    firstText: since(shown.find(({ text }) => text !== '')?.time),
    answer: since(run.answer?.time),
    end: since(run.endedAt),
  };
}
