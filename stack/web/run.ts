// @ts-check
import { textOf } from './envelope.ts';

/** @typedef {import('./envelope.ts').Frame} Frame */
/**
 * @typedef {{ name: string, label: string, startedAt: number, took: number | null, failed: boolean }} Agent  took:
 * milliseconds, null while it works
 */
/** @typedef {{ id: string, name: string, agent: string, startedAt: number }} Tool */
/** @typedef {{ agent: string, text: string }} Thought */
/** @typedef {{ step: number, of: number }} Progress */

/**
 * What one run of the agents has told so far.
 * @typedef {object} Run
 * @property {string | null} id null until the first frame names it
 * @property {string} request the message it answers
 * @property {'waiting' | 'running' | 'completed' | 'failed' | 'stopped' | 'silent'} phase
 * @property {number} startedAt epoch milliseconds, by this browser
 * @property {number} seenAt when the last frame came, by this browser
 * @property {string | null} root the outermost agent: its end is the end of the run
 * @property {boolean} rootEnded
 * @property {Agent[]} agents
 * @property {Tool[]} tools those at work
 * @property {Thought[]} thoughts
 * @property {Progress | null} progress
 * @property {string} text the streamed text, without a hole
 * @property {number} pieces how many pieces are in `text`
 * @property {Map<number, string>} early pieces that came before their turn
 * @property {boolean} streaming
 * @property {string} answer empty until it is known
 * @property {Record<string, any> | null} report
 * @property {string} problem why it failed
 * @property {boolean} stopRequested
 */

/** @typedef {{ heading: string, text: string }} Note  what a frame adds to the transcript */

/**
 * @param {string} request
 * @param {string | null} [id]
 * @returns {Run}
 */
export function createRun(request, id = null) {
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

/** @param {Run | null} run */
export function isActive(run) {
  return run?.phase === 'waiting' || run?.phase === 'running';
}

/**
 * The agent at work: the one started last that has not ended, else the outermost.
 * @param {Run} run
 */
export function agentAtWork(run) {
  const open = run.agents.filter((agent) => agent.took === null);
  return (open.at(-1) ?? run.agents[0])?.label ?? run.root;
}

/**
 * Takes one frame into a run.
 * @param {Run} run is changed
 * @param {Frame} frame
 * @returns {Note | null} what the frame adds to the transcript
 */
export function advance(run, frame) {
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
      run.tools.push({ id: toolId(frame), name: toolName(frame), agent: name, startedAt: Date.now() });
      return null;
    case 'tool_completed':
      return toolEnded(run, frame, name);
    case 'partial_result':
      return streamed(run, frame, name);
    case 'agent_completed':
      return completed(run, frame, name);
    case 'agent_response':
      run.answer = textOf(frame.fields) || run.answer;
      if (run.rootEnded || run.agents.length === 0) finish(run, 'completed');
      return null;
    case 'final_report':
      return reported(run, frame);
    case 'agent_error':
    case 'error':
      return failed(run, frame, name);
    case 'agent_stopped':
      endAgent(run, frame, name, true);
      if (run.stopRequested || frame.agent === null || name === run.root) finish(run, 'stopped');
      return null;
    default:
      return null;
  }
}

/**
 * Ends a run.
 * @param {Run} run
 * @param {'completed' | 'failed' | 'stopped' | 'silent'} phase
 * @param {string} [problem]
 */
export function finish(run, phase, problem = '') {
  run.phase = phase;
  run.problem = problem;
  run.streaming = false;
  if (phase !== 'silent') run.tools = [];
}

/** @type {(run: Run, frame: Frame, name: string) => Note} */
function started(run, frame, name) {
  run.root ??= name;
  const before = run.agents.filter((agent) => agent.name === name).length;
  const label = before === 0 ? name : `${name} (${before + 1})`;
  run.agents.push({ name, label, startedAt: frame.at, took: null, failed: false });
  return { heading: name, text: `🚀 Starting ${label}...` };
}

/** @type {(run: Run, frame: Frame, name: string) => Note} */
function thinking(run, frame, name) {
  const { reasoning, message, thought, step_number: step, total_steps: of } = frame.fields;
  const text = [reasoning, message, thought].find((value) => typeof value === 'string' && value) ?? 'Processing...';
  run.thoughts.push({ agent: name, text });
  run.progress = Number.isInteger(step) && Number.isInteger(of) && of > 0 ? { step, of } : null;
  return { heading: name, text: `🤔 ${name}: ${text}` };
}

/** @type {(run: Run, frame: Frame, name: string) => null} */
function toolEnded(run, frame, name) {
  const id = toolId(frame);
  const same = run.tools.findIndex((tool) =>
    id ? tool.id === id : tool.agent === name && tool.name === toolName(frame),
  );
  if (same >= 0) run.tools.splice(same, 1);
  return null;
}

/**
 * Numbered pieces are put in their order, so that what is shown is always a beginning of the answer.
 * @type {(run: Run, frame: Frame, name: string) => null}
 */
function streamed(run, frame, name) {
  const { content, chunk, chunk_index: index, is_complete: complete, done } = frame.fields;
  const piece = textOf(content ?? chunk);
  run.root ??= name;
  run.early.set(Number.isInteger(index) ? index : run.pieces, piece);
  for (let next = run.early.get(run.pieces); next !== undefined; next = run.early.get(run.pieces)) {
    run.early.delete(run.pieces);
    run.text += next;
    run.pieces += 1;
  }
  for (const number of run.early.keys()) if (number < run.pieces) run.early.delete(number);
  if (run.phase === 'running') run.streaming = !(complete || done);
  return null;
}

/** @type {(run: Run, frame: Frame, name: string) => Note} */
function completed(run, frame, name) {
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
    text: `✅ ${agent?.label ?? name} completed${took === null ? '' : ` in ${(took / 1000).toFixed(2)}s`}`,
  };
}

/** @type {(run: Run, frame: Frame) => null} */
function reported(run, frame) {
  const { executive_summary: summary, report, recommendations } = frame.fields;
  const count = Array.isArray(recommendations) ? recommendations.length : 0;
  run.report = frame.fields;
  run.answer =
    textOf(summary) || run.answer || textOf(report) || `📊 Analysis complete! Found ${count} recommendations.`;
  finish(run, 'completed');
  return null;
}

/** @type {(run: Run, frame: Frame, name: string) => null} */
function failed(run, frame, name) {
  const { error_message: text, message, error, death_cause: cause } = frame.fields;
  endAgent(run, frame, name, true);
  const ofPart = frame.type === 'agent_error' && frame.agent !== null && run.root !== null && name !== run.root;
  if (!ofPart) finish(run, 'failed', [text, message, error, cause].map(textOf).find(Boolean) ?? 'An error occurred');
  return null;
}

/** @type {(run: Run, frame: Frame, name: string, failed: boolean) => Agent | undefined} */
function endAgent(run, frame, name, failed) {
  const agent = run.agents.find((one) => one.name === name && one.took === null);
  if (!agent) return undefined;
  agent.took = durationOf(frame) ?? Math.max(0, frame.at - agent.startedAt);
  agent.failed = failed;
  return agent;
}

/** @param {Frame} frame @returns {number | null} milliseconds */
function durationOf({ fields }) {
  const { duration_ms: ms, execution_time_ms: alsoMs, execution_time: seconds, duration } = fields;
  const found = [ms, alsoMs].find((value) => typeof value === 'number');
  if (found !== undefined) return found;
  const inSeconds = [seconds, duration].find((value) => typeof value === 'number');
  return inSeconds === undefined ? null : inSeconds * 1000;
}

/** @param {Frame} frame */
function toolId({ fields }) {
  return typeof fields.execution_id === 'string' ? fields.execution_id : '';
}

/** @param {Frame} frame */
function toolName({ fields }) {
  return typeof fields.tool_name === 'string' && fields.tool_name ? fields.tool_name : 'unknown_tool';
}
