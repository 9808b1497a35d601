import { expect, test } from '@playwright/test';
import { ObservedRun } from '../../fixtures/observed-run.ts';
import type { Traffic } from '../../fixtures/traffic.ts';
import { Runs, normalise } from '../../protocol/index.ts';
import type { TranscriptRecorder } from '../../screen/transcript-recorder.ts';
import { Tap } from '../../wire/tap.ts';
import { type Step, exampleSteps, toFrames } from './protocol-scenes.ts';

/** A run of which nothing more will come, watched by somebody who waits for 50 ms of silence. */
function watched(tap: Tap, steps: Step[]): ObservedRun {
  const runs = new Runs();
  for (const frame of toFrames(steps)) runs.push(normalise(frame));
  const traffic = { tap, run: (id: string, page: number) => (page === 1 ? runs.get(id) : undefined) } as unknown as Traffic;
  const budgets = { answer: 60_000, silence: 50 } as ObservedRun['budgets'];
  const origin = { id: 'run_1', page: 1, question: 'Where?', sentAt: Date.now() };
  return new ObservedRun(origin, traffic, {} as TranscriptRecorder, budgets, { skew: 500, silence: 3_000 });
}

const undelivered = exampleSteps().filter(({ type }) => type !== 'final_report');

test('A run whose last word is its answer has ended, though no frame delivers it', async ({ context }) => {
  await expect(watched(await Tap.on(context), undelivered).ended()).resolves.toBeUndefined();
});

test('A run that completed without any answer is waited for, and that in vain', async ({ context }) => {
  const silent = undelivered.filter(({ type }) => type !== 'partial_result').map((step) => ({ ...step, fields: { ...step.fields, result: undefined } }));
  const ended = watched(await Tap.on(context), silent).ended();
  await expect(ended).rejects.toThrow(/^The delivery \(final_report or agent_response\) of the run that answers "Where\?"/);
});

test('A run that does not go on is not waited for longer than it may be silent', async ({ context }) => {
  const open = undelivered.filter(({ at }) => at < 60);
  const ended = watched(await Tap.on(context), open).ended();
  await expect(ended).rejects.toThrow(/^The end of the run that answers "Where\?", or any other event of it, did not happen within 50 ms\.$/);
});
