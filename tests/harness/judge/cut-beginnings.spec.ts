import { expect, test, type TestInfo } from '@playwright/test';
import type { Frame } from '../../../lib/evidence/index.ts';
import { exampleSteps, sendFrame, toFrames } from '../protocol/support/scenes.ts';
import { judgedFile, written } from './support/file.ts';

const whole = (id: string, at: number) =>
  toFrames(exampleSteps().map((step) => ({ ...step, run: id, at: step.at + at })));
const tail = whole('run_1', 0).slice(4);
const later = [sendFrame('thread_1', 5_000, 0), ...whole('run_2', 5_000)];

async function judged(testInfo: TestInfo, frames: readonly Frame[]) {
  const lines = frames.map(({ direction, time, text }) => JSON.stringify({ direction, time, text }));
  const { diagnosis, violations, verdict, notes } = await judgedFile(written(testInfo, lines.join('\n')));
  const causes = diagnosis?.causes.map(({ id, confidence }) => `${id} ${confidence}`) ?? [];
  return { verdict, notes: notes.join(), rules: violations.map(({ rule }) => rule), causes, diagnosis };
}

test.describe('recording that begins within a run', () => {
  test('the end of one run before another whole one is not judged by its course', async ({}, testInfo) => {
    const { verdict, notes } = await judged(testInfo, [...tail, ...later]);
    expect(verdict).toBe('holds');
    expect(notes).toContain('It begins within run run_1, whose course is not judged.');
  });

  test('an end of a run is judged by what does not depend on its beginning', async ({}, testInfo) => {
    const { rules, causes } = await judged(testInfo, [tail[0]!, ...tail, ...later]);
    expect(rules).toEqual(['no-duplicate']);
    expect(causes).toEqual(['F23 certain']);
  });

  test('the beginning of a run that stands alone may be missing from the recording: no cause is certain', async ({}, testInfo) => {
    const { verdict, causes, diagnosis } = await judged(testInfo, tail);
    expect(verdict).toBe('broken');
    expect(causes.join()).not.toMatch(/certain|likely/);
    expect(diagnosis?.causes[0]?.signals.at(-1)).toContain('the recording begins here');
  });

  test('a run before whose events its question was recorded lacks its start: certain', async ({}, testInfo) => {
    const { causes } = await judged(testInfo, [sendFrame('thread_1', 0, 0), ...whole('run_1', 0).slice(1)]);
    expect(causes).toEqual(['F20 certain']);
  });
});
