import fc from 'fast-check';
import type { Frame } from '../../../../lib/evidence/index.ts';
import type { Expectations } from '../../../../lib/protocol/index.ts';

export const START = Date.UTC(2026, 0, 5, 22, 0, 0);
export const ENVELOPES = ['payload', 'data', 'flat', 'server'] as const;
export type EnvelopeName = (typeof ENVELOPES)[number];

/** One event of a run before it is put in an envelope; times in milliseconds after the start of the scene. */
export interface Step {
  type: string;
  agent: string;
  run: string;
  thread: string;
  at: number;
  fields: Record<string, unknown>;
}

export const USER = 'user-ada';
export const QUESTION = 'Where does the money go?';
export const OUTERMOST = 'supervisor_agent';

/** The envelopes of the product, written down from docs/contract/backend.md 4.1 and not with the code under test. */
const WRAP: Record<EnvelopeName, (step: Step) => Record<string, unknown>> = {
  payload: ({ type, agent, run, thread, at, fields }) => ({
    type,
    run_id: run,
    user_id: USER,
    thread_id: thread,
    agent_name: agent,
    timestamp: START + at,
    payload: fields,
  }),
  data: ({ type, agent, run, at, fields }) => ({
    type,
    run_id: run,
    user_id: USER,
    agent_name: agent,
    timestamp: new Date(START + at).toISOString(),
    data: fields,
  }),
  flat: ({ type, agent, run, thread, at, fields }) => ({
    critical: true,
    attempt: null,
    type,
    user_id: USER,
    thread_id: thread,
    run_id: run,
    agent_name: agent,
    timestamp: (START + at) / 1000,
    ...fields,
  }),
  server: ({ type, agent, run, thread, at, fields }) => ({
    type,
    data: { run_id: run, user_id: USER, thread_id: thread, agent_name: agent, ...fields },
    timestamp: (START + at) / 1000,
    server_id: 'server-1',
    correlation_id: `${run}-${at}`,
  }),
};

/** @returns frames in order of their times, numbered from `first`, each arriving a moment after it was stamped */
export function toFrames(steps: readonly Step[], envelope: EnvelopeName = 'payload', first = 1): Frame[] {
  return [...steps]
    .sort((a, b) => a.at - b.at)
    .map((step, index) => ({
      seq: first + index,
      socket: 1,
      direction: 'received',
      time: START + step.at + 2,
      text: JSON.stringify(WRAP[envelope](step)),
    }));
}

/**
 * Frames as a replay plays them a minute later, each so many milliseconds slower than the one before.
 * @param then when a frame had come in the recording, in milliseconds since the start
 */
export function replayed(frames: readonly Frame[], slower: number, then = (at: number) => at): Frame[] {
  return frames.map((frame, index) => {
    const moved = 60_000 + slower * index;
    const text = frame.text.replace(/"timestamp":(\d+)/, (_, stamp) => `"timestamp":${Number(stamp) + moved}`);
    return { ...frame, text, time: frame.time + moved, recorded: { time: START + then(frame.time - START), moved } };
  });
}

/** What the page sends before a run: its message. */
export function sendFrame(thread: string | null, at: number, seq: number, text = QUESTION): Frame {
  const message = {
    type: 'start_agent',
    payload: { user_request: text, thread_id: thread, context: { source: 'message_input' }, settings: {} },
  };
  return { seq, socket: 1, direction: 'sent', time: START + at, text: JSON.stringify(message) };
}

export function expectationsFor(steps: readonly Step[], more: Partial<Expectations> = {}): Expectations {
  const last = Math.max(0, ...steps.map(({ at }) => at));
  return { skew: 500, silence: 3_000, now: START + last + 100, user: USER, restates: true, timed: true, ...more };
}

/** How often each step comes, by label, pieces of text apart. */
export function countsOf(steps: readonly Step[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type, agent, fields } of steps) {
    if (type === 'partial_result') continue;
    const label = `${type}(${typeof fields.tool_name === 'string' ? fields.tool_name : agent})`;
    counts[label] = (counts[label] ?? 0) + 1;
  }
  return counts;
}

/** A step of a plan and the steps that must have come before it. */
interface Planned extends Omit<Step, 'at'> {
  after: Planned[];
}

interface AgentPlan {
  thoughts: number;
  tools: number;
  withIds: boolean;
  children: AgentPlan[];
}

const agentPlan = (depth: number): fc.Arbitrary<AgentPlan> =>
  fc.record({
    thoughts: fc.nat(2),
    tools: fc.nat(3),
    withIds: fc.boolean(),
    children: depth === 0 ? fc.constant([]) : fc.array(agentPlan(depth - 1), { maxLength: 2 }),
  });

const piece = fc.constantFrom(
  'Most of it ',
  'goes to ',
  'large models',
  ', and ',
  'some\n',
  'to retries. ',
  'Cache ',
  'them',
  '!',
  ' ',
);

export interface RunPlan {
  root: AgentPlan;
  pieces: string[];
  report: boolean;
  /** Numbers that choose, over and over, which of the steps that may come next does come next. */
  choices: number[];
}

/**
 * Runs with any number of agents, nested and at work at the same time, tools that overlap, and pieces of text in
 * between.
 */
export const runPlan: fc.Arbitrary<RunPlan> = fc.record({
  root: agentPlan(2),
  pieces: fc.array(piece, { maxLength: 6 }).map((pieces) => (pieces.length === 0 ? [] : ['It: ', ...pieces, 'Done.'])),
  report: fc.boolean(),
  choices: fc.array(fc.nat(1_000), { minLength: 1, maxLength: 40 }),
});

/** Lays a plan out in one of its legal orders, a step every 7 ms. */
export function perform(
  { root, pieces, report, choices }: RunPlan,
  run = 'run_1',
  thread = 'thread_1',
  from = 10,
): Step[] {
  const plan = planSteps(root, pieces, report, run, thread);
  const done = new Set<Planned>();
  const steps: Step[] = [];
  while (done.size < plan.length) {
    const ready = plan.filter((step) => !done.has(step) && step.after.every((earlier) => done.has(earlier)));
    const next = ready[(choices[done.size % choices.length] ?? 0) % ready.length] as Planned;
    done.add(next);
    steps.push({ type: next.type, agent: next.agent, run, thread, fields: next.fields, at: from + 7 * done.size });
  }
  return steps;
}

function planSteps(root: AgentPlan, pieces: string[], report: boolean, run: string, thread: string): Planned[] {
  const plan: Planned[] = [];
  const add = (type: string, agent: string, fields: Record<string, unknown>, after: Planned[]): Planned => {
    const step = { type, agent, run, thread, fields, after };
    plan.push(step);
    return step;
  };
  const answer = pieces.length === 0 ? 'It: nothing to stream.' : pieces.join('');

  const agent = (name: string, { thoughts, tools, withIds, children }: AgentPlan, parent: Planned[]): Planned => {
    const outermost = parent.length === 0;
    const start = add('agent_started', name, { status: 'started' }, parent);
    const body = [start];
    for (let n = 0; n < thoughts + (outermost ? 1 : 0); n += 1) {
      body.push(
        add('agent_thinking', name, { reasoning: `${name} weighs point ${n}` }, [
          body.findLast(({ type }) => type === 'agent_thinking') ?? start,
        ]),
      );
    }
    for (let n = 0; n < tools + (outermost ? 1 : 0); n += 1) {
      const fields = {
        tool_name: n % 2 === 0 ? 'usage_query' : 'price_lookup',
        ...(withIds ? { execution_id: `${run}-${name}-${n}` } : {}),
      };
      const call = add('tool_executing', name, { ...fields, parameters: { n } }, [start]);
      body.push(call, add('tool_completed', name, { ...fields, result: { n } }, [call]));
    }
    children.forEach((child, n) => body.push(agent(`${name}_${n}`, child, [start])));
    if (outermost) body.push(...stream(name, start));
    return add('agent_completed', name, outermost ? { result: answer } : { status: 'completed' }, body);
  };
  const stream = (name: string, start: Planned): Planned[] => {
    let last = start;
    return pieces.map(
      (content, n) => (last = add('partial_result', name, { content, is_complete: n === pieces.length - 1 }, [last])),
    );
  };

  const end = agent(OUTERMOST, root, []);
  if (report) add('final_report', OUTERMOST, { executive_summary: answer }, end.after);
  return plan;
}

/**
 * The run that the embedded stack plays, in short: a supervisor, two sub-agents, two tools that overlap, three pieces.
 */
export function exampleSteps(): Step[] {
  const [data, optimization] = ['data_agent', 'optimization_agent'];
  const answer = 'Most of it goes to large models.';
  const tool = (tool_name: string, execution_id: string, more: Record<string, unknown>) => ({
    tool_name,
    execution_id,
    ...more,
  });
  const rows: [type: string, agent: string, fields: Record<string, unknown>][] = [
    ['agent_started', OUTERMOST, {}],
    ['agent_thinking', OUTERMOST, { reasoning: 'Planning' }],
    ['agent_started', data, {}],
    ['agent_thinking', data, { reasoning: 'Choosing records' }],
    ['tool_executing', data, tool('usage_query', 'a', { parameters: {} })],
    ['tool_executing', data, tool('price_lookup', 'b', { parameters: {} })],
    ['tool_completed', data, tool('price_lookup', 'b', { result: 1 })],
    ['tool_completed', data, tool('usage_query', 'a', { result: 2 })],
    ['agent_completed', data, {}],
    ['agent_started', optimization, {}],
    ['agent_completed', optimization, {}],
    ['partial_result', OUTERMOST, { content: 'Most of it ', is_complete: false }],
    ['partial_result', OUTERMOST, { content: 'goes to ', is_complete: false }],
    ['partial_result', OUTERMOST, { content: 'large models.', is_complete: true }],
    ['agent_completed', OUTERMOST, { result: answer }],
    ['final_report', OUTERMOST, { executive_summary: answer }],
  ];
  return rows.map(([type, agent, fields], index) => ({
    type,
    agent,
    fields,
    run: 'run_1',
    thread: 'thread_1',
    at: 10 + 10 * index,
  }));
}
