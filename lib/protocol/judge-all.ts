import type { Violation } from '../evidence/index.ts';
import type { AgentEvent } from './event.ts';
import { judge, judgeSocket } from './judge.ts';
import { toRuns } from './collect-runs.ts';
import { askedFor, sentMessages } from './sent-messages.ts';
import type { Expectations } from './violation.ts';
import { type Vocabulary, VOCABULARY } from './vocabulary.ts';

/**
 * Holds all that a person's sockets carried against the rules: the traffic, and each run in it.
 * @param vocabulary that of the product of which the traffic is
 * @returns every violation once, in order of frames
 */
export function judgeAll(
  events: readonly AgentEvent[],
  expectations: Expectations,
  vocabulary: Vocabulary = VOCABULARY,
): Violation[] {
  const asked = askedFor(sentMessages(events, []));
  return eachOnce([
    ...judgeSocket(events, expectations, vocabulary),
    ...toRuns(events).flatMap((run) => judge(run, { ...asked(run), ...expectations }, vocabulary)),
  ]);
}

/** Each violation once, in order of frames; what never came stands at the end. */
export function eachOnce(violations: readonly Violation[]): Violation[] {
  const once = new Map(violations.map((one) => [`${one.rule} ${one.frame} ${one.message}`, one]));
  return [...once.values()].sort((a, b) => (a.frame ?? Infinity) - (b.frame ?? Infinity) || 0);
}
