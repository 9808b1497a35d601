import { expect, test, type TestInfo } from '@playwright/test';
import type { Frame } from '../../../lib/evidence/index.ts';
import { exampleSteps, QUESTION, sendFrame, START, toFrames, USER } from '../protocol/support/scenes.ts';
import { judgedFile, written } from './support/file.ts';

interface Played {
  answer: string;
  /** Ids that the product's handler leaves out. */
  ids?: object;
}

/** The five events as the product's handler plays them, the true type within (docs/contract/backend.md 4.1, E3). */
function played({ answer, ids = {} }: Played): Frame[] {
  const tool = { tool_name: 'analysis_tool', agent_name: 'supervisor-agent' };
  const rows: [outer: string, type: string, fields: object][] = [
    ['system_message', 'agent_started', { status: 'Agent execution started' }],
    ['agent_progress', 'agent_thinking', { status: 'Agent is analyzing request' }],
    ['agent_progress', 'tool_executing', { payload: { ...tool, parameters: {}, estimated_duration_ms: 2_000 } }],
    ['agent_progress', 'tool_completed', { payload: { ...tool, result: 'Analysis complete', duration_ms: 2_000 } }],
    ['agent_response_complete', 'agent_completed', { status: 'success', content: answer, message: answer }],
  ];
  return rows.map(([outer, type, fields], index) => {
    const time = START + 10 + 100 * index;
    const data = { event: type, type, user_id: USER, turn_id: 'unknown', timestamp: time / 1_000, ...ids, ...fields };
    const message = { type: outer, data, timestamp: time / 1_000, server_id: null, correlation_id: null };
    return { seq: 0, socket: 1, direction: 'received', time, text: JSON.stringify(message) };
  });
}

async function causesOf(testInfo: TestInfo, run: readonly Frame[]) {
  const frames = [sendFrame('thread_1', 0, 1), ...run];
  const lines = frames.map(({ direction, time, text }) => JSON.stringify({ direction, time, text }));
  const { diagnosis, verdict } = await judgedFile(written(testInfo, lines.join('\n')));
  return { verdict, causes: diagnosis?.causes.map(({ id, confidence }) => `${id} ${confidence}`) ?? [] };
}

const ids = { run_id: 'run_1', thread_id: 'thread_1', agent_name: 'supervisor-agent' };

test.describe('run that no agent made', () => {
  for (const answer of [`Agent response for: ${QUESTION}`, `Multi-agent collaboration completed for: ${QUESTION}`]) {
    for (const [how, run] of Object.entries({
      'without ids': played({ answer }),
      'with ids': played({ answer, ids }),
    })) {
      test(`the five events of the product's handler are a canned run: "${answer.slice(0, 12)}", ${how}`, async ({}, testInfo) => {
        expect(await causesOf(testInfo, run)).toEqual({ verdict: 'broken', causes: ['F28 certain'] });
      });
    }
  }

  /** Five events of one agent, whose tool says how long it took. */
  const flat = (execution_time_ms: number) =>
    toFrames(
      [0, 1, 4, 7, 14].map((place, index) => {
        const step = exampleSteps()[place]!;
        const fields = step.type.startsWith('tool')
          ? { tool_name: 'analysis_tool', parameters: {}, result: 'done', execution_time_ms }
          : step.fields;
        return { ...step, agent: 'supervisor_agent', at: 10 + 100 * index, fields };
      }),
    );

  test('a tool that took 2000 ms within 100 ms is that of the handler, whatever the answer says', async ({}, testInfo) => {
    expect(await causesOf(testInfo, flat(2_000))).toEqual({ verdict: 'broken', causes: ['F28 likely'] });
  });

  test('a tool of that name which took as long as it says is an honest one', async ({}, testInfo) => {
    expect(await causesOf(testInfo, flat(90))).toEqual({ verdict: 'holds', causes: [] });
  });
});
