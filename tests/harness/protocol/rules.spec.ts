import { expect, test } from '@playwright/test';
import type { Frame } from '../../../lib/evidence/index.ts';
import { judge, judgeAll, normalise, RUN_RULES, toRuns } from '../../../lib/protocol/index.ts';
import { edited, expectViolation, violationsOf, withStep } from './support/breaks.ts';
import { answerCases } from './support/cases/answer.ts';
import { courseCases } from './support/cases/course.ts';
import { identityCases } from './support/cases/identity.ts';
import { shapeCases } from './support/cases/shape.ts';
import { timeCases } from './support/cases/time.ts';
import { toolsCases } from './support/cases/tools.ts';
import { exampleSteps, expectationsFor, START, toFrames } from './support/scenes.ts';

const runCases = [...courseCases, ...toolsCases, ...timeCases, ...shapeCases, ...identityCases, ...answerCases];

test.describe('rules of a run', () => {
  for (const example of runCases) {
    test(`the rule ${example.rule} is broken: ${example.when}`, () => expectViolation(violationsOf(example), example));
  }

  test('the unchanged example breaks no rule of a run', () => {
    expect(violationsOf({ expecting: { thread: 'thread_1', mentions: ['models'] } })).toEqual([]);
  });

  test('every rule of a run has an example that breaks it', () => {
    expect(new Set(runCases.map(({ rule }) => rule))).toEqual(new Set(RUN_RULES.map(({ id }) => id)));
  });
});

test('timestamps of different precision within a millisecond are in order', () => {
  const frames = edited(3, { timestamp: new Date(START + 40).toISOString().replace('Z', '700+00:00') })(
    toFrames(exampleSteps()),
  );
  const stamped = edited(2, { timestamp: (START + 40.4) / 1_000 })(frames);
  const [run] = toRuns(stamped.map(normalise));
  expect(judge(run!, expectationsFor(exampleSteps()))).toEqual([]);
});

test('an endlessly nested frame is judged like any other', () => {
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const frames = toFrames(exampleSteps());
  const odd = ['timestamp', 'user_id', 'run_id', 'received_type'].map((field, index): Frame => ({
    seq: 90 + index,
    socket: 1,
    direction: 'received',
    time: START + 300,
    text: `{"type":"ack","${field}":${deep}}`,
  }));
  const inRun = { ...frames[3]!, text: frames[3]!.text.replace(/"timestamp":\d+/, `"timestamp":${deep}`) };
  const violations = judgeAll([...frames.with(3, inRun), ...odd].map(normalise), expectationsFor(exampleSteps()));
  expect(violations.map(({ rule, frame }) => `${rule} ${frame}`)).toEqual(['timestamps 4', 'own-user 91']);
});

test('all rules are judged in one call, each violation once, in the order of frames', () => {
  const frames = edited(3, { user_id: 'user-eve' })(toFrames(withStep(8, { type: 'agent_done' })(exampleSteps())));
  const violations = judgeAll(frames.map(normalise), expectationsFor(exampleSteps()));
  expect(violations.filter(({ rule }) => rule === 'own-user')).toHaveLength(1);
  expect(violations.filter(({ rule }) => rule === 'known-kind')).toHaveLength(1);
  expect(violations.map(({ frame }) => frame)).toEqual(
    violations.map(({ frame }) => frame).toSorted((a, b) => (a ?? 99) - (b ?? 99)),
  );
});
