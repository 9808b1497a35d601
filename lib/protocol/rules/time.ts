import type { Violation } from '../../evidence/index.ts';
import { named, type AgentEvent } from '../event.ts';
import { shown } from '../text.ts';
import { Order, spansOf } from './order.ts';
import { at, missing, type RunRule } from '../violation.ts';

export const timestamps: RunRule = {
  id: 'timestamps',
  says:
    'timestamps parse, are not later than the arrival nor earlier than the message that asked for the run, within the ' +
    'clock skew, and do not go backwards by a millisecond or more on a socket, except those of agents that are at work ' +
    'at the same time, within the skew',
  check(run, { skew, askedAt }) {
    const violations: Violation[] = [];
    const sockets = new Map<number, Order>();
    const spans = spansOf(run);
    for (const event of run.events) {
      if (event.timestamp === null) {
        violations.push(unreadable(this.id, event));
        continue;
      }
      const { socket } = event.frame;
      const order = sockets.get(socket) ?? new Order(run, spans, skew);
      sockets.set(socket, order);
      const later = order.add(event);
      if (later) {
        const message = `${named(event)} is stamped ${round(later.timestamp! - event.timestamp)} ms before ${named(later)}, which came earlier`;
        violations.push(at(this.id, event, message, [`timestamp >= ${iso(later.timestamp)}`], iso(event.timestamp)));
      }
      violations.push(...impossible(this.id, event, skew, askedAt));
    }
    return violations;
  },
};

/**
 * A stamp that no event of the run can have. One that is long before the arrival alone is none: it is that of an event
 * which was held up on its way.
 */
function impossible(rule: string, event: AgentEvent, skew: number, askedAt = -Infinity): Violation[] {
  const [stamp, came] = [event.timestamp!, event.frame.time];
  if (stamp > came + skew) {
    const message = `${named(event)} is stamped ${round(stamp - came)} ms after it arrived`;
    return [at(rule, event, message, [`at most ${skew} ms after the arrival`], iso(stamp))];
  }
  if (stamp >= Math.min(askedAt, came) - skew) return [];
  const message = `${named(event)} is stamped ${round(came - stamp)} ms before it arrived, ${round(askedAt - stamp)} ms before anybody asked for its run`;
  return [at(rule, event, message, [`at most ${skew} ms before the question`], iso(stamp))];
}

function unreadable(rule: string, event: AgentEvent): Violation {
  const legal = ['ISO 8601', 'epoch seconds', 'epoch milliseconds'];
  if (event.rawTimestamp === undefined || event.rawTimestamp === null) {
    return at(rule, event, `${named(event)} has no timestamp`, legal, 'none');
  }
  const came = shown(event.rawTimestamp);
  return at(rule, event, `${named(event)} has a timestamp that is not a time: ${came}`, legal, came);
}

export const liveness: RunRule = {
  id: 'liveness',
  says: 'no silence within a run is longer than the budget',
  check(run, { silence, now }) {
    const violations: Violation[] = [];
    run.events.forEach((event, index) => {
      const previous = run.events[index - 1];
      const quiet = previous ? event.frame.time - previous.frame.time : 0;
      if (previous && quiet > silence) {
        const message = `${named(event)} comes ${round(quiet)} ms after ${named(previous)}`;
        violations.push(
          at(this.id, event, message, [`an event within ${silence} ms`], `${round(quiet)} ms of silence`),
        );
      }
    });
    const last = run.events.at(-1);
    if (!last || run.end !== null || now - last.frame.time <= silence) return violations;
    const quiet = `${round(now - last.frame.time)} ms of silence`;
    const message = `after ${named(last)} the run is silent for ${round(now - last.frame.time)} ms, until the end of the observation, and has not ended`;
    return [...violations, missing(this.id, message, [`an event within ${silence} ms`], quiet)];
  },
};

function iso(timestamp: number | null): string {
  return timestamp === null ? 'none' : new Date(timestamp).toISOString();
}

function round(milliseconds: number): number {
  return Math.round(milliseconds);
}
