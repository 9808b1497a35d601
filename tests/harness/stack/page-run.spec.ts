import { expect, test } from '@playwright/test';
import { readFrame } from '../../../stack/web/envelope.ts';
import { advance, createRun } from '../../../stack/web/run.ts';

/** The run as the embedded page has it after these frames. */
function played(...frames: object[]) {
  const run = createRun('Where?', 'run_1');
  for (const frame of frames)
    advance(run, readFrame(JSON.stringify({ run_id: 'run_1', agent_name: 'supervisor_agent', ...frame }))!);
  return run;
}

const begun = { type: 'agent_started' };
const piece = (chunk_index: number, content: string) => ({ type: 'partial_result', chunk_index, content });

test.describe('run on the embedded page', () => {
  test('numbered pieces are shown in their order, each once', () => {
    expect(played(begun, piece(0, 'a'), piece(2, 'c')).text).toBe('a');
    expect(played(begun, piece(0, 'a'), piece(2, 'c'), piece(1, 'b'), piece(1, 'b')).text).toBe('abc');
  });

  test('a run on the page goes on when a sub-agent fails', () => {
    const sub = { agent_name: 'data_agent' };
    expect(
      played(begun, { ...begun, ...sub }, { type: 'agent_error', error_message: 'no records', ...sub }).phase,
    ).toBe('running');
  });

  test('the progress shows the step of the outermost agent and the number of steps', () => {
    const thought = (step_number: number, total_steps: number) => ({
      type: 'agent_thinking',
      step_number,
      total_steps,
    });
    expect(played(begun, thought(1, 3)).progress).toEqual({ step: 1, of: 3 });
    expect(played(begun, thought(1, 3), { ...thought(1, 1), agent_name: 'data_agent' }).progress).toEqual({
      step: 1,
      of: 3,
    });
  });

  test('tools that have not ended are shown as running', () => {
    const call = (type: string, execution_id: string) => ({ type, tool_name: 'usage_query', execution_id });
    const run = played(begun, call('tool_executing', 'a'), call('tool_executing', 'b'), call('tool_completed', 'b'));
    expect(run.tools.map(({ id }) => id)).toEqual(['a']);
  });
});
