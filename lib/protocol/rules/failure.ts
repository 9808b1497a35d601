import type { Violation } from '../../evidence/index.ts';
import { type AgentEvent, named } from '../event.ts';
import { at, type RunRule } from '../violation.ts';

/** In a run that is meant to fail, its tools and agents may. */
function failing(rule: string, events: readonly AgentEvent[], end: string | undefined, what: string): Violation[] {
  if (end !== undefined && end !== 'completed') return [];
  return events
    .filter(({ failure }) => failure !== null)
    .map((event) => at(rule, event, `${named(event)} ${what}: ${event.failure}`, ['a success'], event.failure ?? ''));
}

export const noFailedTool: RunRule = {
  id: 'no-failed-tool',
  says: 'no tool returns with a failure',
  check({ events }, { end }) {
    const tools = events.filter(({ kind }) => kind === 'tool');
    return failing(this.id, tools, end, 'says that the tool failed');
  },
};

export const noFailedAgent: RunRule = {
  id: 'no-failed-agent',
  says: 'no agent that failed is told as completed (docs/contract/backend.md 4.2)',
  check({ events }, { end }) {
    const agents = events.filter(({ step }) => step === 'complete');
    return failing(this.id, agents, end, 'comes as completed and says that the agent failed');
  },
};
