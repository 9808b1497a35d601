import { expect, test } from '@playwright/test';
import { latency, normalise, Runs, toRuns } from '../../../lib/protocol/index.ts';
import { exampleSteps, OUTERMOST, QUESTION, sendFrame, START, type Step, toFrames, USER } from './support/scenes.ts';

function runOf(steps: readonly Step[]) {
  const [run] = toRuns(toFrames(steps).map(normalise));
  if (!run) throw new Error('there is no run');
  return run;
}

test.describe('run', () => {
  test('a run is assembled into its agents, tools, answer and streamed text', () => {
    const run = runOf(exampleSteps());
    expect(run).toMatchObject({
      id: 'run_1',
      user: USER,
      thread: 'thread_1',
      end: 'completed',
      startedAt: START + 12,
      endedAt: START + 152,
    });
    expect(run.outermost?.name).toBe(OUTERMOST);
    expect(
      run.agents.map(({ name, started, ended, end }) => [name, started?.frame.seq, ended?.frame.seq, end]),
    ).toEqual([
      [OUTERMOST, 1, 15, 'completed'],
      ['data_agent', 3, 9, 'completed'],
      ['optimization_agent', 10, 11, 'completed'],
    ]);
    expect(
      run.tools.map(({ tool, execution, started, completed }) => [
        tool,
        execution,
        started?.frame.seq,
        completed?.frame.seq,
      ]),
    ).toEqual([
      ['usage_query', 'a', 5, 8],
      ['price_lookup', 'b', 6, 7],
    ]);
    expect(run.answer).toMatchObject({ text: 'Most of it goes to large models.', from: 'final_report', frame: 16 });
    expect(run.streamed.text).toBe(run.answer?.text);
    expect(run.streamed.pieces).toEqual([
      {
        frame: 12,
        time: START + 122,
        text: 'Most of it ',
      },
      { frame: 13, time: START + 132, text: 'goes to ' },
      { frame: 14, time: START + 142, text: 'large models.' },
    ]);
  });

  test('a run reports how long the person waited', () => {
    const shown = [
      { time: START + 100, text: '' },
      { time: START + 130, text: 'Most of' },
      { time: START + 140, text: 'Most of it' },
    ];
    expect(latency(runOf(exampleSteps()), START, shown)).toEqual({
      firstEvent: 12,
      firstText: 130,
      answer: 162,
      end: 152,
    });
    expect(latency(runOf(exampleSteps().slice(0, 2)), START, [])).toEqual({
      firstEvent: 12,
      firstText: null,
      answer: null,
      end: null,
    });
  });

  test('a run reports at every frame whether it has ended', () => {
    const runs = new Runs();
    const ends = toFrames(exampleSteps()).map((frame) => runs.push(normalise(frame))?.end ?? null);
    expect(ends.findIndex((end) => end !== null)).toBe(14);
    expect(ends.slice(14)).toEqual(['completed', 'completed']);
    expect(runs.get('run_1')?.answer?.from).toBe('final_report');
  });

  test('a run has the answer of its supervisor, or, if no frame delivers one, the streamed text once it has completed', () => {
    const steps = exampleSteps().slice(0, 15);
    expect(runOf(steps).answer?.from).toBe('agent_completed');
    expect(runOf(steps.with(14, { ...(steps[14] as Step), fields: {} })).answer).toMatchObject({
      from: 'partial_result',
      text: 'Most of it goes to large models.',
    });
    expect(runOf(steps.slice(0, 14)).answer).toBeNull();
  });

  test('a run does not take the text of a sub-agent for its answer', () => {
    const steps = exampleSteps().with(8, { ...(exampleSteps()[8] as Step), fields: { result: '480 calls' } });
    expect(runOf(steps).answers.map(({ frame }) => frame)).toEqual([15, 16]);
  });

  test('tool results without an id are paired first in, first out, per agent and tool', () => {
    const call = (type: string, agent: string, tool_name: string, at: number): Step => ({
      type,
      agent,
      at,
      run: 'run_1',
      thread: 't',
      fields: { tool_name, result: 1 },
    });
    const run = runOf([
      call('tool_executing', 'a', 'x', 1),
      call('tool_executing', 'a', 'x', 2),
      call('tool_executing', 'b', 'x', 3),
      call('tool_executing', 'a', 'y', 4),
      call('tool_completed', 'b', 'x', 5),
      call('tool_completed', 'a', 'x', 6),
      call('tool_completed', 'a', 'y', 7),
      call('tool_completed', 'a', 'x', 8),
      call('tool_completed', 'a', 'x', 9),
    ]);
    const pairs = run.tools.map(({ started, completed }) => [started?.frame.seq ?? null, completed?.frame.seq ?? null]);
    expect(pairs).toEqual([
      [1, 6],
      [2, 8],
      [3, 5],
      [4, 7],
      [null, 9],
    ]);
  });

  test('a run contains no frame of the connection or the page, and none without a run id', () => {
    const others = ['heartbeat', 'ack', 'connection_established', 'thread_updated'].map((type, index) => ({
      seq: 50 + index,
      socket: 1,
      direction: 'received' as const,
      time: START,
      text: JSON.stringify({ type, run_id: 'run_1' }),
    }));
    expect(toRuns([...others, sendFrame('thread_1', 0, 60, QUESTION)].map(normalise))).toEqual([]);
    expect(
      toRuns([
        normalise({
          seq: 1,
          socket: 1,
          direction: 'received',
          time: 0,
          text: '{"type":"agent_started","agent_name":"a"}',
        }),
      ]),
    ).toEqual([]);
  });
});
