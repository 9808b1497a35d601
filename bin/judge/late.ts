import type { Budgets } from '../../config/budgets.ts';
import type { SentMessage, Violation } from '../../lib/evidence/index.ts';
import { type AgentEvent, answering, refusals, type Run, stoppedInTime } from '../../lib/protocol/index.ts';

/** A run that answers a message, and how long after it, in milliseconds. */
interface Begun {
  run: Run;
  asked: SentMessage;
  after: number;
}

/**
 * How long the person waited for each run that answers a message. One that was asked for while another run went on may
 * wait for its end, and one that was asked for again counts from then.
 */
function begun(sent: readonly SentMessage[], runs: readonly Run[], events: readonly AgentEvent[]): Begun[] {
  const stops = events.filter(({ definition }) => definition.stops);
  const asked = sent
    .filter((message) => !stoppedInTime(message, stops, Infinity))
    .map((message) => ({ at: message.time, thread: message.thread, message }));
  const begins = runs.map((run) => ({ at: run.startedAt ?? Infinity, thread: run.thread, run }));
  const refused = refusals(events).map(({ frame, thread }) => ({ at: frame.time, thread }));
  const latestEnd = new Map<Run, number>();
  let end = -Infinity;
  for (const run of runs) {
    latestEnd.set(run, end);
    end = Math.max(end, run.events.at(-1)?.frame.time ?? end);
  }
  return answering(asked, begins, refused).answered.map(({ asked: { message }, run: { run, at } }) => {
    const last = sent.findLast(({ time, text }) => time <= at && text === message.text) ?? message;
    const free = Math.min(latestEnd.get(run) ?? -Infinity, at);
    return { run, asked: last, after: at - Math.max(last.time, free) };
  });
}

/**
 * Runs that begin later than the person may be left without a sign: five seconds are good, and the longest silence is
 * the most (docs/contract/team-checks.md 7.7).
 * @returns a violation for each that is too late, at its first event; a sentence on those that only miss what is good
 */
export function judgeStarts(
  sent: readonly SentMessage[],
  runs: readonly Run[],
  events: readonly AgentEvent[],
  { firstEvent, silence }: Pick<Budgets, 'firstEvent' | 'silence'>,
): { violations: Violation[]; notes: string[] } {
  const slow = begun(sent, runs, events).filter(({ after }) => after > firstEvent);
  const says = ({ run, asked, after }: Begun) => `run ${run.id} begins ${Math.round(after)} ms after ${asked.name}`;
  return {
    violations: slow
      .filter(({ after }) => after > silence)
      .map((one) => ({
        rule: 'first-event',
        frame: one.run.events[0]!.frame.seq,
        event: one.run.events[0]!.type,
        message: says(one),
        legal: [`its first event within ${silence} ms`],
        came: `${Math.round(one.after)} ms`,
      })),
    notes: slow
      .filter(({ after }) => after <= silence)
      .slice(0, 1)
      .map((one) => `Slow, and not broken: ${says(one)}; ${firstEvent} ms are good, ${silence} ms the most.`),
  };
}
