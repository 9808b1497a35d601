import { expect, test } from '@playwright/test';
import type { FullConfig, Suite, TestCase, TestResult } from '@playwright/test/reporter';
import type { Diagnosis } from '../../../lib/diagnosis/index.ts';
import Mutants from '../../../reporters/playwright/mutants.ts';
import {
  type Found,
  type Mutant,
  scoreOf,
  tableOf,
  verdictOf,
  withSecondTry,
} from '../../../reporters/playwright/mutation-score.ts';

function named(id: string, candidates: string[] = []): Diagnosis {
  const told = candidates.map((one) => ({ id: one, title: '', why: '', probe: '' }));
  const cause: Diagnosis['causes'][number] = {
    id,
    title: '',
    class: 'events',
    confidence: 'certain',
    owner: null,
    signals: [],
    candidates: told,
    lookFirst: '',
  };
  return {
    causes: [cause],
    unknown: id === 'unknown',
    alternatives: [],
    probe: null,
    whys: [],
    lookFirst: null,
    notes: [],
    facts: [],
  };
}

const mutant = (fault: string, rest: Partial<Mutant> = {}): Mutant => ({
  fault,
  cause: fault,
  owes: [],
  broken: [],
  killedBy: ['toFollowAgentSequence'],
  idle: [],
  named: named(fault),
  milliseconds: 1_000,
  ...rest,
});
const twenty = Array.from({ length: 20 }, (_, index) => mutant(`F${index + 21}`));
const found = (rest: Partial<Found> = {}): Found => ({
  mutants: twenty,
  untried: [],
  idleChecks: [],
  controls: [{ title: 'control: one', says: '' }],
  troubles: [],
  seconds: 100,
  ...rest,
});

test('the mutation score is reached when every fault is noticed and named, and what is not broken is green', () => {
  const score = scoreOf(found());
  expect(score).toMatchObject({
    killed: 20,
    exactly: 20,
    alike: 0,
    faults: [],
    passed: true,
    counts: { passed: 21, failed: 0 },
  });
  expect(tableOf(score)).toContain('Mutation score: 100 %, passed');
});

test('a look-alike from the catalogue counts as named when it is among the candidates, for one mutant in twenty', () => {
  const alike = mutant('F15', { named: named('silent-after-send', ['F15', 'F17', 'F18']) });
  expect(scoreOf(found({ mutants: [alike, ...twenty.slice(1)] }))).toMatchObject({ alike: 1, passed: true });
  const often = scoreOf(found({ mutants: [alike, { ...alike, fault: 'F15 again' }, ...twenty.slice(2)] }));
  expect(often).toMatchObject({ alike: 2, passed: false, faults: ['Fewer than 95 % were diagnosed exactly.'] });
});

const failures: [string, Partial<Found>, RegExp][] = [
  [
    'a fault that nobody noticed',
    { mutants: [...twenty, mutant('F60', { killedBy: [], named: null })] },
    /^No check noticed F60\.$/,
  ],
  [
    'a fault diagnosed under another name',
    { mutants: [...twenty, mutant('F20', { named: named('F21') })] },
    /^F20 was diagnosed as F21, not as F20 \(killed by toFollowAgentSequence\)\.$/,
  ],
  [
    'a fault without a diagnosis',
    { mutants: [...twenty, mutant('F20', { named: null })] },
    /^F20 was diagnosed as nothing, not as F20 /,
  ],
  [
    'a diagnosis of a fault that matches no catalogue entry',
    { mutants: [...twenty, mutant('huge', { cause: 'unknown' })] },
    /^huge was diagnosed as huge, not as unknown /,
  ],
  [
    'a candidate that the catalogue does not call alike',
    { mutants: [...twenty, mutant('F20', { named: named('F21', ['F20']) })] },
    /^F20 was diagnosed as F21, not as F20 /,
  ],
  [
    'a rule that its mutant did not break',
    { mutants: [...twenty, mutant('F20', { owes: ['one-end', 'liveness'], broken: ['liveness'] })] },
    /^F20 did not break the rule one-end\.$/,
  ],
  [
    'a check that no fault turned red',
    { idleChecks: ['golden-path.spec.ts:24'] },
    /^No fault made this check fail: golden-path/,
  ],
  [
    'a spec that is red without a fault',
    { controls: [{ title: 'control: one', says: 'Error: x' }] },
    /^Failed without a fault: control: one: Error: x$/,
  ],
  ['an error outside of the specs', { troubles: ['no stack'] }, /^Error outside of the specs: no stack$/],
  ['a run that was ended first', { untried: ['F30', 'drop'] }, /^Not tried, for the run was ended first: F30, drop\.$/],
  ['no fault that was tried', { mutants: [] }, /^No fault was tried\.$/],
];
for (const [what, rest, sentence] of failures) {
  test(`the mutation score is not reached with ${what}`, () => {
    const score = scoreOf(found(rest));
    expect(score.passed).toBe(false);
    expect(score.faults).toContainEqual(expect.stringMatching(sentence));
    expect(score.counts.failed).toBe(score.faults.length);
    expect(tableOf(score)).toContain('FAILED');
  });
}
test('a mutant that lacked something counts by its second try, and what its first try lacked is told', () => {
  const spoilt = [mutant('F50', { killedBy: [], named: null }), mutant('F51', { named: named('F26') })];
  const first = scoreOf(found({ mutants: [...twenty, ...spoilt], seconds: 100 }));
  expect(first.lacking).toEqual(['F50', 'F51']);

  const mended = withSecondTry(first, scoreOf(found({ mutants: [mutant('F50'), mutant('F51')], seconds: 10 })));
  expect(mended).toMatchObject({ passed: true, faults: [], killed: 22, seconds: 110 });
  expect(mended.secondTries).toEqual([
    'F50 counts since it was tried again, alone. At first: No check noticed F50.',
    'F51 counts since it was tried again, alone. At first: F51 was diagnosed as F26, not as F51 (killed by toFollowAgentSequence).',
  ]);
  expect(verdictOf(mended)).toContain('F50 counts since');

  const again = withSecondTry(first, scoreOf(found({ mutants: spoilt })));
  expect(again).toMatchObject({ passed: false, faults: first.faults, secondTries: [] });
});

test('a fault that never came into play is told apart from one that no check noticed', () => {
  const survivors = [mutant('F31', { killedBy: [], idle: ['F31'] }), mutant('F32', { killedBy: [] })];
  const score = scoreOf(found({ mutants: [...survivors, mutant('F33', { idle: ['F33'] })] }));
  expect(score.faults).toEqual(
    expect.arrayContaining(['No check noticed F31: F31 never came into play.', 'No check noticed F32.']),
  );
  const table = tableOf(score);
  expect(table).toMatch(/^F31 +NEVER CAME INTO PLAY/m);
  expect(table).toMatch(/^F32 +SURVIVED/m);
  expect(table).toContain('\nF33 never came into play.\n');
});

test('the score says in plain words how many causes were named', () => {
  const alike = mutant('F15', { named: named('silent-after-send', ['F15', 'F17', 'F18']) });
  const mutants = [alike, mutant('F20', { named: null }), ...twenty.slice(2)];
  expect(tableOf(scoreOf(found({ mutants })))).toContain(
    '\nKilled 20 of 20.\n' +
      'Cause named: exactly for 18, as one of several that look alike for 1, wrongly or not at all for 1.\n',
  );
});

for (const [what, tried, printed] of [
  ['several faults names each when its first spec has ended', ['F19', 'F20', 'F19'], 'Tried so far: F19 F20\n'],
  ['one fault prints its table alone', ['F19', 'F19'], ''],
] as const) {
  test(`a run under ${what}`, () => {
    const tests = tried.map((name) => {
      const project = { metadata: { mutant: { name, faults: [], cause: name, breaks: [] } }, use: {} };
      return { parent: { project: () => project } } as unknown as TestCase;
    });
    const reporter = new Mutants();
    reporter.onBegin({} as FullConfig, { allTests: () => tests } as Suite);
    const { write } = process.stdout;
    let output = '';
    process.stdout.write = (text) => Boolean((output += String(text)));
    try {
      for (const one of tests) reporter.onTestEnd(one, { status: 'passed', annotations: [] } as unknown as TestResult);
    } finally {
      process.stdout.write = write;
    }
    expect(output).toBe(printed);
  });
}

test('the table of the mutation score fits 80 columns', () => {
  const long = mutant('half-answer late and later', {
    killedBy: ['a check with a name that is far too long for a column'],
    cause: 'unknown',
    named: named('F26'),
  });
  const [table = ''] = tableOf(scoreOf(found({ mutants: [long] }))).split('\n\n');
  for (const line of table.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});
