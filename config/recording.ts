import { readFileSync } from 'node:fs';
import { faultsAskedFor } from './environment.ts';
import { switchedOn } from './switched-on.mjs';

/** Whether every test leaves a recording, and not only the red ones. */
export const recordsAll = switchedOn('NETRA_RECORD');

/** Lets every test of the runs that this process starts leave a recording. */
export function recordEveryTest(): void {
  process.env['NETRA_RECORD'] = '1';
}

/** How a recording is played to the page. */
export interface ReplaySettings {
  /** Path of the recording. */
  file: string;
  /** Milliseconds between two frames; null: as recorded. */
  pace: number | null;
  /** Whether each frame waits for F8 in the window. */
  step: boolean;
}

/** The replay that this process takes part in; null in every other run. */
export const replay: ReplaySettings | null = JSON.parse(process.env['NETRA_REPLAY'] ?? 'null') as ReplaySettings | null;

/** How long anything may take while somebody steps through a replay, in milliseconds. */
export const WHILE_STEPPING = 600_000;

/** How much longer than recorded anything may take in this replay, in milliseconds: frames may come more slowly. */
export function replayedDelay(): number {
  if (!replay?.pace) return 0;
  const { people } = replayedJson() as { people: { frames: { direction: string }[] }[] };
  const received = people.map(({ frames }) => frames.filter(({ direction }) => direction === 'received').length);
  return replay.pace * Math.max(...received);
}

/** How long assertions and actions of a replayed test wait: as when it was recorded. Null in every other run. */
export function replayedPatience(): { expect: number; action: number } | null {
  if (replay === null) return null;
  if (replay.step) return { expect: WHILE_STEPPING, action: WHILE_STEPPING };
  const { budgets, actionTimeout } = replayedJson() as { budgets: { ready: number }; actionTimeout?: number };
  return { expect: budgets.ready + replayedDelay(), action: actionTimeout ?? 10_000 };
}

/** The budgets by which the recording of this run was judged; null in every other run. */
export function replayedBudgets(): Readonly<Record<string, number>> | null {
  return replay === null ? null : (replayedJson() as { budgets: Record<string, number> }).budgets;
}

/** The target whose services were recorded, by its name; null where this process takes part in no replay. */
export function recordedTarget(): string | null {
  return replay === null ? null : (replayedJson() as { target: { name: string } }).target.name;
}

/** What is broken on purpose in this run, or was when this replay was recorded, e.g. `['F19']`. */
export function faultsOnPurpose(): string[] {
  const recording = replayedJson() as { target: { faults?: string[] } } | null;
  return [...faultsAskedFor, ...(recording?.target.faults ?? [])];
}

/** What a child process must inherit to replay a recording. */
export function replaying(settings: ReplaySettings): Record<string, string> {
  return { NETRA_REPLAY: JSON.stringify(settings), NETRA_RECORD: '1' };
}

/** The recording of this run, as JSON. */
export function replayedJson(): unknown {
  return replay === null ? null : JSON.parse(readFileSync(replay.file, 'utf8'));
}
