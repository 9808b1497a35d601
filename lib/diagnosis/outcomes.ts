import { type Call, nameOf } from './facts.ts';

/** Of calls that came to the same, the first: one that failed several times in several ways is told by each of them. */
export function eachOutcome(calls: readonly Call[]): Call[] {
  const outcome = (call: Call) => `${call.host} ${nameOf(call)} ${call.status ?? call.failure}`;
  return [...new Map(calls.toReversed().map((call) => [outcome(call), call])).values()].sort(
    (one, other) => one.startedAt - other.startedAt,
  );
}
