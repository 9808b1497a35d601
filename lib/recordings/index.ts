export { readRecording } from './read.ts';
export type { Recorded } from './recorded.ts';
export { siteOf } from './site.ts';
export { Unreadable } from './unreadable.ts';
