export { toBeAuthenticatedAs } from './to-be-authenticated-as.ts';
export { toFollowAgentSequence } from './to-follow-agent-sequence.ts';
export { toHaveSentOnce } from './to-have-sent-once.ts';
export { toMeetBudget } from './to-meet-budget.ts';
export { toRefuse } from './to-refuse.ts';
export { toShowTheAnswerOf } from './to-show-the-answer-of.ts';
export { toStreamProgressively } from './to-stream-progressively.ts';
export { toUseEnvelope } from './to-use-envelope.ts';
