import { expect, test } from '@playwright/test';
import { diagnose } from '../../../lib/diagnosis/index.ts';
import type { Evidence, Frame } from '../../../lib/evidence/index.ts';
import { evidence, exampleSteps, START } from './support/scenes.ts';

/** The run of the scene, stopped while its first tool was at work. */
function stopped() {
  const steps = exampleSteps();
  const begun = steps.slice(0, steps.findIndex(({ type }) => type === 'tool_executing') + 1);
  const call = begun.at(-1)!;
  const result = { status: 'cancelled', success: false, result: { cancelled: true } };
  const ends = [
    { ...call, type: 'tool_completed', fields: { ...call.fields, ...result }, at: call.at + 10 },
    ...[call.agent, steps[0]!.agent].map((agent) => {
      return { ...steps[0]!, type: 'agent_stopped', agent, fields: { reason: 'cancelled' }, at: call.at + 20 };
    }),
  ];
  return [...begun, ...ends];
}

const idsOf = (seen: Evidence) => diagnose(seen).causes.map(({ id }) => id);

test('what a run did not come to because it was stopped is not missing, and a cancelled tool has not failed', () => {
  const seen = evidence({ steps: stopped(), errors: ['frame #9 agent_stopped ends the run as stopped'] });
  expect(idsOf(seen)).toEqual(['run-given-up']);
});

for (const [whose, thread, causes] of [
  ['a run that the test stopped explains nothing', 'thread_1', ['unknown']],
  ['a run that ended when the test stopped another one was given up', 'thread_2', ['run-given-up']],
] as const)
  test(whose, () => {
    const at = stopped().at(-1)!.at - 5;
    const text = JSON.stringify({ type: 'stop_agent', payload: { thread_id: thread } });
    const stop = { seq: 0, socket: 1, direction: 'sent', time: START + at, text } as const;
    const edit = (frames: Frame[]) => [...frames.slice(0, -2), stop, ...frames.slice(-2)];
    const stimuli = [{ kind: 'stopped', at: START + at - 10, detail: 'with the button' } as const];
    const seen = evidence({ steps: stopped(), edit, stimuli, errors: ['the badge should have the text Completed'] });
    expect(idsOf(seen)).toEqual(causes);
  });

test('a run that the test itself cut off with its server does not hang', () => {
  const begun = exampleSteps().slice(0, 3);
  const errors = ['expect(received).toMatchObject(expected)'];
  const restarted = (at: number) =>
    evidence({ steps: begun, errors, stimuli: [{ kind: 'server restart', at, detail: 'down for 0 ms' }] });
  const after = restarted(START + begun.at(-1)!.at + 50);
  expect(diagnose(after).causes.map(({ id }) => id)).toEqual(['unknown']);
  expect(diagnose(after).notes.join()).toContain("run run_1: without an end, after the test's own act: server restart");
  expect(diagnose(restarted(START - 5_000)).causes.map(({ id }) => id)).toEqual(['F19']);
});
