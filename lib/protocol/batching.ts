import type { Violation } from '../evidence/index.ts';
import { cameAt, named, stampOf } from './event.ts';
import type { Run } from './run.ts';

/** Id of the rule: no run arrives in one batch. */
export const BATCHING_RULE = 'no-batching';

/** Fewer events, or milliseconds between the first and the last, say nothing of how they were delivered. */
const ENOUGH = { events: 8, milliseconds: 200 };

/**
 * The part of the time in which the events were made that their arrival may shrink to: a busy page takes some of them
 * in late.
 */
const PART = 1 / 3;

const SECOND = 1_000;

/**
 * Holds the arrival of a run's events against the times that are stamped on them: what was made bit by bit and comes
 * all at once was held back on the way, and nobody could watch it. The two clocks need not agree, since only spans of
 * time are compared. Stamps that are all whole seconds may stand for a second less. Frames of a replay came when they
 * were recorded: a busy machine plays one by one what came at once.
 * @returns the violation, at the first event; none for a run too short to tell
 */
export function judgeBatching({ events }: Run): Violation[] {
  const [first, last] = [events[0], events.at(-1)];
  const stamps = events.map(stampOf).filter((stamp) => stamp !== null);
  if (!first || !last || stamps.length < ENOUGH.events) return [];
  const coarse = stamps.every((stamp) => stamp % SECOND === 0) ? SECOND : 0;
  const made = (stamps.at(-1) ?? 0) - (stamps[0] ?? 0) - coarse;
  const came = cameAt(last) - cameAt(first);
  if (made < ENOUGH.milliseconds || came > made * PART) return [];
  const [over, within] = [Math.round(made), Math.round(came)];
  return [
    {
      rule: BATCHING_RULE,
      frame: first.frame.seq,
      event: first.type,
      message: `the ${events.length} events from ${named(first)} on were made over ${over} ms and arrived within ${within} ms`,
      legal: ['each event as it happens'],
      came: `all of them within ${within} ms`,
    },
  ];
}
