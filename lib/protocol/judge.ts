import type { Violation } from '../evidence/index.ts';
import type { Event } from './event.ts';
import type { Run } from './run.ts';
import { toRuns } from './runs.ts';
import * as agents from './rules/agents.ts';
import * as answer from './rules/answer.ts';
import { declaredCounts } from './rules/counts.ts';
import * as identity from './rules/identity.ts';
import * as shape from './rules/shape.ts';
import * as time from './rules/time.ts';
import { toolPairing } from './rules/tools.ts';
import * as traffic from './rules/traffic.ts';
import type { Expectations, RunRule, TrafficRule } from './violation.ts';

/** The rules of a run, from its outline to its details. */
export const RUN_RULES: readonly RunRule[] = [
  agents.startsFirst,
  agents.agentLifecycle,
  agents.oneEnd,
  agents.nothingAfterEnd,
  agents.outermostEndsLast,
  agents.expectedEnd,
  agents.fiveEvents,
  toolPairing,
  declaredCounts,
  time.liveness,
  time.timestamps,
  shape.knownKind,
  shape.requiredFields,
  shape.noDuplicate,
  identity.knownRun,
  identity.ownUser,
  identity.ownThread,
  answer.hasAnswer,
  answer.oneAnswer,
  answer.streamedEqualsAnswer,
  answer.onTopic,
  answer.streamEnd,
  answer.numberedPieces,
  answer.noCannedText,
];

/** The rules of everything that goes over the sockets of a page. */
export const TRAFFIC_RULES: readonly TrafficRule[] = [
  traffic.knownTraffic,
  traffic.ownTraffic,
  traffic.knownRuns,
  traffic.namedRun,
  traffic.noServerError,
  traffic.understood,
  traffic.frameSize,
  traffic.oneSend,
  traffic.sendShape,
  traffic.sendThread,
  traffic.sendAnswered,
];

/**
 * @returns every violation of a run, in order of frames. A run that has not ended is judged as if nothing more came.
 */
export function judge(run: Run, expectations: Expectations): Violation[] {
  return inOrder(RUN_RULES.flatMap((rule) => rule.check(run, expectations)));
}

/**
 * @returns every violation in the traffic of a page's sockets, in order of frames, the inner course of its runs apart
 */
export function judgeSocket(events: readonly Event[], expectations: Expectations): Violation[] {
  return inOrder(TRAFFIC_RULES.flatMap((rule) => rule.check(events, expectations)));
}

/**
 * @returns every violation in all that a page's sockets carried: the traffic and each of its runs, each violation
 * once
 */
export function judgeAll(events: readonly Event[], expectations: Expectations): Violation[] {
  const seen = new Set<string>();
  const all = [...judgeSocket(events, expectations), ...toRuns(events).flatMap((run) => judge(run, expectations))];
  return inOrder(
    all.filter(({ rule, frame, message }) => {
      const key = `${rule} ${frame} ${message}`;
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    }),
  );
}

/** Violations of a frame by its number; what never came stands at the end. */
function inOrder(violations: Violation[]): Violation[] {
  return violations.sort((a, b) => (a.frame ?? Infinity) - (b.frame ?? Infinity) || 0);
}
