import type { Scenario } from '../../options.ts';
import { dollars, type Findings } from './findings.ts';

export const supervisor = 'supervisor_agent';

/** One event of a run before it has a time: what happened, which agent, and its fields. */
export interface Step {
  type: string;
  agent: string;
  fields: Record<string, unknown>;
}

/** The tools a run uses, with the label that pairs start and end. */
type Tool = {
  name: string;
  label: 'a' | 'b' | 'c';
  agent: string;
  parameters: Record<string, unknown>;
  result: Record<string, unknown>;
};

function started(agent: string, task: string): Step {
  const context = agent === supervisor ? {} : { parent_agent: supervisor };
  return {
    type: 'agent_started',
    agent,
    fields: { status: 'started', message: `Starting ${agent}`, task_description: task, context },
  };
}

type Phase = 'planning' | 'data_collection' | 'analysis' | 'reporting';

/**
 * What a thought is worth to the business; of these fields the contract tells the names only (docs/contract/backend.md
 * 4.2).
 */
function progress(phase: Phase): Record<string, unknown> {
  const business_impact = phase === 'planning' ? 'medium' : 'high';
  return {
    phase,
    value_indicators: ['cost'],
    actionable_insights: phase === 'reporting',
    technical_specificity: 'medium',
    business_impact,
  };
}

function thinking(agent: string, phase: Phase, reasoning: string, step: number, of: number): Step {
  const progress_percentage = Math.round((100 * step) / of);
  const business_progress = progress(phase);
  const fields = {
    status: 'thinking',
    reasoning,
    step_number: step,
    total_steps: of,
    progress_percentage,
    business_progress,
  };
  return { type: 'agent_thinking', agent, fields };
}

function executing(tool: Tool): Step {
  const message = `Executing ${tool.name}`;
  const fields = {
    tool_name: tool.name,
    parameters: tool.parameters,
    execution_id: tool.label,
    status: 'executing',
    message,
  };
  return { type: 'tool_executing', agent: tool.agent, fields };
}

function completed(tool: Tool): Step {
  const message = `${tool.name} finished`;
  const fields = {
    tool_name: tool.name,
    result: tool.result,
    execution_id: tool.label,
    status: 'completed',
    success: true,
    message,
  };
  return { type: 'tool_completed', agent: tool.agent, fields };
}

function failed(tool: Tool): Step {
  const message = `${tool.name} did not respond`;
  const fields = { ...completed(tool).fields, result: { error: message }, status: 'failed', success: false, message };
  return { type: 'tool_completed', agent: tool.agent, fields };
}

function ended(agent: string, result: string): Step {
  return { type: 'agent_completed', agent, fields: { status: 'completed', result, message: `${agent} completed` } };
}

function broken(agent: string, error_message: string): Step {
  return {
    type: 'agent_error',
    agent,
    fields: { status: 'error', error_message, message: error_message, error_context: {}, recoverable: true },
  };
}

function tools(found: Findings): [Tool, Tool, Tool] {
  return [
    {
      name: 'usage_query',
      label: 'a',
      agent: 'data_agent',
      parameters: { topic: found.topic, days: 30 },
      result: found.usage,
    },
    {
      name: 'price_lookup',
      label: 'b',
      agent: 'data_agent',
      parameters: { model: found.usage.main_model },
      result: found.prices,
    },
    { name: 'savings_model', label: 'c', agent: 'optimization_agent', parameters: found.prices, result: found.savings },
  ];
}

/**
 * No piece says that it is the last: the product's page takes the text of such a piece for the whole (frontend 6,
 * `partial_result`).
 */
function streamed(found: Findings): Step[] {
  return found.pieces.map((content, index) => ({
    type: 'partial_result',
    agent: supervisor,
    fields: { content, chunk_index: index, is_complete: false },
  }));
}

function report(found: Findings): Step {
  const current = found.usage.spend_usd;
  const projected = current - found.savings.saved_usd;
  return {
    type: 'final_report',
    agent: supervisor,
    fields: {
      executive_summary: found.answer,
      recommendations: found.recommendations,
      action_plan: found.actionPlan,
      cost_analysis: {
        current_monthly_usd: current,
        projected_monthly_usd: projected,
        saved_monthly_usd: found.savings.saved_usd,
        price_per_call_usd: Math.round((1000 * current) / found.usage.calls) / 1000,
      },
    },
  };
}

/**
 * The events of a run in order: a supervisor with two sub-agents, three tools of which the first two overlap, the
 * answer in pieces, and the report.
 */
export function script(found: Findings, scenario: Scenario): Step[] {
  const [usage, price, savings] = tools(found);
  const topic = `“${found.topic}”`;
  const withTools = scenario !== 'no-tool';
  const use = (steps: Step[]): Step[] => (withTools ? steps : []);
  const opening = [
    started(supervisor, `Answer a question about ${topic}`),
    thinking(supervisor, 'planning', `Planning how to answer the question about ${topic}`, 1, 3),
    started('data_agent', `Collect usage and prices for ${topic}`),
    thinking('data_agent', 'data_collection', `Choosing the records that matter for ${topic}`, 1, 1),
    ...use([
      executing(usage),
      executing(price),
      completed(price),
      scenario === 'tool-error' ? failed(usage) : completed(usage),
    ]),
    ended(
      'data_agent',
      `${found.usage.calls.toLocaleString('en-US')} calls cost ${dollars(found.usage.spend_usd)} last month`,
    ),
    started('optimization_agent', `Find savings for ${topic}`),
    thinking(
      'optimization_agent',
      'analysis',
      `Comparing ${found.prices.current_model} with ${found.prices.candidate_model}`,
      1,
      1,
    ),
    ...use([executing(savings), completed(savings)]),
  ];
  if (scenario === 'agent-error') {
    const reason = `The optimization agent failed while working on ${topic}`;
    return [...opening, broken('optimization_agent', reason), broken(supervisor, reason), apology(reason)];
  }
  return [
    ...opening,
    ended('optimization_agent', `${dollars(found.savings.saved_usd)} can be saved each month`),
    thinking(supervisor, 'reporting', `Writing the answer about ${topic}`, 3, 3),
    ...streamed(found),
    ended(supervisor, found.answer),
    report(found),
  ];
}

/** The error that the page shows (docs/contract/frontend.md 6). */
function apology(reason: string): Step {
  return {
    type: 'error',
    agent: supervisor,
    fields: { error_message: reason, error_code: 'AGENT_ERROR', recoverable: true },
  };
}

/** What ends a run that was stopped after these steps: open tools, then open agents, innermost first. */
export function stopped(done: readonly Step[]): Step[] {
  const openTools = done.filter((step) => {
    const closes = (other: Step) =>
      other.type === 'tool_completed' && other.fields['execution_id'] === step.fields['execution_id'];
    return step.type === 'tool_executing' && !done.some(closes);
  });
  const openAgents = done.filter((step) => {
    const ends = (other: Step) => other.agent === step.agent && other.type === 'agent_completed';
    return step.type === 'agent_started' && !done.some(ends);
  });
  const closed = openTools.map(({ agent, fields: { tool_name, execution_id } }) => ({
    type: 'tool_completed',
    agent,
    fields: {
      tool_name,
      execution_id,
      result: { cancelled: true },
      status: 'cancelled',
      success: false,
      message: `${String(tool_name)} was cancelled`,
    },
  }));
  const ends = openAgents.reverse().map(({ agent }) => ({
    type: 'agent_stopped',
    agent,
    fields: { status: 'stopped', message: 'Stopped by the user', reason: 'cancelled' },
  }));
  return [...closed, ...ends];
}
