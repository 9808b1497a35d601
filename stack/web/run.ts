import type { IconName } from './dom.ts';
import { firstText, textOf, type ServerMessage } from './envelope.ts';
import { isWhole, type Json } from './json.ts';

export interface Agent {
  name: string;
  /** The name as it is shown: the second run of an agent has a number. */
  label: string;
  startedAt: number;
  /** Milliseconds; null while it works. */
  took: number | null;
  failed: boolean;
}

export interface Tool {
  id: string;
  name: string;
  startedAt: number;
}

export interface Thought {
  agent: string;
  text: string;
}

export interface Progress {
  step: number;
  of: number;
}

/** What a frame adds to the transcript. */
export interface Note {
  heading: string;
  text: string;
  icon: IconName;
}

/** What one run of the agents has told so far. */
export interface Run {
  /** Null until the first frame names it. */
  id: string | null;
  /** The message it answers; empty of a run that this page did not ask for since it was loaded. */
  request: string;
  phase: 'waiting' | 'running' | 'completed' | 'failed' | 'stopped' | 'silent';
  /** Epoch milliseconds, by this browser. */
  startedAt: number;
  /** When the last frame came, by this browser. */
  seenAt: number;
  /** The outermost agent: its end is the end of the run. */
  root: string | null;
  rootEnded: boolean;
  agents: Agent[];
  /** Those at work. */
  tools: Tool[];
  thoughts: Thought[];
  /** How far the outermost agent is: a step of another agent is none of its own. */
  progress: Progress | null;
  /** The streamed text, without a hole. */
  text: string;
  /** How many pieces are in `text`. */
  pieces: number;
  /** Pieces that came before their turn. */
  early: Map<number, string>;
  streaming: boolean;
  /** Empty until it is known. */
  answer: string;
  report: Json | null;
  /** Why it failed. */
  problem: string;
  stopRequested: boolean;
}

export function createRun(request: string, id: string | null = null): Run {
  const now = Date.now();
  return {
    id,
    request,
    phase: 'waiting',
    startedAt: now,
    seenAt: now,
    root: null,
    rootEnded: false,
    agents: [],
    tools: [],
    thoughts: [],
    progress: null,
    text: '',
    pieces: 0,
    early: new Map(),
    streaming: false,
    answer: '',
    report: null,
    problem: '',
    stopRequested: false,
  };
}

export function isActive(run: Run | null): boolean {
  return run?.phase === 'waiting' || run?.phase === 'running';
}

/** The agent at work: the one started last that has not ended, else the outermost. */
export function agentAtWork(run: Run): string | null {
  const open = run.agents.filter((agent) => agent.took === null);
  return (open.at(-1) ?? run.agents[0])?.label ?? run.root;
}

/**
 * Takes one frame into a run.
 * @param run is changed
 * @returns what the frame adds to the transcript
 */
export function advance(run: Run, frame: ServerMessage): Note | null {
  if (run.phase === 'stopped' || run.phase === 'failed') return null;
  run.seenAt = Date.now();
  if (run.phase === 'waiting' || run.phase === 'silent') run.phase = 'running';
  const name = frame.agent ?? 'unknown';
  switch (frame.type) {
    case 'agent_started':
      return started(run, frame, name);
    case 'agent_thinking':
      return thinking(run, frame, name);
    case 'tool_executing':
      run.tools.push({ id: toolId(frame), name: toolName(frame), startedAt: Date.now() });
      break;
    case 'tool_completed':
      run.tools = run.tools.filter(({ id }) => id !== toolId(frame));
      break;
    case 'partial_result':
      return streamed(run, frame, name);
    case 'agent_completed':
      return completed(run, frame, name);
    case 'final_report':
      return reported(run, frame);
    case 'agent_error':
    case 'error':
      return failed(run, frame, name);
    case 'agent_stopped':
      endAgent(run, frame, name, true);
      if (run.stopRequested || frame.agent === null || name === run.root) finish(run, 'stopped');
  }
  return null;
}

/** Ends a run. */
export function finish(run: Run, phase: 'completed' | 'failed' | 'stopped' | 'silent', problem = ''): void {
  run.phase = phase;
  run.problem = problem;
  run.streaming = false;
  run.tools = [];
}

function started(run: Run, frame: ServerMessage, name: string): Note {
  run.root ??= name;
  const before = run.agents.filter((agent) => agent.name === name).length;
  const label = before === 0 ? name : `${name} (${before + 1})`;
  run.agents.push({ name, label, startedAt: frame.at, took: null, failed: false });
  return { heading: name, icon: 'start', text: `Starting ${label}...` };
}

function thinking(run: Run, frame: ServerMessage, name: string): Note {
  const { reasoning, message, thought, step_number: step, total_steps: of } = frame.fields;
  const text = firstText(reasoning, message, thought) ?? 'Processing...';
  run.thoughts.push({ agent: name, text });
  if (name === (run.root ?? name)) run.progress = isWhole(step) && isWhole(of) && of > 0 ? { step, of } : null;
  return { heading: name, icon: 'thought', text: `${name}: ${text}` };
}

/** Numbered pieces are put in their order, so that what is shown is always a beginning of the answer. */
function streamed(run: Run, frame: ServerMessage, name: string): null {
  const { content, chunk, chunk_index: index, is_complete: complete, done } = frame.fields;
  const piece = textOf(content ?? chunk);
  run.root ??= name;
  const place = isWhole(index) ? index : run.pieces;
  if (place >= run.pieces) run.early.set(place, piece);
  for (let next = run.early.get(run.pieces); next !== undefined; next = run.early.get(run.pieces)) {
    run.early.delete(run.pieces);
    run.text += next;
    run.pieces += 1;
  }
  if (run.phase === 'running') run.streaming = !(complete || done);
  return null;
}

function completed(run: Run, frame: ServerMessage, name: string): Note {
  const agent = endAgent(run, frame, name, false);
  if (name === run.root || run.root === null) {
    run.rootEnded = true;
    run.streaming = false;
    const { result, final_response: response } = frame.fields;
    const whole = run.early.size === 0 ? run.text : '';
    run.answer ||= textOf(result) || textOf(response) || whole;
    if (run.answer) finish(run, 'completed');
  }
  const took = agent?.took ?? durationOf(frame);
  return {
    heading: name,
    icon: 'check',
    text: `${agent?.label ?? name} completed${took === null ? '' : ` in ${(took / 1000).toFixed(2)}s`}`,
  };
}

function reported(run: Run, frame: ServerMessage): null {
  run.report = frame.fields;
  run.answer = textOf(frame.fields.executive_summary);
  finish(run, 'completed');
  return null;
}

function failed(run: Run, frame: ServerMessage, name: string): null {
  const { error_message: text, message, error, death_cause: cause } = frame.fields;
  endAgent(run, frame, name, true);
  const ofPart = frame.type === 'agent_error' && frame.agent !== null && run.root !== null && name !== run.root;
  if (!ofPart) finish(run, 'failed', [text, message, error, cause].map(textOf).find(Boolean) ?? 'An error occurred');
  return null;
}

function endAgent(run: Run, frame: ServerMessage, name: string, failed: boolean): Agent | undefined {
  const agent = run.agents.find((one) => one.name === name && one.took === null);
  if (!agent) return undefined;
  agent.took = durationOf(frame) ?? Math.max(0, frame.at - agent.startedAt);
  agent.failed = failed;
  return agent;
}

/** @returns milliseconds */
function durationOf({ fields }: ServerMessage): number | null {
  const { duration_ms: ms, execution_time_ms: alsoMs } = fields;
  return [ms, alsoMs].find((value) => typeof value === 'number') ?? null;
}

function toolId({ fields }: ServerMessage): string {
  return textOf(fields.execution_id);
}

function toolName({ fields }: ServerMessage): string {
  return firstText(fields.tool_name) ?? 'unknown_tool';
}
