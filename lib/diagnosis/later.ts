import type { AgentEvent, Run } from '../protocol/index.ts';
import type { Provoked } from './provoked.ts';

/** What came after a test had failed, while the probes were made: it refutes that nothing would come any more. */
interface Later {
  later: readonly AgentEvent[];
}

/** Where the frames of a run came from, and until when. */
interface Ways {
  connections: readonly { id: number; closedAt: number | null; closedBy: unknown }[];
  evidence: { budgets: { silence: number } };
}

/** Whether a run that was not over went on: it was late, and had not stopped. */
export function goesOn({ later }: Later, { id, end }: Run): boolean {
  return end === null && later.some(({ run }) => run === id);
}

/** The socket that was closed before the event after this one was due: what followed had no way to the page. */
export function cutBehind(
  { connections, evidence }: Ways,
  { frame }: AgentEvent,
): Ways['connections'][number] | undefined {
  const isDue = (closedAt: number) => closedAt >= frame.time && closedAt - frame.time <= evidence.budgets.silence;
  return connections.find(({ id, closedAt }) => id === frame.socket && closedAt !== null && isDue(closedAt));
}

/** Whether a part of a run came late, or was lost because the test itself cut its socket or ended its server. */
export function mayLack(facts: Later & Ways & { provoked: Provoked }, run: Run): boolean {
  if (goesOn(facts, run) || facts.provoked.lost(run)) return true;
  const { events, end } = run;
  // Behind an event that is the last on its socket, others may have had no way.
  const isLast = ({ frame }: AgentEvent, next: AgentEvent | undefined) =>
    next ? next.frame.socket !== frame.socket : end === null;
  return events.some((event, place) => isLast(event, events[place + 1]) && !!cutBehind(facts, event)?.closedBy);
}

/** Whether a new run began in the thread of a message; those of the probes have threads of their own. */
export function isAnsweredLater({ later, runs }: Later & { runs: readonly Run[] }, thread: string | null): boolean {
  if (later.length === 0) return false;
  const known = new Set(runs.map(({ id }) => id));
  return later.some(({ run, thread: of }) => thread !== null && of === thread && run !== null && !known.has(run));
}

/** Whether a run was heard of. @param run its id */
export function isHeardLater({ later }: Later, run: string): boolean {
  return later.some((event) => event.run === run);
}

/** Whether a socket was welcomed. @param socket its id */
export function isWelcomedLater({ later }: Later, socket: number): boolean {
  return later.some(({ kind, frame }) => kind === 'welcome' && frame.socket === socket);
}
