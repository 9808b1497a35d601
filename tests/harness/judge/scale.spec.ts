import { expect, test } from '@playwright/test';
import { inWords } from '../../../bin/judge/print.ts';
import { sendFrame, type Step, toFrames } from '../protocol/support/scenes.ts';
import { judgedFile, written } from './support/file.ts';

/** The collector of garbage works against the longer log: a search in all runs for each run would fail every try. */
const MOST_TRIES = 5;
const answer = 'Caching would save a third of what the batch jobs cost.';

/** What the server sends for a question, beside its `agent_started` and a thought. */
const COURSES: Record<string, readonly Pick<Step, 'type' | 'fields'>[]> = {
  'no run ends': [],
  'every run ends with an error of its agent': [{ type: 'agent_error', fields: { error_message: 'no model' } }],
  'every run is stopped': [{ type: 'agent_stopped', fields: {} }],
  'every run breaks off in its answer': [{ type: 'partial_result', fields: { content: answer.slice(0, 20) } }],
  'every run has the same answer': [{ type: 'agent_completed', fields: { result: answer } }],
  'every answer is canned': [
    { type: 'agent_completed', fields: { result: 'I apologize, but I encountered an error processing your request.' } },
  ],
  'every run comes twice': [
    { type: 'agent_thinking', fields: { thought: 'The batch jobs' } },
    { type: 'agent_thinking', fields: { thought: 'The batch jobs' } },
  ],
};

/** A log of one person's socket: a question a second, and what came for it. */
function log(questions: number, course: (typeof COURSES)[string]): string {
  const frames = Array.from({ length: questions }, (_, index) => {
    const [run, thread, at] = [`run_${index}`, `thread_${index % 7}`, index * 1_000];
    const begin = [
      { type: 'agent_started', fields: {} },
      { type: 'agent_thinking', fields: { thought: 'The batch jobs' } },
    ];
    const steps = [...begin, ...course].map((step, place) => ({
      ...step,
      run,
      thread,
      agent: 'a',
      at: at + 50 * place,
    }));
    return [sendFrame(thread, at - 10, 0, `What does batch job ${index} cost?`), ...toFrames(steps)];
  }).flat();
  return frames
    .map(({ direction, time, text }) => JSON.stringify({ direction, time: new Date(time), message: JSON.parse(text) }))
    .join('\n');
}

/** Processor time of the whole command in microseconds: other work on the machine does not count. */
async function cpuOf(file: string): Promise<number> {
  const before = process.cpuUsage();
  const judgement = await judgedFile(file);
  expect(judgement.runs.length).toBeGreaterThan(0);
  expect(inWords(judgement)).not.toBe('');
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

for (const [what, course] of Object.entries(COURSES)) {
  test(`2,000 questions take at most 20 times as long to judge as 200 where ${what}`, async ({}, testInfo) => {
    const [few, many] = [200, 2_000].map((count) => written(testInfo, log(count, course), `${count}.log`));
    await cpuOf(few!);
    const ratios: number[] = [];
    while (ratios.length < MOST_TRIES && !ratios.some((ratio) => ratio <= 20)) {
      const once = await cpuOf(few!);
      ratios.push((await cpuOf(many!)) / once);
    }
    expect(Math.min(...ratios)).toBeLessThanOrEqual(20);
  });
}
