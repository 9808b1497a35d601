import type { Violation } from '../evidence/index.ts';
import { fact, type Facts } from './facts.ts';
import type { Finding } from './finding.ts';

/**
 * When the last of the facts was seen on which a finding rests: calls, sockets, frames, runs and broken rules.
 * @returns epoch milliseconds; null where none of them tells
 */
export function momentOf({ from, signals, seenAt }: Finding, facts: Facts): number | null {
  const { calls, connections, events, violations, runs, unanswered } = facts;
  const times = new Map<string, number | undefined>([
    ...calls.map((call) => [fact.call(call), call.startedAt] as const),
    ...connections.map((one) => [fact.socket(one), (one.close && one.closedAt) ?? one.openedAt] as const),
    ...events.map(({ frame }) => [fact.frame(frame.seq), frame.time] as const),
    ...violations.map((one) => [fact.violation(one), timeOf(one, facts)] as const),
    ...runs.flatMap((run) => {
      const last = run.events.at(-1)?.frame.time;
      return [fact.open(run), fact.half(run), fact.stray(run), fact.elsewhere(run)].map(
        (name) => [name, last] as const,
      );
    }),
    ...unanswered.map(({ at, time }) => [at, time] as const),
  ]);
  const places = signals.flatMap(({ at }) => [at, at.replace(/^frame #(\d+)$/, (_, seq) => fact.frame(Number(seq)))]);
  // A name may stand behind what the fact means: `missing call GET ...`.
  const names = [...from, ...places].flatMap((name) => [name, name.replace(/^\w+ /, '')]);
  const found = [seenAt, ...names.map((name) => times.get(name))].filter((time) => time !== undefined);
  return found.length === 0 ? null : Math.max(...found);
}

/** When a rule was broken; of what never came, when that began of which it is missing. */
function timeOf({ frame, message }: Violation, facts: Facts): number | undefined {
  const [, first] = /#(\d+)/.exec(message) ?? [];
  return facts.eventAt(frame ?? (first === undefined ? null : Number(first)))?.frame.time;
}
