import { expect, test } from '@playwright/test';
import { BATCHING_RULE, RUN_RULES, SCREEN_RULES, TOLD_RULES, TRAFFIC_RULES } from '../../../lib/protocol/index.ts';
import { EXPOSED } from '../../../fixtures/exposures.ts';
import { LEFT_BEHIND } from '../../../fixtures/leftovers.ts';
import { mutants } from '../../mutants/mutants.ts';
import { brokenBy } from '../../mutants/rules.ts';

test.describe('table of broken rules', () => {
  test('each rule of runs, traffic, screen and arrival is in the table, and no other', () => {
    const ids = [...RUN_RULES, ...TRAFFIC_RULES].map(({ id }) => id);
    const all = new Set<string>([
      ...ids,
      ...SCREEN_RULES,
      ...TOLD_RULES,
      BATCHING_RULE,
      'sent-once',
      'sent-as-written',
      EXPOSED,
      LEFT_BEHIND,
    ]);
    expect(Object.keys(brokenBy).sort()).toEqual([...all].sort());
  });

  test('each mutant of the table exists and breaks the rules that the table gives it', () => {
    const owed = mutants.flatMap(({ name, breaks }) => breaks.map((rule) => [rule, name]));
    expect(owed.sort()).toEqual(Object.entries(brokenBy).sort());
  });
});
