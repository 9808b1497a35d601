import { expect, test } from '@playwright/test';
import { rulesInWords } from '../../../bin/docs/rules.ts';
import { EXPOSED } from '../../../fixtures/exposures.ts';
import { LEFT_BEHIND } from '../../../fixtures/leftovers.ts';
import { mutants } from '../../mutants/mutants.ts';
import { brokenBy } from '../../mutants/rules.ts';

test.describe('table of broken rules', () => {
  test('each rule of runs, traffic, screen and arrival is in the table, and no other', () => {
    const all = rulesInWords().map(({ id }) => id);
    expect(all).toEqual(expect.arrayContaining([EXPOSED, LEFT_BEHIND]));
    expect(Object.keys(brokenBy).sort()).toEqual(all.sort());
  });

  test('each mutant of the table exists and breaks the rules that the table gives it', () => {
    const owed = mutants.flatMap(({ name, breaks }) => breaks.map((rule) => [rule, name]));
    expect(owed.sort()).toEqual(Object.entries(brokenBy).sort());
  });
});
