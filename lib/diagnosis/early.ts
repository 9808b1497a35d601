import type { Violation } from '../evidence/index.ts';
import type { Facts } from './facts.ts';

/** First events of a run that came before the start of their own agent, which came after all. */
export function earlyEvents(facts: Facts): Violation[] {
  return facts.broken('starts-first').filter(({ frame }) => {
    const event = facts.eventAt(frame);
    const run = facts.runs.find(({ id }) => id === event?.run);
    return run?.agents.some(({ name, started }) => name === event?.agent && started !== null) ?? false;
  });
}
