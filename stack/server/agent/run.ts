import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { RunFate } from '../../faults/index.ts';
import type { Memory, Thread } from '../memory.ts';
import type { Envelope, Scenario } from '../../options.ts';
import { wrap } from './envelopes.ts';
import { findOut, type Findings } from './findings.ts';
import { script, stopped, supervisor, type Step } from './script.ts';

export interface RunParts {
  memory: Memory;
  personId: string;
  thread: Thread;
  message: string;
  seed: number;
  /** Milliseconds between two frames; a person reads along with the answer, so its pieces take twice as long. */
  pace: number;
  envelope: Envelope;
  scenario: Scenario;
  /** Default: a new one. */
  id?: string | undefined;
  /** What a fault makes of the run. */
  fate: RunFate;
  send(frame: Record<string, unknown>): void;
}

export type RunStatus = 'running' | 'completed' | 'failed' | 'stopped';

/** One run of the agents: plays its script frame by frame and keeps the messages. */
export class Run {
  readonly id: string;
  readonly parts: RunParts;
  readonly found: Findings;
  readonly startedAt = Date.now();
  status: RunStatus = 'running';
  readonly #stop = new AbortController();
  readonly #done: Step[] = [];
  readonly #since = new Map<string, number>();
  #lastAt = 0;

  constructor(parts: RunParts) {
    this.parts = parts;
    this.id = parts.id ?? `run_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
    this.found = findOut(parts.seed, parts.message, parts.fate.answer);
    parts.memory.addMessage(parts.thread, 'user', parts.message, { run_id: this.id });
  }

  /** When it last said something, or began; epoch milliseconds. */
  get lastActivity(): number {
    return Math.max(this.#lastAt, this.startedAt);
  }

  /** How many events it has sent. */
  get said(): number {
    return this.#done.length;
  }

  /** Plays the run to its end or until it is stopped. */
  async play(): Promise<void> {
    for (const step of script(this.found, this.parts.scenario)) {
      await this.#wait();
      if (this.#stop.signal.aborted) break;
      if (this.#dies(step)) return;
      this.#beforeStep(step);
      this.#emit(step);
    }
    if (this.#stop.signal.reason === 'cancelled') this.#endEarly();
    else if (this.status === 'running') this.status = 'stopped';
  }

  /** Ends the run at the request of its person: its agents say that they stopped. */
  cancel(): void {
    this.#stop.abort('cancelled');
  }

  /** Ends the run without a word, as when the process that plays it dies. */
  kill(): void {
    this.#stop.abort('killed');
  }

  /** Whether a fault lets the run end here without a word. */
  #dies(step: Step): boolean {
    const { dies, cutAfterPieces } = this.parts.fate;
    if (dies !== undefined && this.#done.length >= dies.after) {
      this.status = dies.status;
      return true;
    }
    const heard = this.#pieces();
    if (cutAfterPieces === undefined || heard.length < cutAfterPieces || step.type !== 'partial_result') return false;
    this.#complete(heard.join(''));
    return true;
  }

  #pieces(): string[] {
    return this.#done.filter((step) => step.type === 'partial_result').map((step) => String(step.fields['content']));
  }

  async #wait(): Promise<void> {
    const { pace, fate } = this.parts;
    const usual = this.#done.at(-1)?.type === 'partial_result' ? 2 * pace : pace;
    const ms = fate.slow && this.#done.length + 1 >= fate.slow.from ? fate.slow.ms : usual;
    try {
      await pause(ms, undefined, { signal: this.#stop.signal });
    } catch (error) {
      if (!this.#stop.signal.aborted) throw error;
    }
  }

  #beforeStep(step: Step): void {
    if (step.agent !== supervisor) return;
    if (step.type === 'agent_completed') this.#complete(this.found.answer);
    if (step.type === 'agent_error') this.status = 'failed';
  }

  #endEarly(): void {
    const heard = this.#pieces();
    if (heard.length > 0) this.#keep(heard.join(''), 'stopped');
    this.status = 'stopped';
    for (const step of stopped(this.#done)) this.#emit(step);
  }

  /** From here on nothing is left to stop: what may follow is the report. */
  #complete(answer: string): void {
    this.#keep(answer, 'completed');
    this.status = 'completed';
  }

  #keep(content: string, status: string): void {
    const { memory, thread } = this.parts;
    memory.addMessage(thread, 'assistant', content, { run_id: this.id, agent_name: supervisor, status });
  }

  #emit(step: Step): void {
    const at = Math.max(Date.now(), this.#lastAt);
    this.#lastAt = at;
    this.#done.push(step);
    const { personId, thread, envelope, send } = this.parts;
    const event = {
      type: step.type,
      at,
      runId: this.id,
      personId,
      threadId: thread.id,
      agent: step.agent,
      fields: this.#timed(step, at),
    };
    send(wrap(envelope, event));
  }

  /** Adds what depends on the run: durations, and execution ids that are unique over all runs. */
  #timed(step: Step, at: number): Record<string, unknown> {
    const label = step.fields['execution_id'];
    const fields = label === undefined ? step.fields : { ...step.fields, execution_id: `${this.id}_${String(label)}` };
    const key = String(label ?? step.agent);
    if (step.type === 'agent_started' || step.type === 'tool_executing') this.#since.set(key, at);
    const took = at - (this.#since.get(key) ?? at);
    if (step.type === 'tool_completed') return { ...fields, execution_time_ms: took };
    if (step.type === 'agent_completed') return { ...fields, execution_time_ms: took, duration_ms: took };
    if (step.type === 'final_report') return { ...fields, total_duration_ms: took };
    return fields;
  }
}
