import { type Call, type Facts, nameOf } from './facts.ts';
import type { Signal } from './finding.ts';

/** Kinds of failure that a finding tells. */
const MOST = 3;

/** Of calls that came to the same, the first: one that failed several times in several ways is told by each of them. */
function eachOutcome(calls: readonly Call[]): Call[] {
  return [...new Map(calls.toReversed().map((call) => [outcomeKey(call), call])).values()].sort(
    (one, other) => one.startedAt - other.startedAt,
  );
}

function outcomeKey(call: Call): string {
  return `${call.host} ${nameOf(call)} ${call.status ?? call.failure}`;
}

/**
 * What came back to calls that failed, each outcome once, and how general it is: `500: no detail (each of 5 calls)`.
 * @param says what came back to one of them
 */
export function signalsOf(
  failed: readonly Call[],
  { calls }: Pick<Facts, 'calls'>,
  says: (call: Call) => string,
  at: (call: Call) => string = nameOf,
): Signal[] {
  return eachOutcome(failed)
    .slice(0, MOST)
    .map((call) => {
      const all = calls.filter((one) => one.host === call.host && nameOf(one) === nameOf(call));
      const alike = all.filter((one) => outcomeKey(one) === outcomeKey(call)).length;
      const share = alike === all.length ? `each of ${alike} calls` : `${alike} of ${all.length} calls`;
      return { says: `${says(call)}${all.length > 1 ? ` (${share})` : ''}`, at: at(call) };
    });
}
