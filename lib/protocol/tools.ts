import type { AgentEvent } from './event.ts';

/** One tool call: its two events, of which one may be missing. */
export interface ToolCall {
  agent: string | null;
  tool: string | null;
  execution: string | null;
  started: AgentEvent | null;
  completed: AgentEvent | null;
}

/**
 * Pairs `tool_executing` with `tool_completed`: by `execution_id`, else first in first out per agent and tool
 * (docs/contract/backend.md 4.4). A result that fits no open call becomes a call without a start. Constant time per
 * event.
 */
export class ToolCalls {
  readonly all: ToolCall[] = [];
  readonly #byExecution = new Map<string, ToolCall>();
  readonly #byName = new Map<string, Queue>();

  add(event: AgentEvent): void {
    if (event.step === 'call') this.#open(event);
    if (event.step === 'return') this.#close(event);
  }

  #open(event: AgentEvent): void {
    const call = this.#record(event);
    call.started = event;
    if (call.execution !== null && !this.#byExecution.has(call.execution)) this.#byExecution.set(call.execution, call);
    this.#queue(event).push(call);
  }

  #close(event: AgentEvent): void {
    const named = event.execution === null ? undefined : this.#byExecution.get(event.execution);
    const open = event.execution === null ? this.#queue(event).first() : named?.completed === null ? named : undefined;
    (open ?? this.#record(event)).completed = event;
  }

  #record(event: AgentEvent): ToolCall {
    const call: ToolCall = {
      agent: event.agent,
      tool: event.tool,
      execution: event.execution,
      started: null,
      completed: null,
    };
    this.all.push(call);
    return call;
  }

  #queue(event: AgentEvent): Queue {
    const key = JSON.stringify([event.agent, event.tool]);
    let queue = this.#byName.get(key);
    if (!queue) this.#byName.set(key, (queue = new Queue()));
    return queue;
  }
}

/** Calls of one agent and tool in order; those closed by their execution id meanwhile are passed over. */
class Queue {
  readonly #calls: ToolCall[] = [];
  #head = 0;

  push(call: ToolCall): void {
    this.#calls.push(call);
  }

  first(): ToolCall | undefined {
    while (this.#calls[this.#head]?.completed) this.#head += 1;
    return this.#calls[this.#head];
  }
}
