import assert from 'node:assert/strict';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import type { Frame } from '../../../lib/evidence/index.ts';
import { type AgentEvent, judge, judgeAll, normalise, toRuns } from '../../../lib/protocol/index.ts';
import {
  countsOf,
  ENVELOPES,
  exampleSteps,
  expectationsFor,
  perform,
  runPlan,
  sendFrame,
  START,
  type Step,
  toFrames,
  USER,
} from './support/scenes.ts';

const CASES = 150;

function understood(frames: readonly Frame[]): AgentEvent[] {
  return frames.map(normalise);
}

/** Puts frames of several sources in order of time and renumbers them. */
function together(...sources: Frame[][]): Frame[] {
  return sources
    .flat()
    .sort((a, b) => a.time - b.time)
    .map((frame, index) => ({ ...frame, seq: index + 1 }));
}

function serverFrame(type: string, at: number, data: Record<string, unknown>): Frame {
  const text = JSON.stringify({ type, data, timestamp: (START + at) / 1000, server_id: 's', correlation_id: `${at}` });
  return { seq: 0, socket: 1, direction: 'received', time: START + at, text };
}

test.describe('legal run', () => {
  for (const envelope of ENVELOPES) {
    test(`a legal run breaks no rule in any order of its steps, in envelope ${envelope}`, () => {
      fc.assert(
        fc.property(runPlan, (plan) => {
          const steps = perform(plan);
          const events = understood(toFrames(steps, envelope));
          const [run, ...others] = toRuns(events);
          assert(run && others.length === 0);
          assert.deepEqual(judge(run, expectationsFor(steps, { thread: 'thread_1', counts: countsOf(steps) })), []);
          assert.equal(run.end, 'completed');
          assert(run.tools.every(({ started, completed }) => started && completed));
        }),
        { numRuns: CASES },
      );
    });
  }

  test('two interleaved legal runs are told apart, on one socket or two', () => {
    fc.assert(
      fc.property(runPlan, runPlan, fc.constantFrom(1, 2), (a, b, sockets) => {
        const [first, second] = [perform(a, 'run_1', 'thread_1', 10), perform(b, 'run_2', 'thread_2', 13)];
        const answering = together(
          toFrames(first),
          toFrames(second).map((frame) => ({ ...frame, socket: sockets })),
        );
        const frames = together([sendFrame('thread_1', 0, 0), sendFrame('thread_2', 1, 0, 'And why?')], answering, [
          serverFrame('connection_established', -5, { user_id: `${USER.slice(0, 8)}...` }),
          serverFrame('heartbeat', 40, {}),
        ]);
        const events = understood(frames);
        const runs = toRuns(events);
        assert.deepEqual(
          runs.map(({ id, events: own }) => [id, own.length]),
          [
            ['run_1', first.length],
            ['run_2', second.length],
          ],
        );
        assert.deepEqual(judgeAll(events, expectationsFor([...first, ...second], { runIds: ['run_1', 'run_2'] })), []);
      }),
      { numRuns: CASES },
    );
  });

  test('a legal run is the same run in every envelope', () => {
    fc.assert(
      fc.property(runPlan, (plan) => {
        const steps = perform(plan);
        const told = ENVELOPES.map((envelope) => outline(toFrames(steps, envelope), steps));
        for (const other of told) assert.deepEqual(other, told[0]);
      }),
      { numRuns: 50 },
    );
  });

  test('a legal run may lack tools where the scenario declares it, and only there', () => {
    const steps = perform({
      root: { thoughts: 0, tools: 0, withIds: false, children: [] },
      pieces: [],
      report: true,
      choices: [0],
    }).filter(({ type }) => !type.startsWith('tool_'));
    const [run] = toRuns(understood(toFrames(steps)));
    expect(run && judge(run, expectationsFor(steps, { tools: false }))).toEqual([]);
    expect(run && judge(run, expectationsFor(steps)).map(({ message }) => message)).toEqual([
      expect.stringContaining('no tool_executing'),
      expect.stringContaining('no tool_completed'),
    ]);
  });

  test('a legal run may reach two tabs of one person at different speeds', () => {
    const frames = toFrames(exampleSteps());
    const copies = frames.map((frame) => ({ ...frame, socket: 2, time: frame.time + 25 }));
    const arrived = [...frames, ...copies]
      .sort((one, other) => one.time - other.time)
      .map((frame, index) => ({ ...frame, seq: index + 1 }));
    const [run] = toRuns(understood(arrived));
    expect(run && judge(run, expectationsFor(exampleSteps())).filter(({ rule }) => rule === 'timestamps')).toEqual([]);
  });

  test('a frame that is held up on its way has an old stamp, and no wrong one', () => {
    for (const from of [1, 9, 16]) {
      const heldUp = toFrames(exampleSteps()).map((frame, index) =>
        index + 1 < from ? frame : { ...frame, time: frame.time + 2_000 },
      );
      const all = judgeAll(understood([sendFrame('thread_1', 0, 0), ...heldUp]), expectationsFor(exampleSteps()));
      expect(all, `from frame ${from} on`).toEqual([]);
    }
  });

  test('a legal run may break off where the scenario says so, with open tools and sub-agents, and must tell the person', () => {
    const steps: Step[] = [
      ['agent_started', 'supervisor_agent', {}],
      ['agent_started', 'data_agent', {}],
      ['tool_executing', 'data_agent', { tool_name: 'usage_query' }],
      ['agent_error', 'supervisor_agent', { error_message: 'out of memory' }],
      ['error', 'supervisor_agent', { error_message: 'out of memory' }],
    ].map(
      ([type, agent, fields], index) => ({ type, agent, fields, run: 'run_1', thread: 't', at: index * 5 }) as Step,
    );
    const [run] = toRuns(understood(toFrames(steps)));
    expect(run?.end).toBe('error');
    expect(run && judge(run, expectationsFor(steps, { end: 'error' }))).toEqual([]);
    expect(run && judge(run, expectationsFor(steps)).map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['expected-end', 'tool-pairing', 'one-end', 'critical-events']),
    );
  });
});

/** What a run adds up to, without what depends on the envelope. */
function outline(frames: Frame[], steps: readonly Step[]) {
  const [run] = toRuns(understood(frames));
  return {
    steps: run?.events.map(({ type, agent, tool, timestamp }) => [type, agent, tool, Math.round(timestamp ?? 0)]),
    tools: run?.tools.map(({ tool, started, completed }) => [tool, started?.frame.seq, completed?.frame.seq]),
    answer: run?.answer,
    streamed: run?.streamed,
    end: run?.end,
    wanted: steps.length,
  };
}
