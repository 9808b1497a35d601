import type { Violation } from '../../evidence/index.ts';
import { named } from '../event.ts';
import type { ToolCall } from '../tools.ts';
import { absence, at, type RunRule } from '../violation.ts';

export const toolPairing: RunRule = {
  id: 'tool-pairing',
  says: 'every tool_executing has one tool_completed, by execution_id, else first in first out per agent and tool',
  check(run, { end = 'completed' }) {
    const executions = new Set<string>();
    return run.tools.flatMap((call) => {
      const violations = [...alone(this.id, call, end === 'completed'), ...unlike(this.id, call)];
      if (call.started && call.execution !== null && executions.has(call.execution))
        violations.push(twice(this.id, call));
      if (call.execution !== null) executions.add(call.execution);
      return violations;
    });
  },
};

/** An open call is only excused by a run that was meant to break off. */
function alone(rule: string, { started, completed, tool, execution }: ToolCall, mustReturn: boolean): Violation[] {
  const id = execution === null ? '' : ` with execution_id ${execution}`;
  if (completed && !started) {
    return [
      at(rule, completed, `${named(completed)} has no tool_executing before it`, [`tool_executing(${tool})${id}`]),
    ];
  }
  if (started && !completed && mustReturn) {
    const result = `tool_completed(${tool})`;
    const message = `${named(started)} has no tool_completed after it`;
    return [absence(at(rule, started, message, [`${result}${id}`], 'no result'), result)];
  }
  return [];
}

function unlike(rule: string, { started, completed, tool, execution }: ToolCall): Violation[] {
  if (!started || !completed) return [];
  const differing = (['agent', 'tool', 'execution'] as const).filter((key) => started[key] !== completed[key]);
  return differing.map((key) => {
    const message = `${named(completed)} differs in its ${key} from ${named(started)}: ${completed[key]}, expected ${started[key]}`;
    return at(rule, completed, message, [`tool_completed(${tool}) with execution_id ${execution}`]);
  });
}

function twice(rule: string, call: ToolCall): Violation {
  const again = call.started as NonNullable<typeof call.started>;
  return at(rule, again, `${named(again)} uses execution_id ${call.execution} a second time`, ['a new execution_id']);
}
