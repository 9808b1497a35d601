import type { RecordedViolation, Seen } from '../../record/schema-attempt.ts';
import { badge, px, widthOf } from './svg.ts';

/** A row of the picture, as far as marks need it. */
interface Row {
  lane: { colour: string; frames: ReadonlySet<number> };
  y: number;
  height: number;
}

/** Where the marks may be drawn. */
interface Room {
  x(time: number): number;
  top: number;
  bottom: number;
  right: number;
}

/**
 * A badge at each frame at which rules broke, with the numbers of those, and a line through all lanes. A violation of
 * something that never came has no frame, and so no badge. Badges that would cover each other stand below each other.
 */
export function marks(
  violations: readonly RecordedViolation[],
  rows: readonly Row[],
  seen: Seen,
  { x, top, bottom, right }: Room,
): string[] {
  const socket = rows.find(({ lane }) => lane.colour === 'socket')!;
  const placed: { from: number; to: number; y: number }[] = [];
  return frames(violations).flatMap(({ frame, numbers }) => {
    const time = seen.frames.find(({ seq }) => seq === frame)?.time;
    if (time === undefined) return [];
    const row = rows.find(({ lane }) => lane.colour !== 'socket' && lane.frames.has(frame)) ?? socket;
    const content = numbers.join(', ');
    const half = Math.max(8, widthOf(content) / 2 + 3);
    const middle = Math.min(x(time), right - half);
    const y = [row.y + 7, row.y + row.height - 7, row.y - 9, row.y + row.height + 9].find((height) =>
      placed.every((one) => one.to < middle - half || one.from > middle + half || Math.abs(one.y - height) > 15),
    );
    const at = y ?? row.y + row.height / 2;
    placed.push({ from: middle - half, to: middle + half, y: at });
    const line = `<line x1="${px(x(time))}" x2="${px(x(time))}" y1="${top}" y2="${bottom}" stroke="var(--bad)" stroke-dasharray="3 3" stroke-opacity=".7"/>`;
    return [line + badge(middle, at, content, half)];
  });
}

/** The frames at which rules broke, with the numbers of these, from 1. */
function frames(violations: readonly RecordedViolation[]): { frame: number; numbers: number[] }[] {
  const found = new Map<number, number[]>();
  for (const [index, { frame }] of violations.entries())
    if (frame !== null) found.set(frame, [...(found.get(frame) ?? []), index + 1]);
  return [...found].map(([frame, numbers]) => ({ frame, numbers }));
}
