export {
  CRITICAL_EVENTS,
  criticalEventsOf,
  isPrompt,
  VOCABULARY,
  withEvents,
  type Envelope,
  type Vocabulary,
} from './vocabulary.ts';
export { label, type AgentEvent } from './event.ts';
export { normalise, normaliserOf } from './normalise.ts';
export { Run, type Piece } from './run.ts';
export { latency } from './latency.ts';
export { Runs, toRuns } from './runs.ts';
export type { Expectations } from './violation.ts';
export { judge, judgeSocket, RUN_RULES, TRAFFIC_RULES } from './judge.ts';
export { isIdOf } from './user.ts';
export { canned } from './canned.ts';
export { damaged } from './damaged.ts';
export { flatten } from './text.ts';
export { BATCHING_RULE, judgeBatching } from './batching.ts';
export { fold, unfold } from './fold.ts';
export { printViolation } from './print.ts';
export { judgeScreen, SCREEN_RULES, type Sample, type Showing } from './stream.ts';
export { timeline } from './timeline.ts';
