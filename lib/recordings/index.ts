export { readRecording } from './read.ts';
export type { Recorded } from './recorded.ts';
export { siteOf } from './site.ts';
export { Unreadable } from './unreadable.ts';
export {
  lacksOf,
  LARGEST_RECORDING,
  type RecordedExchange,
  type RecordedPerson,
  type RecordedToken,
  type Recording,
  recordingOf,
  recordingSchema,
  type TokenInAnswer,
  VERSION,
} from './recording.ts';
