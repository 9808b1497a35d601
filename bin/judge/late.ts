import type { Budgets } from '../../config/budgets.ts';
import type { SentMessage, Violation } from '../../lib/evidence/index.ts';
import type { Run } from '../../lib/protocol/index.ts';

/** A run that answers a message, and how long after it, in milliseconds. */
interface Begun {
  run: Run;
  asked: SentMessage;
  after: number;
}

/**
 * How long the person waited for each run that answers a message: the last one before it that no earlier run answers,
 * so that a lost one makes no later run late. A run that was asked for while another one went on may wait for its end.
 */
function begun(sent: readonly SentMessage[], runs: readonly Run[]): Begun[] {
  const waiting: SentMessage[] = [];
  let [next, end] = [0, -Infinity];
  return [...runs]
    .sort((one, other) => (one.startedAt ?? 0) - (other.startedAt ?? 0))
    .flatMap((run) => {
      const at = run.startedAt ?? Infinity;
      for (let one = sent[next]; one && one.time <= at; one = sent[next]) {
        waiting.push(one);
        next += 1;
      }
      const free = Math.min(end, at);
      end = Math.max(end, run.events.at(-1)?.frame.time ?? end);
      const last = waiting.findLastIndex(
        ({ thread }) => thread === null || run.thread === null || thread === run.thread,
      );
      const [asked] = last < 0 ? [] : waiting.splice(last, 1);
      return asked ? [{ run, asked, after: at - Math.max(asked.time, free) }] : [];
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
  { firstEvent, silence }: Pick<Budgets, 'firstEvent' | 'silence'>,
): { violations: Violation[]; notes: string[] } {
  const slow = begun(sent, runs).filter(({ after }) => after > firstEvent);
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
