import { expect, test } from '@playwright/test';
import { marks } from '../../../reporters/write/pictures/marks.ts';
import { captionOf, measuredOf, silencesOf } from '../../../reporters/write/pictures/silence.ts';
import { swimLane } from '../../../reporters/write/pictures/swim-lane.ts';
import type { RecordedViolation, Seen } from '../../../reporters/record/schema-attempt.ts';
import { seenIn } from './support/record-samples.ts';

/** A run whose message left at 1,000 and whose only event came at 1,200. */
const seen = seenIn({ sent: true, types: ['agent_started'] });
const run = seen.runs[0]!;

/** The same traffic, with one frame changed. */
function withFrame(change: Partial<Seen['frames'][number]>): Seen {
  return { ...seen, frames: [...seen.frames, { ...seen.frames.at(-1)!, seq: 9, time: 1_250, ...change }] };
}

const red = (svg: string) => (svg.match(/stroke="var\(--bad\)" stroke-width="3"/g) ?? []).length;

test.describe('swim lane', () => {
  test('a silence at the end of a run is drawn, at most as long as the test', () => {
    const last = seen.frames.findLast((frame) => frame.run === run.id)!.time;
    expect(silencesOf(seen, run, last + 2_500)).toEqual([{ from: last, to: last + 2_500, first: false, last: true }]);
    expect(silencesOf(seen, run, last + 300)).toEqual([]);
  });

  test('a silence says what its time is measured from and to, also where only a part of it is drawn', () => {
    const last = seen.frames.findLast((frame) => frame.run === run.id)!.time;
    const untilTheEnd = 'without an event from the last event to the end of the test';
    expect(swimLane(seen, run, last + 2_500)).toContain(`>2.5 s ${untilTheEnd}<`);
    expect(swimLane(seen, run, last + 90_000)).toContain(`>90.0 s ${untilTheEnd}, 5.0 s of them drawn<`);
    const asked = { ...run, sentAt: last - 3_000, end: 'completed' };
    expect(swimLane(seen, asked, 9_000)).toContain('>3.0 s without an event from the message to the first event<');
    expect(measuredOf({ first: true, last: true })).toBe('from the message to the end of the test');
    expect(measuredOf({ first: false, last: false })).toBe('from one event to the next');
  });

  test('a silence between two events is drawn, also when the run completed', () => {
    const late = withFrame({ time: 4_000 });
    expect(silencesOf(late, { ...run, end: 'completed' }, 9_000)).toMatchObject([{ to: 4_000, last: false }]);
  });

  test('frames that nobody can read and frames of somebody else are red, and no others', () => {
    const user = withFrame({ user: 'ada' });
    expect(red(swimLane(seen, run, 2_000))).toBe(red(swimLane(user, run, 2_000)));
    const both = {
      ...user,
      frames: [...user.frames, { ...user.frames.at(-1)!, seq: 10, user: 'grace', run: 'run-2' }],
    };
    expect(red(swimLane(both, run, 2_000))).toBe(red(swimLane(user, run, 2_000)) + 1);
    expect(red(swimLane(withFrame({ kind: 'garbage', run: null }), run, 2_000))).toBe(
      red(swimLane(seen, run, 2_000)) + 1,
    );
  });

  test('a rule that was broken on the sockets, by no run, is told in the picture of the run that it disturbed', () => {
    const foreign = withFrame({ user: 'grace', run: 'run-2' });
    const violations = [
      { rule: 'own-user', frame: 9, event: null, message: 'frame #9 belongs to another user', legal: [], came: '' },
    ];
    const told = { ...foreign, violations };
    expect(swimLane(told, run, 2_000)).toContain('own-user: frame #9 belongs to another user');
    expect(swimLane(told, run, 2_000)).toContain(', 2 violations"');
    const next = { ...run, id: 'run-3', sentAt: 1_240 };
    expect(swimLane({ ...told, runs: [run, next] }, run, 2_000)).toContain(', 1 violation"');
  });

  test('the picture is read out with one violation as one violation', () => {
    const violation = { rule: 'one-end', frame: null, event: null, message: 'no end' } as RecordedViolation;
    const told = (count: number) =>
      swimLane(seen, { ...run, violations: Array.from({ length: count }, () => violation) }, 2_000);
    expect(told(1)).toContain(', 1 violation"');
    expect(told(2)).toContain(', 2 violations"');
  });

  test('violations of one frame share a badge, badges do not cover each other, and what never came has none', () => {
    const violation = (frame: number | null): RecordedViolation => ({
      rule: 'one-end',
      frame,
      event: null,
      message: 'it broke',
      legal: [],
      came: 'nothing',
    });
    const many = { ...seen, frames: [1, 2, 3].map((seq) => ({ ...seen.frames[0]!, seq, time: 1_000 + seq })) };
    const row = { lane: { colour: 'socket', frames: new Set([1, 2, 3]) }, y: 100, height: 32 };
    const drawn = marks([1, 1, 2, 3, null].map(violation), [row], many, {
      x: (time) => time - 900,
      top: 0,
      bottom: 200,
      right: 1_000,
    });
    expect(drawn.map((svg) => />([\d, ]+)<\/text>/.exec(svg)?.[1])).toEqual(['1, 2', '3', '4']);
    const heights = drawn.map((svg) => Number(/<rect [^>]*y="(\d+)/.exec(svg)?.[1]));
    expect(new Set(heights).size).toBe(3);
  });

  test('the caption counts the red frames that are drawn, and breaks where the picture ends', () => {
    const foreign = (time: number) => ({
      ...withFrame({ user: 'grace', run: 'run-2', time }).frames.at(-1)!,
      seq: time,
    });
    const own = withFrame({ user: 'ada' }).frames;
    const svg = swimLane(
      { ...seen, frames: [...own, foreign(1_260), foreign(90_000)] },
      { ...run, end: 'completed' },
      2_000,
    );
    const lines = [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, line]) => line ?? '');
    expect(lines.join(' ')).toContain('1 frame in red: broken, or of another person.');
    const latency = { ...run.latency, firstEvent: 120, firstText: 340, answer: 1_830 };
    const long = swimLane({ ...seen, frames: [...own, foreign(1_260)] }, { ...run, latency }, 9_000);
    expect(
      Math.max(...[...long.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, line]) => line!.length)),
    ).toBeLessThan(165);
  });

  test("a welcome with the beginning of the person's id is not drawn as a frame of another person", () => {
    const own = withFrame({ user: 'user-ada-17' }).frames;
    const drawn = (user: string) => {
      const welcome = { ...own[0]!, seq: 90, kind: 'welcome', user, run: null, time: 1_050 };
      return swimLane({ ...seen, frames: [welcome, ...own] }, { ...run, end: 'completed' }, 2_000);
    };
    expect(drawn('user-ada...')).not.toContain('in red:');
    expect(drawn('user-eve...')).toContain('1 frame in red:');
  });

  test('the caption says what the run was', () => {
    expect(captionOf(run, [{ from: 0, to: 2_500, first: false, last: true }])).toBe(
      'The first agent event came 100 ms after the message, no text of an answer was shown, the longest silence was the 2.5 s from the last event to the end of the test and the run never ended',
    );
  });
});
