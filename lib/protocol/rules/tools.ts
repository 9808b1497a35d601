import type { Violation } from '../../evidence/index.ts';
import { named } from '../event.ts';
import type { ToolCall } from '../tools.ts';
import { shown } from '../text.ts';
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

export const ownResults: RunRule = {
  id: 'own-results',
  says: 'a tool returns what it was asked for: the fields that are known of it, and what it was given as it was given',
  check({ tools }, { results = {} }) {
    return tools.flatMap((call) => {
      const { started, completed, tool } = call;
      const result = fieldsOf(completed?.fields['result'] ?? completed?.fields['results']);
      if (!started || !completed || completed.failure !== null || !result || mayBeAnothers(call, tools)) return [];
      const lacking = (results[tool ?? ''] ?? []).filter((name) => !(name in result));
      const given = Object.entries(fieldsOf(started.fields['parameters']) ?? {});
      const altered = given.filter(
        ([name, value]) => typeof value !== 'object' && name in result && result[name] !== value,
      );
      return [
        ...lacking.map((name) => `does not have ${name} in its result`),
        ...altered.map(
          ([name, value]) => `was asked with ${name} ${String(value)}, and its result says ${shown(result[name])}`,
        ),
      ].map((says) =>
        at(
          this.id,
          completed,
          `${named(completed)} ${says}`,
          [`the result of ${named(started)}`],
          Object.keys(result).join(', '),
        ),
      );
    });
  },
};

/** Whether nothing tells which of two calls that were open at once the result belongs to. */
function mayBeAnothers({ agent, tool, execution, started, completed }: ToolCall, all: readonly ToolCall[]): boolean {
  const last = completed!.frame.seq;
  const open = all.filter(
    (one) =>
      one.agent === agent &&
      one.tool === tool &&
      one.execution === null &&
      (one.started?.frame.seq ?? Infinity) < last &&
      (one.completed?.frame.seq ?? Infinity) > started!.frame.seq,
  );
  return execution === null && open.length > 1;
}

function fieldsOf(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

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
