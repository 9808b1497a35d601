import { expect, test, type TestInfo } from '@playwright/test';
import type { Frame } from '../../../lib/evidence/index.ts';
import { exampleSteps, sendFrame, toFrames } from '../protocol/support/scenes.ts';
import { judgedFile, written } from './support/file.ts';

const steps = exampleSteps();

/** Frames as lines of JSON, and what else the lines say. */
function lines(frames: readonly Frame[], ...more: object[]): string {
  const all = frames.map(({ direction, time, text }) => ({ direction, time, text }));
  return [...all, ...more].map((one) => JSON.stringify(one)).join('\n');
}

function judged(testInfo: TestInfo, content: string) {
  return judgedFile(written(testInfo, content));
}

test.describe('a run that was stopped', () => {
  const stopped = toFrames([...steps.slice(0, 2), { ...steps[1]!, type: 'agent_stopped', at: 900, fields: {} }]);
  const stop = (thread: string): Frame => ({
    ...sendFrame(thread, 800, 0),
    text: JSON.stringify({ type: 'stop_agent', payload: { thread_id: thread } }),
  });
  const all = (thread: string) => [
    sendFrame('thread_1', 0, 1),
    ...stopped.slice(0, 2),
    stop(thread),
    ...stopped.slice(2),
  ];

  test('by its person keeps every rule', async ({}, testInfo) => {
    const { violations, verdict } = await judged(testInfo, lines(all('thread_1')));
    expect(violations).toEqual([]);
    expect(verdict).toBe('holds');
  });

  test('by nobody, or while another thread was stopped, does not', async ({}, testInfo) => {
    for (const content of [
      lines(all('thread_2')),
      lines(all('thread_1').filter(({ text }) => !text.includes('stop_agent'))),
    ]) {
      const { violations, diagnosis } = await judged(testInfo, content);
      expect(violations.map(({ rule }) => rule)).toContain('expected-end');
      expect(diagnosis?.causes.map(({ id }) => id)).toEqual(['run-given-up']);
    }
  });
});
