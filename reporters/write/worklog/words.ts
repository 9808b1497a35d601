import type { Outcome } from '../../record/schema.ts';

export const OUTCOME_WORDS: Readonly<{ [outcome in Outcome]: string }> = {
  passed: 'passed',
  failed: 'failed',
  flaky: 'flaky',
  skipped: 'skipped',
  timedOut: 'timed out',
  notRun: 'not run',
  unmet: 'not as advised',
};

/** Milliseconds as people read them: `412 ms`, `12.3 s`, `4 min 05 s`. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${String(Math.floor((ms % 60_000) / 1_000)).padStart(2, '0')} s`;
}

/** `2026-11-22 03:17:04 UTC`. */
export function utc(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

/** What a report says where nothing was measured. */
export const NOT_MEASURED = 'not measured';
