import type { Violation } from '../../evidence/index.ts';
import { label, named, type AgentEvent } from '../event.ts';
import { at, type RunRule } from '../violation.ts';

export const knownKind: RunRule = {
  id: 'known-kind',
  says: 'every event is of a type in the vocabulary, under its own name',
  check(run) {
    return unknownKinds(this.id, run.events);
  },
};

/** Events of unknown type, those that are no message, and the known defect of a type overwritten by its payload. */
export function unknownKinds(rule: string, events: readonly AgentEvent[]): Violation[] {
  return events.flatMap((event) => {
    if (event.kind === 'unknown')
      return [at(rule, event, `${named(event)} is of a type that is not in the vocabulary`, ['a known type'])];
    if (event.kind === 'garbage') {
      return [at(rule, event, `frame #${event.frame.seq} is not a message: ${event.message}`, ['JSON with a type'])];
    }
    const { insteadOf } = event.definition;
    if (insteadOf === undefined) return [];
    return [at(rule, event, `${named(event)} is an ${insteadOf} whose type was overwritten`, [insteadOf])];
  });
}

export const requiredFields: RunRule = {
  id: 'required-fields',
  says: 'an event carries what its type requires: agent_name, tool_name, a result, a thought (reasoning), a piece of text (content), an answer (executive_summary), by these or other names of the product',
  check(run) {
    return run.events.flatMap((event) =>
      event.lacks.map((field) => {
        return at(
          this.id,
          event,
          `${named(event)} has no ${field}`,
          [`${event.type} with ${field}`],
          Object.keys(event.fields).join(', '),
        );
      }),
    );
  },
};

export const noDuplicate: RunRule = {
  id: 'no-duplicate',
  says: 'no frame comes twice, not even as a second attempt, and no agent delivers the answer twice by the same type',
  check(run) {
    // Two honest pieces may be alike to the letter and the millisecond: a frame with the answer then says that both
    // belong to it. Where none delivers it (docs/contract/backend.md 4.3), nothing does.
    const repeats = run.answers.length > 0 && run.answer?.text.trim() === run.streamed.text.trim();
    const seen = new Map<string, AgentEvent>();
    return run.events.flatMap((event) => {
      const key = event.kind === 'delivery' ? label(event) : event.frame.text.replace(ATTEMPT, '"attempt":null');
      const earlier = seen.get(key);
      if (!earlier) seen.set(key, event);
      if (!earlier || (event.kind === 'text' && repeats && run.speaksForItself(event))) return [];
      const how = event.frame.text === earlier.frame.text ? ' to the letter' : '';
      return [at(this.id, event, `${named(event)} repeats frame #${earlier.frame.seq}${how}`, ['a new event'])];
    });
  },
};

/** The emitter numbers its attempts to send one event (docs/contract/backend.md 4.1). */
const ATTEMPT = /"attempt": ?\d+/;
