import type { AgentEvent, Run } from '../protocol/index.ts';

/** What came after a test had failed, while the probes were made: it refutes that nothing would come any more. */
interface Later {
  later: readonly AgentEvent[];
}

/** Whether a run that was not over went on: it was late, and had not stopped. */
export function goesOn({ later }: Later, { id, end }: Run): boolean {
  return end === null && later.some(({ run }) => run === id);
}

/** Whether a run began in the thread of a message; those of the probes have threads of their own. */
export function isAnsweredLater({ later }: Later, thread: string | null): boolean {
  return thread !== null && later.some((event) => event.thread === thread && event.run !== null);
}

/** Whether a run was heard of. @param run its id */
export function isHeardLater({ later }: Later, run: string): boolean {
  return later.some((event) => event.run === run);
}

/** Whether a socket was welcomed. @param socket its id */
export function isWelcomedLater({ later }: Later, socket: number): boolean {
  return later.some(({ kind, frame }) => kind === 'welcome' && frame.socket === socket);
}
