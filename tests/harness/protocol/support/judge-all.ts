import type { Violation } from '../../../../lib/evidence/index.ts';
import { type AgentEvent, type Expectations, judge, judgeSocket, toRuns } from '../../../../lib/protocol/index.ts';

/**
 * @returns every violation in all that a page's sockets carried: the traffic and each of its runs, each violation
 * once, in order of frames
 */
export function judgeAll(events: readonly AgentEvent[], expectations: Expectations): Violation[] {
  const all = [...judgeSocket(events, expectations), ...toRuns(events).flatMap((run) => judge(run, expectations))];
  const once = new Map(
    all.map((violation) => [`${violation.rule} ${violation.frame} ${violation.message}`, violation]),
  );
  return [...once.values()].sort((a, b) => (a.frame ?? Infinity) - (b.frame ?? Infinity) || 0);
}
