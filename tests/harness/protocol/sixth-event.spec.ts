import { expect, test } from '@playwright/test';
import { diagnose } from '../../../lib/diagnosis/index.ts';
import {
  criticalEventsOf,
  judge,
  normalise,
  normaliserOf,
  timeline,
  toRuns,
  VOCABULARY,
  withEvents,
} from '../../../lib/protocol/index.ts';
import { evidence } from '../diagnosis/support/scenes.ts';
import { exampleSteps, expectationsFor, OUTERMOST, type Step, toFrames } from './support/scenes.ts';

/** The one line that a sixth event costs. */
const six = withEvents(VOCABULARY, {
  plan_proposed: { kind: 'agent', critical: true, needs: ['agent', 'text', 'risk'], text: ['plan'] },
});

const planned = (fields: Record<string, unknown> = { plan: 'Cache the answers', risk: 'low' }): Step[] => {
  const steps = exampleSteps();
  const plan: Step = { type: 'plan_proposed', agent: OUTERMOST, run: 'run_1', thread: 'thread_1', at: 25, fields };
  return steps.toSpliced(2, 0, plan);
};

function sixRunOf(steps: readonly Step[]) {
  const [run] = toRuns(toFrames(steps).map(normaliserOf(six)));
  if (!run) throw new Error('there is no run');
  return run;
}

test.describe('sixth event as one line of the vocabulary', () => {
  test('a sixth event is one of the critical events, and the vocabulary that it was added to still has five', () => {
    expect(criticalEventsOf(six)).toEqual([...criticalEventsOf(VOCABULARY), 'plan_proposed']);
    expect(criticalEventsOf(VOCABULARY)).toHaveLength(5);
  });

  test('a sixth event is judged: a run that has it breaks no rule, and one that lacks it does', () => {
    const expectations = expectationsFor(planned());
    expect(judge(sixRunOf(planned()), expectations, six)).toEqual([]);
    expect(judge(sixRunOf(exampleSteps()), expectations, six)).toMatchObject([
      { rule: 'critical-events', message: 'the run has no plan_proposed between frame #1 and frame #16' },
    ]);
  });

  test('a sixth event needs its agent, its text and a field of its own', () => {
    const found = judge(sixRunOf(planned({ plan: '' })), expectationsFor(planned()), six);
    expect(found.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      'required-fields: frame #3 plan_proposed(supervisor_agent) has no plan',
      'required-fields: frame #3 plan_proposed(supervisor_agent) has no risk',
    ]);
  });

  test('a sixth event is printed with its text', () => {
    expect(timeline(sixRunOf(planned()))).toContain('plan_proposed supervisor_agent "Cache the answers"');
  });

  test('a sixth event is diagnosed: known where it comes, and named where it is missing', () => {
    const seen = evidence({ steps: planned() });
    expect(diagnose({ ...seen, violations: [] }, six)).toMatchObject({ unknown: true });
    const [run] = toRuns(evidence().frames.map(normaliserOf(six)));
    const violations = judge(run!, expectationsFor(exampleSteps()), six);
    const [cause] = diagnose({ ...evidence(), violations }, six).causes;
    expect(cause).toMatchObject({ id: 'F20', confidence: 'certain' });
    expect(cause?.signals[0]).toContain('plan_proposed');
  });

  test('a sixth event is unknown without its line in the vocabulary', () => {
    const [run] = toRuns(toFrames(planned()).map(normalise));
    expect(judge(run!, expectationsFor(planned())).map(({ rule, frame }) => `${rule} ${frame}`)).toEqual([
      'known-kind 3',
    ]);
  });
});

test('another product may have envelopes and fields of its own', () => {
  const other = normaliserOf({
    ...VOCABULARY,
    envelopes: [{ name: 'body', within: 'body' }, ...VOCABULARY.envelopes],
    fields: { ...VOCABULARY.fields, run: ['task.id'] },
  });
  const text = JSON.stringify({
    type: 'agent_thinking',
    task: { id: 'r' },
    body: { agent_name: 'a', reasoning: 'Hm' },
  });
  expect(other({ seq: 1, socket: 1, direction: 'received', time: 0, text })).toMatchObject({
    envelope: 'body',
    run: 'r',
    agent: 'a',
    text: 'Hm',
    lacks: [],
  });
});
