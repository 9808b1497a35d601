import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@playwright/test';
import type { Frame } from '../../../lib/evidence/index.ts';
import { ROOT, run } from '../../../bin/child.mjs';
import { childEnvironment } from '../../../config/child-environment.mjs';
import { inheritance } from '../../../config/run.ts';
import { fuzzFrames } from '../../../config/fuzz.ts';
import { diagnose } from '../../../lib/diagnosis/index.ts';
import { normalise, timeline } from '../../../lib/protocol/index.ts';
import { evidence } from '../diagnosis/support/scenes.ts';
import { ENVELOPES, exampleSteps, sendFrame, toFrames } from './support/scenes.ts';

/** Growth of the heap that is noise, in bytes. */
const NOISE = 24_000_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Numbers from 0 to below 1, the same in every run (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SPLINTERS = [
  '',
  '{',
  '}',
  '"',
  'null',
  '1e999',
  '"type"',
  '"run_id"',
  'run_1',
  'run_2',
  'agent_started',
  'agent_completed',
  'tool_completed',
  'partial_result',
  'error_message',
  'ack',
  'event_batch',
  '"__proto__":{}',
  '"payload":[]',
  '"data":7',
  '\u0000',
  '\ud800',
  '-1',
  '[[[[',
  'user-eve',
  '"timestamp":"never"',
];

/** A stream as a server sends it, of which some frames are lost, doubled, displaced, cut, spoilt or made up. */
function spoilt(random: () => number): Frame[] {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const whole = [sendFrame('thread_1', 0, 1), ...toFrames(exampleSteps(), pick(ENVELOPES))];
  const frames = whole.flatMap((frame): Frame[] => {
    const { text } = frame;
    const at = Math.floor(random() * (text.length + 1));
    const what = Math.floor(random() * 16);
    if (what === 0) return [];
    if (what === 1) return [frame, frame];
    if (what === 2) return [{ ...frame, text: text.slice(0, at) }];
    if (what === 3) return [{ ...frame, text: text.slice(0, at) + pick(SPLINTERS) + text.slice(at) }];
    if (what === 4)
      return [{ ...frame, text: text.slice(0, at) + pick(SPLINTERS) + text.slice(at + Math.floor(random() * 12)) }];
    if (what === 5)
      return [{ ...frame, text: Array.from({ length: at }, () => String.fromCharCode(random() * 65_536)).join('') }];
    if (what === 6) return [{ ...frame, time: frame.time + (random() - 0.5) * 1e6 }];
    if (what === 7) return [{ ...frame, direction: 'sent', socket: Math.floor(random() * 3) }];
    return [frame];
  });
  const [one, other] = [Math.floor(random() * frames.length), Math.floor(random() * frames.length)];
  return frames.with(one, frames[other] as Frame).map((frame, index) => ({ ...frame, seq: index + 1 }));
}

test(`${fuzzFrames} random and mutated frames never make the normaliser, grammar or diagnosis throw, grow or slow down`, () => {
  test.setTimeout(60_000 + fuzzFrames * 4);
  const random = chance(20_251_122);
  /** Feeds so many frames. @returns processor time in microseconds, and the causes that were named */
  const feed = (count: number) => {
    const named = new Set<string>();
    const begin = process.cpuUsage();
    let fed = 0;
    while (fed < count) {
      const frames = spoilt(random);
      fed += frames.length;
      const seen = evidence({ edit: () => frames });
      for (const { id } of diagnose(seen).causes) named.add(id);
      assert.notEqual(timeline(frames.map(normalise), { violations: [...seen.violations], around: 2 }), '');
    }
    const { user, system } = process.cpuUsage(begin);
    collect();
    return { micros: user + system, heap: process.memoryUsage().heapUsed, named };
  };
  feed(2_000);
  const quarters = [1, 2, 3, 4].map(() => feed(fuzzFrames / 4));
  const [first, last] = [quarters[0]!, quarters[3]!];
  expect(last.heap - first.heap, 'bytes that the heap grew').toBeLessThan(NOISE);
  expect(last.micros, 'microseconds of the last quarter').toBeLessThan(2 * first.micros);
  expect(new Set(quarters.flatMap(({ named }) => [...named])).size, 'different causes that were named').toBeGreaterThan(
    5,
  );
});

test('an invalid number of frames is refused in one message', async ({}, testInfo) => {
  const args = [join(ROOT, 'node_modules/@playwright/test/cli.js'), 'test', '--list', '--project=harness', 'fuzz.spec'];
  const env = childEnvironment({
    NETRA_FUZZ_FRAMES: 'abc',
    ...inheritance({ id: 'fuzz', dir: testInfo.outputPath('run'), secrets: testInfo.outputPath('private') }),
    TEST_WORKER_INDEX: undefined,
    FORCE_COLOR: undefined,
  });
  const { code, output } = await run(process.execPath, args, { env });
  expect(output).toContain('NETRA_FUZZ_FRAMES must be a whole number of at least 1000, not "abc".');
  expect(output).not.toMatch(/ {3}at /);
  expect(code).toBe(1);
});
