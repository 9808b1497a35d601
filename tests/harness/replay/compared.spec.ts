import { expect, test } from '@playwright/test';
import { compared } from '../../../bin/replay.ts';

const recorded = {
  passed: false,
  errors: ['Error: no'],
  causes: ['F28'],
  rules: ['no-canned-text', 'screen-progressive'],
};

for (const [what, replayed, said] of [
  ['breaks the same rules', recorded, '(the same)'],
  [
    'draws fewer parts of the answer, or more',
    { ...recorded, rules: ['no-canned-text'] },
    '(the same but for how many parts of the answer were drawn)',
  ],
  ['breaks another rule', { ...recorded, rules: ['one-end', 'screen-progressive'] }, '(different)'],
  ['has another cause', { ...recorded, causes: ['F19'] }, '(different)'],
  ['is green', { passed: true, errors: [], causes: [], rules: [] }, '(different)'],
] as const)
  test(`a replay that ${what} is reported as such`, () => {
    const outcome = {
      ...replayed,
      errors: [...replayed.errors],
      causes: [...replayed.causes],
      rules: [...replayed.rules],
    };
    expect(compared(recorded, outcome)).toContain(said);
  });
