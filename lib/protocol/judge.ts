import type { Violation } from '../evidence/index.ts';
import type { AgentEvent } from './event.ts';
import type { Run } from './run.ts';
import * as agents from './rules/agents.ts';
import * as answer from './rules/answer.ts';
import { declaredCounts, noExtraEvent } from './rules/counts.ts';
import { noFailedAgent, noFailedTool } from './rules/failure.ts';
import { possibleFigures } from './rules/figures.ts';
import * as identity from './rules/identity.ts';
import * as shape from './rules/shape.ts';
import * as time from './rules/time.ts';
import { ownResults, toolPairing } from './rules/tools.ts';
import * as traffic from './rules/traffic.ts';
import type { Expectations, RunRule, TrafficRule } from './violation.ts';
import { type Vocabulary, VOCABULARY } from './vocabulary.ts';

/** The rules of a run, from its outline to its details. */
export const RUN_RULES: readonly RunRule[] = [
  agents.startsFirst,
  agents.agentLifecycle,
  agents.oneEnd,
  agents.nothingAfterEnd,
  agents.outermostEndsLast,
  agents.expectedEnd,
  agents.criticalEvents,
  toolPairing,
  ownResults,
  declaredCounts,
  noExtraEvent,
  noFailedTool,
  noFailedAgent,
  time.liveness,
  time.timestamps,
  possibleFigures,
  shape.knownKind,
  shape.requiredFields,
  shape.noDuplicate,
  identity.ownUser,
  identity.ownThread,
  answer.hasAnswer,
  answer.oneAnswer,
  answer.streamedEqualsAnswer,
  answer.onTopic,
  answer.streamEnd,
  answer.numberedPieces,
  answer.noCannedText,
  answer.intactText,
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
  traffic.sendShape,
  traffic.sendAnswered,
];

/**
 * Holds a run against the rules. One that has not ended is judged as if nothing more came.
 * @param vocabulary that of the product of which the run is
 * @returns every violation, in order of frames
 */
export function judge(run: Run, expectations: Expectations, vocabulary: Vocabulary = VOCABULARY): Violation[] {
  return inOrder(RUN_RULES.flatMap((rule) => rule.check(run, expectations, vocabulary)));
}

/**
 * Holds the traffic of a page's sockets against the rules, the inner course of its runs apart.
 * @param vocabulary that of the product of which the traffic is
 * @returns every violation, in order of frames
 */
export function judgeSocket(
  events: readonly AgentEvent[],
  expectations: Expectations,
  vocabulary: Vocabulary = VOCABULARY,
): Violation[] {
  return inOrder(TRAFFIC_RULES.flatMap((rule) => rule.check(events, expectations, vocabulary)));
}

/** Violations of a frame by its number; what never came stands at the end. */
function inOrder(violations: Violation[]): Violation[] {
  return violations.sort((a, b) => (a.frame ?? Infinity) - (b.frame ?? Infinity) || 0);
}
