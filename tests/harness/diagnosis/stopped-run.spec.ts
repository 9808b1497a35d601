import { expect, test } from '@playwright/test';
import { diagnose } from '../../../lib/diagnosis/index.ts';
import { evidence, exampleSteps } from './support/scenes.ts';

test('what a run did not come to because it was stopped is not missing, and a cancelled tool has not failed', () => {
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
  const seen = evidence({ steps: [...begun, ...ends], errors: ['frame #9 agent_stopped ends the run as stopped'] });
  expect(diagnose(seen).causes.map(({ id }) => id)).toEqual(['run-given-up']);
});
