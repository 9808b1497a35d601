import assert from 'node:assert/strict';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import type { Frame } from '../../../lib/evidence/index.ts';
import { judgeAll, judgeScreen, normalise, Runs, timeline } from '../../../lib/protocol/index.ts';
import {
  ENVELOPES,
  expectationsFor,
  perform,
  runPlan,
  sendFrame,
  START,
  type Step,
  toFrames,
} from './support/scenes.ts';

const FUZZ_CASES = 2_000;

/** Whatever comes, it is understood, judged and drawn, with the run's state asked for at every frame. */
function digest(frames: readonly Frame[]): number {
  const events = frames.map(normalise);
  const runs = new Runs();
  let ended = 0;
  for (const event of events) {
    const run = runs.push(event);
    if (run?.end && run.answer) ended += 1;
  }
  const violations = judgeAll(events, expectationsFor([], { now: START + 1e9, runIds: ['run_1'] }));
  const drawn = timeline(events, { violations, around: 3 });
  const [run] = runs.all;
  const screen = run
    ? judgeScreen({ pieces: run.streamed.pieces, answer: run.answer?.text ?? null, samples: run.streamed.pieces })
    : null;
  return ended + violations.length + drawn.length + (screen?.violations.length ?? 0);
}

test.describe('random frames', () => {
  const word = fc.constantFrom(
    'type',
    'run_id',
    'payload',
    'data',
    'agent_name',
    'timestamp',
    'tool_name',
    'execution_id',
    'content',
    'result',
    '__proto__',
    '',
  );
  const value = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom('run_1', 'agent_started', 'tool_completed'),
  );
  const message = fc.dictionary(word, fc.oneof(value, fc.dictionary(word, value)));
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    message.map((fields) => JSON.stringify(fields)),
  );
  const frame = fc.record({
    seq: fc.nat(),
    socket: fc.nat(3),
    direction: fc.constantFrom('sent' as const, 'received' as const),
    time: fc.oneof(fc.nat(), fc.double()),
    text,
    binary: fc.boolean(),
  });

  test('entirely random frames never make the grammar or the diagnosis throw', () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 12 }), (frames) => digest(frames) >= 0),
      { numRuns: FUZZ_CASES },
    );
  });

  test('legal frames that are cut, joined and shuffled never make the grammar or the diagnosis throw', () => {
    const mutation = fc.tuple(
      fc.nat(),
      fc.nat(),
      fc.oneof(fc.string(), fc.constantFrom('"type"', 'run_1', '{', 'agent_completed', '1e999')),
    );
    fc.assert(
      fc.property(
        runPlan,
        fc.constantFrom(...ENVELOPES),
        fc.array(mutation, { maxLength: 8 }),
        (plan, envelope, mutations) => {
          const frames = [sendFrame('thread_1', 0, 0), ...toFrames(perform(plan), envelope)];
          for (const [from, at, splinter] of mutations) {
            const target = frames[from % frames.length] as Frame;
            const place = at % (target.text.length + 1);
            frames[at % frames.length] = {
              ...target,
              text: target.text.slice(0, place) + splinter + target.text.slice(place + splinter.length),
            };
          }
          return digest(frames) >= 0;
        },
      ),
      { numRuns: FUZZ_CASES / 10 },
    );
  });
});

test.describe('time for many frames', () => {
  /**
   * On a busy machine the collector of garbage works against the larger stream: a copy that grows would fail each of
   * so many tries.
   */
  const MOST_TRIES = 8;
  const step = (at: number, type: string, fields: Record<string, unknown> = {}, agent = 'a', run = 'run_1'): Step => ({
    type,
    agent,
    run,
    thread: 't',
    at,
    fields,
  });
  const times = <T>(count: number, make: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, index) => make(index));

  /** Streams in which a search or a copy that grows with what came before would show. */
  const streams: Record<string, (count: number) => Frame[]> = {
    'one long run, with tools that stay open to its end': (count) =>
      toFrames([
        step(0, 'agent_started'),
        ...times(count / 4, (index) => step(index, 'tool_executing', { tool_name: `x${index % 7}` })),
        ...times(count / 2, (index) => step(count / 4 + index, 'partial_result', { content: `${index} ` })),
        ...times(count / 4, (index) =>
          step(count + index, 'tool_completed', { tool_name: `x${index % 7}`, result: index }),
        ),
        step(2 * count, 'agent_completed'),
      ]),
    'one run that breaks a rule with every frame': (count) =>
      toFrames(
        times(
          count,
          (index) =>
            [
              step(index, 'tool_executing', { tool_name: `x${index}` }),
              step(index, 'tool_completed', { tool_name: `y${index}` }),
              step(index, 'agent_thinking', {}, `b${index}`),
              step(index, 'final_report', { executive_summary: `${index}` }),
              step(index, 'surprise'),
            ][index % 5] as Step,
        ),
      ),
    'many runs, and messages that none of them answers': (count) =>
      times(count, (index) =>
        index % 2 === 0
          ? sendFrame(`t${index}`, index, index)
          : { ...(toFrames([step(index, 'agent_completed', {}, 'a', `run_${index}`)])[0] as Frame), seq: index },
      ),
  };

  for (const [what, stream] of Object.entries(streams)) {
    test(`50,000 frames take at most 20 times as long as 5,000: ${what}`, () => {
      const [small, large] = [stream(5_000), stream(50_000)];
      digest(small);
      const ratios: number[] = [];
      while (ratios.length < MOST_TRIES && !ratios.some((ratio) => ratio <= 20)) {
        const once = cpuOf(() => digest(small));
        ratios.push(cpuOf(() => digest(large)) / once);
      }
      expect(Math.min(...ratios)).toBeLessThanOrEqual(20);
    });
  }

  /** Processor time in microseconds: other work on the machine does not count. */
  function cpuOf(work: () => unknown): number {
    const before = process.cpuUsage();
    assert(work() !== undefined);
    const { user, system } = process.cpuUsage(before);
    return user + system;
  }
});
