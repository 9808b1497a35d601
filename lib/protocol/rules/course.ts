import { type AgentEvent, isEnd } from '../event.ts';
import type { Run } from '../run.ts';

/** Where a run stands just before an event: which agents are at work, which have ended, which tools are open. */
export class Course {
  readonly outermost: string | null;
  readonly #states = new Map<string, 'open' | 'ended'>();
  readonly #tools = new Map<string, Map<string | null, number>>();
  #begun = false;

  constructor(run: Run) {
    this.outermost = run.outermost?.name ?? null;
  }

  /**
   * The agent that an event speaks for; an error without a name speaks for the run, that is for the outermost agent.
   */
  agentOf(event: AgentEvent): string | null {
    return event.agent ?? (event.kind === 'error' ? this.outermost : null);
  }

  stateOf(agent: string): 'new' | 'open' | 'ended' {
    return this.#states.get(agent) ?? 'new';
  }

  get over(): boolean {
    return this.outermost !== null && this.stateOf(this.outermost) === 'ended';
  }

  /** What may come next: of this agent, or of any when none is given. */
  legal(agent: string | null): string[] {
    if (!this.#begun) return ['agent_started'];
    if (this.over) return ['final_report, agent_response', 'nothing else of this run'];
    if (agent === null) return ['events of an agent that has started', 'agent_started of another agent'];
    const state = this.stateOf(agent);
    if (state === 'new') return [`agent_started(${agent})`];
    if (state === 'ended') return [`nothing more of ${agent}`, 'events of the other agents'];
    const open = this.#openTools(agent);
    const ends = open.length === 0 ? [`agent_completed(${agent})`] : [];
    return [`agent_thinking(${agent})`, `tool_executing(${agent})`, ...open, ...ends, `agent_error(${agent})`];
  }

  advance(event: AgentEvent): void {
    this.#begun = true;
    const agent = this.agentOf(event);
    if (agent === null || event.kind === 'delivery' || event.kind === 'unknown') return;
    if (this.stateOf(agent) === 'new') this.#states.set(agent, 'open');
    if (isEnd(event)) this.#states.set(agent, 'ended');
    if (event.step === 'call') this.#open(agent, event.tool);
    if (event.step === 'return') this.#close(agent, event.tool);
  }

  #open(agent: string, tool: string | null): void {
    const tools = this.#tools.get(agent) ?? new Map<string | null, number>();
    this.#tools.set(agent, tools.set(tool, (tools.get(tool) ?? 0) + 1));
  }

  #close(agent: string, tool: string | null): void {
    const tools = this.#tools.get(agent);
    const count = tools?.get(tool) ?? 0;
    if (count > 1) tools?.set(tool, count - 1);
    else tools?.delete(tool);
  }

  /** A few of the tools that the agent waits for: enough to tell, however many there are. */
  #openTools(agent: string): string[] {
    const open: string[] = [];
    for (const tool of this.#tools.get(agent)?.keys() ?? []) {
      if (open.length === 4) break;
      open.push(`tool_completed(${tool})`);
    }
    return open;
  }
}

/** Frames that may follow a run's end: they deliver its answer, or show the person that it failed. */
export function onlyDelivers(event: AgentEvent, run: Run): boolean {
  if (event.kind === 'delivery') return true;
  return run.end === 'error' && event !== run.ending && event.definition.tellsPerson === true;
}

/** Walks along a run: each event with the course as it stands before that event. */
export function* course(run: Run): Generator<{ event: AgentEvent; before: Course }> {
  const before = new Course(run);
  for (const event of run.events) {
    yield { event, before };
    before.advance(event);
  }
}
