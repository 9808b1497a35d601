import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { RunFate } from '../../faults/index.ts';
import type { Memory, Thread } from '../memory.ts';
import type { Envelope, Scenario } from '../../options.ts';
import { wrap } from './envelopes.ts';
import { pauseOf, stepsOf } from './fate.ts';
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
  #lastAt = this.startedAt;

  constructor(parts: RunParts) {
    this.parts = parts;
    this.id = parts.id ?? `run_${randomBytes(8).toString('hex')}`;
    this.found = findOut(parts.seed, parts.message, parts.fate.answer);
    parts.memory.addMessage(parts.thread, 'user', parts.message, { run_id: this.id });
  }

  /** When it last said something, or began; epoch milliseconds. */
  get lastActivity(): number {
    return this.#lastAt;
  }

  /** How many events it has sent. */
  get said(): number {
    return this.#done.length;
  }

  /** Plays the run to its end or until it is stopped. */
  async play(): Promise<void> {
    for (const step of stepsOf(this, script(this.found, this.parts.scenario), this.parts.fate)) {
      await this.#wait();
      if (this.#isOver) break;
      this.#beforeStep(step);
      this.#emit(step);
    }
    if (this.#stop.signal.reason === 'cancelled') this.#endEarly();
  }

  /** Whoever stops a run before its first event is told of its start first, and then of its end. */
  get #isOver(): boolean {
    const { aborted, reason } = this.#stop.signal;
    return aborted && (reason === 'killed' || this.#done.length > 0);
  }

  /** Ends the run at the request of its person: its agents say that they stopped. */
  cancel(): void {
    this.#stop.abort('cancelled');
  }

  /** Ends the run without a word, as when the process that plays it dies. */
  kill(): void {
    this.#stop.abort('killed');
    if (this.status === 'running') this.status = 'stopped';
  }

  async #wait(): Promise<void> {
    const { pace, fate } = this.parts;
    const usual = this.#done.at(-1)?.type === 'partial_result' ? 2 * pace : pace;
    const ms = pauseOf(fate, usual, this.#done.length);
    await pause(ms, undefined, { signal: this.#stop.signal }).catch((error: unknown) => {
      if (!this.#stop.signal.aborted) throw error;
    });
  }

  #beforeStep(step: Step): void {
    if (step.agent !== supervisor) return;
    if (step.type === 'agent_completed') this.complete(this.found.answer);
    if (step.type === 'agent_error') this.status = 'failed';
  }

  #endEarly(): void {
    const pieces = this.#done.filter((step) => step.type === 'partial_result');
    if (pieces.length > 0) this.#keep(pieces.map((step) => step.fields['content']).join(''), 'stopped');
    this.status = 'stopped';
    for (const step of stopped(this.#done)) this.#emit(step);
  }

  /** Keeps the answer; from here on nothing is left to stop: what may follow is the report. */
  complete(answer: string): void {
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
