import { belongsToRun } from './collect-runs.ts';
import type { AgentEvent } from './event.ts';
import { isPrompt, type Vocabulary, VOCABULARY } from './vocabulary.ts';

/**
 * @returns what the server said instead of beginning a run: errors that belong to none, and acknowledgements of a
 *   question, which mean that it was not understood (docs/contract/backend.md 3.7)
 */
export function refusals(events: readonly AgentEvent[], vocabulary: Vocabulary = VOCABULARY): AgentEvent[] {
  return events.filter(
    (event) =>
      event.frame.direction === 'received' &&
      ((event.kind === 'error' && !belongsToRun(event)) ||
        (event.kind === 'ack' && isPrompt(event.acknowledged ?? '', vocabulary))),
  );
}
