import { expect, test } from '@playwright/test';
import { judge, normalise, timeline, toRuns } from '../../../lib/protocol/index.ts';
import { exampleSteps, expectationsFor, QUESTION, sendFrame, START, type Step, toFrames } from './support/scenes.ts';

function runOf(steps: readonly Step[]) {
  const [run] = toRuns(toFrames(steps).map(normalise));
  if (!run) throw new Error('there is no run');
  return run;
}

test.describe('timeline', () => {
  test('the timeline nests agents, pairs tool calls and folds pieces', () => {
    expect(timeline(runOf(exampleSteps())).split('\n')).toEqual([
      'run run_1 · user user-ada · thread thread_1 · completed in 140 ms · 16 frames',
      '   #    ms since the first frame of the run',
      '   1       0  ←  agent_started supervisor_agent',
      '   2      10  ←  │ agent_thinking supervisor_agent "Planning"',
      '   3      20  ←  │ agent_started data_agent',
      '   4      30  ←  │ │ agent_thinking data_agent "Choosing records"',
      '   5      40  ←  │ │ tool_executing usage_query [a',
      '   6      50  ←  │ │ tool_executing price_lookup [b',
      '   7      60  ←  │ │ tool_completed price_lookup b] 10 ms',
      '   8      70  ←  │ │ tool_completed usage_query a] 30 ms',
      '   9      80  ←  │ agent_completed data_agent',
      '  10      90  ←  │ agent_started optimization_agent',
      '  11     100  ←  │ agent_completed optimization_agent',
      '  12     110  ←  │ partial_result 3 pieces to #14, 32 chars "Most of it goes to…',
      '  15     140  ←  agent_completed supervisor_agent',
      '  16     150  ←  final_report "Most of it goes to large models."',
    ]);
  });

  test('the timeline shows both directions, and frames that are not messages', () => {
    const garbage = { seq: 2, socket: 1, direction: 'received' as const, time: START + 30, text: '<html>down</html>' };
    const drawn = timeline([sendFrame('thread_1', 0, 1), garbage].map(normalise));
    expect(drawn).toContain(`   1       0  →  start_agent "${QUESTION}"`);
    expect(drawn).toMatch(/ {3}2 {6}30 {2}← {2}garbage "<html>down<\/html>" the frame is not JSON/);
  });

  test('the timeline marks a violation under its frame, with the rule and what was expected there', () => {
    const run = runOf(exampleSteps().toSpliced(5, 1));
    const lines = timeline(run, { violations: judge(run, expectationsFor(exampleSteps())) }).split('\n');
    const at = lines.findIndex((line) => line.startsWith('   6'));
    expect(lines[at]).toContain('tool_completed price_lookup');
    expect(lines.slice(at + 1, at + 5)).toEqual([
      `${' '.repeat(16)}✗ tool-pairing: frame #6 tool_completed(price_lookup) has no`,
      `${' '.repeat(18)}tool_executing before it`,
      `${' '.repeat(18)}expected: tool_executing(price_lookup) with`,
      `${' '.repeat(28)}execution_id b`,
    ]);
  });

  test('the timeline names only the broken rules when the messages are printed beside it', () => {
    const run = runOf(exampleSteps().toSpliced(5, 1));
    const violations = judge(run, expectationsFor(exampleSteps()));
    const lines = timeline(run, { violations, brief: true }).split('\n');
    const at = lines.findIndex((line) => line.startsWith('   6'));
    expect(lines[at + 1]).toBe(`${' '.repeat(16)}✗ tool-pairing`);
    expect(lines.filter((line) => line.includes('✗'))).toHaveLength(new Set(violations.map(({ frame }) => frame)).size);
  });

  test('the timeline marks a violation of a folded piece, and lists at its foot what never came', () => {
    const run = runOf(exampleSteps().slice(0, 14).toSpliced(12, 1));
    const violations = judge(run, expectationsFor(exampleSteps(), { now: START + 60_000 }));
    const drawn = timeline(run, { violations });
    expect(drawn).toContain('12     110  ←  │ partial_result 2 pieces to #13');
    expect(drawn.split('\n').filter((line) => line.includes('✗ liveness: after frame #13'))).toHaveLength(1);
    expect(drawn.lastIndexOf('liveness')).toBeGreaterThan(drawn.indexOf('partial_result'));
  });

  test('the timeline tells the first of the events that did not come in full, and the others by their names', () => {
    const run = runOf(exampleSteps().slice(0, 2));
    const violations = judge(run, expectationsFor(exampleSteps(), { now: START + 60_000 }));
    const lines = timeline(run, { violations }).split('\n');
    const at = lines.findIndex((line) => line.includes('✗ critical-events'));
    expect(lines.slice(at + 1, at + 4).map((line) => line.trim())).toEqual([
      '#1 and frame #2',
      'expected: tool_executing',
      'nor did these come: tool_completed, agent_completed',
    ]);
    expect(lines.filter((line) => line.includes('critical-events'))).toHaveLength(1);
  });

  test('the timeline shows only the frames around violations on request', () => {
    const run = runOf(exampleSteps().toSpliced(5, 1));
    const violations = judge(run, expectationsFor(exampleSteps()));
    const near = timeline(run, { violations, around: 1 });
    expect(near).toContain('… 4 more lines');
    expect(near).toContain('   5      40');
    expect(near).not.toContain('   4      30');
    expect(near).toContain('   7      70');
    expect(near).toContain('more lines');
  });

  test('the timeline is never wider than 80 columns', () => {
    const long = 'word '.repeat(100);
    const steps = exampleSteps().map((step) => ({
      ...step,
      agent: step.agent + long,
      fields: { ...step.fields, reasoning: long, tool_name: long },
    }));
    const run = runOf(steps.toSpliced(5, 1));
    const widths = timeline(run, { violations: judge(run, expectationsFor(steps)) })
      .split('\n')
      .map((line) => line.length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(80);
  });
});
