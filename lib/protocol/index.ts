export { isAborted, isMadeGood, isMissingPage, isOfAService, PAGE_PATHS, reusable, unusable } from './answers.ts';
export {
  CRITICAL_EVENTS,
  criticalEventsOf,
  isPrompt,
  VOCABULARY,
  withEvents,
  type Envelope,
  type Vocabulary,
} from './vocabulary.ts';
export { isEnd, label, type AgentEvent } from './event.ts';
export { normalise, normaliserOf } from './normalise.ts';
export { Run, type Piece } from './run.ts';
export { latency } from './latency.ts';
export { Runs, toRuns } from './collect-runs.ts';
export { violationsOf, type Expectations } from './violation.ts';
export { judge, judgeSocket, RUN_RULES, TRAFFIC_RULES } from './judge.ts';
export { eachOnce, judgeAll } from './judge-all.ts';
export { judgeTraffic } from './judge-traffic.ts';
export { sentAnew, stoppedInTime, unanswered } from './rules/answering.ts';
export { refusals } from './refusals.ts';
export { askedFor, runsAskedFor, sentMessages, sentOtherwise } from './sent-messages.ts';
export { toMilliseconds } from './timestamp.ts';
export { isIdOf } from './user.ts';
export { canned } from './canned.ts';
export { damaged } from './damaged.ts';
export { flatten, quote } from './text.ts';
export { BATCHING_RULE, judgeBatching } from './batching.ts';
export { fold, foldAlike, unfold } from './fold.ts';
export { printViolation } from './print.ts';
export { judgeScreen, SCREEN_RULES, shownIn, type Sample, type Showing } from './stream.ts';
export { timeline } from './timeline.ts';
export type { Wire as ToldWire } from './told/carried.ts';
export { judgeForeign, type OwnedText } from './told/foreign.ts';
export { judgeNoText } from './told/no-text.ts';
export { judgeTold, judgeUntold, TOLD_RULES } from './told/judge-told.ts';
export { titlesInDoubt } from './told/titles.ts';
