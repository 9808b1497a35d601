import { expect, test } from '@playwright/test';
import type { Violation } from '../../../lib/evidence/index.ts';
import { fold, foldAlike, judge, normalise, printViolation, toRuns, unfold } from '../../../lib/protocol/index.ts';
import { edited } from './support/breaks.ts';
import { countsOf, exampleSteps, expectationsFor, type Step, toFrames, USER } from './support/scenes.ts';

/** The run of some steps and what the rules say of it, with the counts of the whole example declared. */
function judged(steps: Step[], edit = (frames: ReturnType<typeof toFrames>) => frames) {
  const [run] = toRuns(edit(toFrames(steps)).map(normalise));
  return { run: run!, violations: judge(run!, expectationsFor(exampleSteps(), { counts: countsOf(exampleSteps()) })) };
}

test.describe('folding of violations', () => {
  test('a run of which nothing comes any more is one violation, and its consequences are one line', () => {
    const { run, violations } = judged(exampleSteps().slice(0, 4));
    const folded = fold(violations, run);
    expect(violations.length).toBeGreaterThan(5);
    expect(folded).toHaveLength(1);
    expect(folded[0]).toMatchObject({ rule: 'one-end' });
    const lines = printViolation(folded[0]!).split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[2]).toContain('nothing after frame #4');
    expect(lines[3]).toMatch(
      /\[critical-events\].* \d+ expected events did not come: agent_completed\(supervisor_agent\)/,
    );
  });

  test('what a run lacks that ended with an error follows from that end', () => {
    const [started, thought] = exampleSteps();
    const failed = { ...thought!, type: 'agent_error', at: thought!.at + 10, fields: { error_message: 'no model' } };
    const { run, violations } = judged([started!, thought!, failed]);
    const folded = fold(violations, run);
    const ending = folded.find(({ rule }) => rule === 'expected-end');
    expect(folded.map(({ rule }) => rule)).not.toContain('critical-events');
    expect(ending?.message).toContain('no model');
    expect(printViolation(ending!)).toMatch(/\[critical-events\].* expected events did not come: /s);
  });

  test('an event that is missing from a completed run is one violation, whichever rules miss it', () => {
    const lost = exampleSteps().findIndex(({ type }) => type === 'tool_completed');
    const { run, violations } = judged(exampleSteps().toSpliced(lost, 1));
    expect(violations.length).toBeGreaterThan(1);
    const folded = fold(violations, run);
    expect(folded).toHaveLength(1);
    expect(printViolation(folded[0]!)).toMatch(/ 1 expected event did not come: tool_completed\([^)]+\)$/);
  });

  test('a rule that several frames break is told at the first, with the frames of the others', () => {
    const { run, violations } = judged(exampleSteps(), (frames) =>
      edited(4, { user_id: `${USER}-2` })(edited(2, { user_id: `${USER}-2` })(frames)),
    );
    const folded = fold(violations, run);
    expect(folded.filter(({ rule }) => rule === 'own-user')).toHaveLength(1);
    expect(printViolation(folded.find(({ rule }) => rule === 'own-user')!)).toContain('again at #');
  });

  test('faults of different kinds stay apart', () => {
    const { run, violations } = judged(exampleSteps().slice(0, 4), edited(2, { user_id: `${USER}-2` }));
    expect(
      fold(violations, run)
        .map(({ rule }) => rule)
        .sort(),
    ).toEqual(['one-end', 'own-user']);
  });

  test('nothing is lost by folding, and folding twice changes nothing', () => {
    const { run, violations } = judged(exampleSteps().slice(0, 4));
    const folded = fold(violations, run);
    const key = ({ rule, message }: { rule: string; message: string }) => `${rule}: ${message}`;
    expect(unfold(folded).map(key).sort()).toEqual(violations.map(key).sort());
    expect(fold(folded, run)).toEqual(folded);
  });
});

test('violations of one rule that differ only in their frames are told once, with the first and the last frame', () => {
  const foreign = (frame: number, user = 'user-eve'): Violation => ({
    ...{ rule: 'own-user', frame, event: 'agent_thinking', legal: ['user_id user-ada'], came: `user_id ${user}` },
    message: `frame #${frame} agent_thinking belongs to another user: ${user}`,
  });
  const all = [foreign(5, 'user-bob'), ...Array.from({ length: 35 }, (_, index) => foreign(27 + index))];
  const told = foldAlike(all).map(printViolation);
  expect(told).toHaveLength(2);
  expect(told[1]).toContain('frame #27 agent_thinking belongs to another user: user-eve');
  expect(told[1]).toContain('again at 34 frames, #28 to #61');
  expect(unfold(foldAlike(all))).toHaveLength(all.length);
});
