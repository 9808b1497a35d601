import type { Violation } from '../../evidence/index.ts';
import { isEnd, named } from '../event.ts';
import type { Run } from '../run.ts';
import { absence, at, missing, spanOf, type Expectations, type RunRule } from '../violation.ts';
import { criticalEventsOf, type Definition } from '../vocabulary.ts';
import { course, onlyDelivers } from './course.ts';

export const criticalEvents: RunRule = {
  id: 'critical-events',
  says: 'every critical event occurs: agent_started, agent_thinking, tool_executing, tool_completed, agent_completed',
  check(run, expectations, vocabulary) {
    const seen = new Set(run.events.map((event) => event.type));
    const span = spanOf(run);
    return criticalEventsOf(vocabulary)
      .filter((type) => isWanted(vocabulary.events[type], expectations) && !seen.has(type))
      .map((type) => {
        const instead = run.events.find(({ definition }) => definition.insteadOf === type);
        const came = instead ? `; ${named(instead)} came in its place` : '';
        return absence(missing(this.id, `the run has no ${type} ${span}${came}`, [type], [...seen].join(', ')), type);
      });
  },
};

function isWanted(definition: Definition | undefined, { tools = true, end = 'completed' }: Expectations): boolean {
  if (end !== 'completed') return definition?.step === 'start';
  return tools || definition?.kind !== 'tool';
}

export const startsFirst: RunRule = {
  id: 'starts-first',
  says: 'agent_started is the first event of a run',
  check(run) {
    const first = run.events[0];
    if (!first || first.step === 'start') return [];
    return [at(this.id, first, `${named(first)} comes first in the run, before any agent_started`, ['agent_started'])];
  },
};

export const agentLifecycle: RunRule = {
  id: 'agent-lifecycle',
  says: 'each agent, supervisor or sub-agent, starts once, before anything else of it',
  check(run) {
    const violations: Violation[] = [];
    for (const { event, before } of course(run)) {
      if (event.agent === null || event.kind === 'delivery' || event.kind === 'unknown') continue;
      const state = before.stateOf(event.agent);
      const early = state === 'new' && event.step !== 'start';
      const again = state === 'open' && event.step === 'start';
      if (!early && !again) continue;
      const fault = early ? `comes before agent_started(${event.agent})` : 'starts an agent that is already at work';
      violations.push(at(this.id, event, `${named(event)} ${fault}`, before.legal(event.agent)));
    }
    return violations;
  },
};

export const oneEnd: RunRule = {
  id: 'one-end',
  says: 'each agent ends exactly once: completed, or an error type',
  check(run, expectations) {
    const violations: Violation[] = [];
    for (const { event, before } of course(run)) {
      const agent = before.agentOf(event);
      if (!isEnd(event) || onlyDelivers(event, run) || agent === null || before.stateOf(agent) !== 'ended') continue;
      violations.push(
        at(this.id, event, `${named(event)} ends ${agent}, which had already ended`, before.legal(agent)),
      );
    }
    return [...violations, ...endless(this.id, run, expectations)];
  },
};

/** A run that breaks off takes its sub-agents with it: their ends are only owed when it was meant to complete. */
function endless(rule: string, run: Run, { end = 'completed' }: Expectations): Violation[] {
  const owing = end === 'completed' ? run.agents : run.agents.filter((agent) => agent === run.outermost);
  return owing
    .filter((agent) => agent.ended === null)
    .map((agent) => {
      const legal = [`agent_completed(${agent.name})`, `agent_error(${agent.name})`];
      const last = run.events.at(-1);
      const came = last ? `nothing after ${named(last)}` : 'nothing';
      const violation = agent.started
        ? at(rule, agent.started, `${named(agent.started)} is never followed by the end of ${agent.name}`, legal, came)
        : missing(rule, `${agent.name} never ends; the last frame is #${last?.frame.seq}`, legal, came);
      return absence(violation, `agent_completed(${agent.name})`);
    });
}

export const nothingAfterEnd: RunRule = {
  id: 'nothing-after-end',
  says: 'nothing of an agent comes after its end, except frames that only deliver the answer',
  check(run) {
    const violations: Violation[] = [];
    for (const { event, before } of course(run)) {
      if (event.agent === null || isEnd(event) || event.kind === 'delivery' || event.kind === 'unknown') continue;
      if (before.stateOf(event.agent) !== 'ended') continue;
      violations.push(
        at(this.id, event, `${named(event)} comes after the end of ${event.agent}`, before.legal(event.agent)),
      );
    }
    return violations;
  },
};

export const outermostEndsLast: RunRule = {
  id: 'outermost-ends-last',
  says: 'the end of the outermost agent is the last event of a run, except frames that only deliver the answer',
  check(run) {
    const violations: Violation[] = [];
    for (const { event, before } of course(run)) {
      if (!before.over || onlyDelivers(event, run) || before.agentOf(event) === before.outermost) continue;
      violations.push(
        at(this.id, event, `${named(event)} comes after the run ended with ${before.outermost}`, before.legal(null)),
      );
    }
    return violations;
  },
};

export const expectedEnd: RunRule = {
  id: 'expected-end',
  says: 'a run ends as it was meant to: completed, unless the scenario says otherwise',
  check(run, { end = 'completed' }) {
    const { ending } = run;
    if (!ending || run.end === end) return [];
    const why = ending.message === null ? '' : `: ${ending.message}`;
    return [at(this.id, ending, `${named(ending)} ends the run as ${run.end} and not as ${end}${why}`, [end])];
  },
};
