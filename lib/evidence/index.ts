export type { Appearance } from './appearance.ts';
export {
  FOUND_AT_THE_END,
  IDLE_FAULT,
  NOTHING_SEEN,
  type AttachedEvidence,
  type Evidence,
  type Limits,
  type Site,
} from './evidence.ts';
export type { Exchange } from './exchange.ts';
export type { Frame } from './frame.ts';
export type { Probe, ProbeName } from './probe.ts';
export type { Expected, Lag, Latency, RunEvidence } from './run.ts';
export type { ScreenSample } from './screen.ts';
export type { SentMessage } from './sent-message.ts';
export { type Credential, type Life, lifeOf, type Socket } from './socket.ts';
export { type Stimulus, UNRECORDED_MESSAGE } from './stimulus.ts';
export type { SeenText, ToldLine, ToldState } from './told.ts';
export type { Violation } from './violation.ts';
