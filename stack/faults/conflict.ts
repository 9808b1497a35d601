import type { FaultSpec } from './fault.ts';
import { chain, effectsOf } from './index.ts';

/** The frames of a run in which everything happens once or more, as the embedded agents send them. */
const RUN: readonly string[] = [
  { type: 'agent_started' },
  { type: 'agent_thinking', reasoning: 'Which figures are needed?' },
  { type: 'agent_started', agent_name: 'data_agent' },
  { type: 'tool_executing', agent_name: 'data_agent', tool_name: 'search', execution_id: 'call_1' },
  { type: 'tool_completed', agent_name: 'data_agent', tool_name: 'search', execution_id: 'call_1', result: 'found' },
  { type: 'tool_executing', tool_name: 'sum', execution_id: 'call_2' },
  { type: 'tool_completed', tool_name: 'sum', execution_id: 'call_2', result: '12' },
  { type: 'agent_completed', agent_name: 'data_agent', result: { response: 'Twelve.' } },
  { type: 'partial_result', content: 'The costs of ' },
  { type: 'partial_result', content: 'one team are twelve ' },
  { type: 'partial_result', content: 'thousand.' },
  { type: 'final_report', report: 'The costs of one team are twelve thousand.' },
  { type: 'agent_completed', result: { response: 'The costs of one team are twelve thousand.' } },
].map(({ type, ...fields }, index) =>
  JSON.stringify({
    type,
    payload: {
      run_id: 'run_1',
      thread_id: 'thread_1',
      user_id: 'user_1',
      agent_name: 'supervisor_agent',
      timestamp: 1_700_000_000 + index,
      ...fields,
    },
  }),
);

/** What reaches the browser of that run when these faults are on. */
function sent(specs: readonly FaultSpec[]): string {
  const effects = specs.map(effectsOf);
  const ends = effects.map((one) => one.run?.().dies?.after ?? RUN.length);
  const edit = chain(effects.flatMap((one) => one.frames?.() ?? []));
  return JSON.stringify(RUN.slice(0, Math.min(...ends, RUN.length)).flatMap(edit));
}

/**
 * Whether one of several faults that change the frames of a run changes nothing, because another one takes away what it
 * would change. Faults of different people do not meet.
 * @returns a sentence that names both; null when each still does something
 */
export function conflictOf(specs: readonly FaultSpec[]): string | null {
  const without = (some: readonly FaultSpec[], one: FaultSpec) => some.filter((other) => other !== one);
  const acting = specs.filter((spec) => sent([spec]) !== sent([]));
  if (new Set(acting.map(({ person }) => person)).size > 1) return null;
  const all = sent(acting);
  for (const idle of acting) {
    if (acting.length < 2 || sent(without(acting, idle)) !== all) continue;
    const others = without(acting, idle);
    const by = others.find((other) => sent([other, idle]) === sent([other])) ?? others[0]!;
    return `${idle.id} changes nothing together with ${by.id}, which takes away the frame on which it acts: use one of them.`;
  }
  return null;
}
