import { expect, test } from '@playwright/test';
import { assess } from '../../../reporters/assess/assess.ts';
import { quantileOf } from '../../../reporters/assess/figures.ts';
import { CAP } from '../../../reporters/assess/grades.ts';
import { fold } from '../../../reporters/record/fold.ts';
import type { RunRecord } from '../../../reporters/record/schema.ts';
import { attempted, ended, opened, planned, ran, seenIn } from './support/record-samples.ts';
import { toMarkdown } from '../../../reporters/write/document/markdown.ts';
import { worklogOf } from '../../../reporters/write/worklog/worklog.ts';
import { type Told, assessedRunOf, closedWith, minor, other, permissive, red, runOf } from './support/runs.ts';

test.describe('verdict', () => {
  for (const [what, golden, critical, told] of [
    ['all critical checks passed', 'alive', 'passed', [[planned('one'), attempted('passed')]]],
    [
      'all critical checks passed, another one failed',
      'alive',
      'passed',
      [
        [planned('one'), attempted('passed')],
        [minor('two'), red()],
      ],
    ],
    [
      'passed at the second attempt',
      'unsteady',
      'unsteady',
      [[planned('one'), red(), attempted('passed', { index: 1 })]],
    ],
    ['a critical check not run', 'alive', 'not proven', [[planned('one'), attempted('passed')], [other('two')]]],
    ['the golden path not run', 'not run', 'not proven', [[planned('one')], [other('two'), attempted('passed')]]],
    ['the golden path not run, another one failed', 'not run', 'failed', [[planned('one')], [other('two'), red()]]],
    ['all skipped', 'not run', 'not run', [[planned('one'), attempted('skipped', { expected: 'skipped' })]]],
    ['no critical check', 'not run', 'not run', [[minor('one'), attempted('passed')]]],
    ['failed without a visible reason', 'broken', 'failed', [[planned('one'), red()]]],
    ['sent, and no event', 'broken', 'failed', [[planned('one'), red({ seen: seenIn({ sent: true }) })]]],
    [
      'a critical event missing',
      'broken',
      'failed',
      [[planned('one'), red({ seen: seenIn({ sent: true, types: ['agent_started', 'agent_thinking'] }) })]],
    ],
    [
      'upgrade refused on the golden path, API fine',
      'broken',
      'failed',
      [[planned('one'), red({ seen: seenIn({ upgrade: 403, api: 200 }) })]],
    ],
    [
      'upgrade refused elsewhere, API fine',
      'alive',
      'impaired',
      [
        [planned('one'), attempted('passed')],
        [other('two'), red({ seen: seenIn({ upgrade: 403, api: 200 }) })],
      ],
    ],
    [
      'closed with 1011 elsewhere, API fine',
      'alive',
      'impaired',
      [
        [planned('one'), attempted('passed')],
        [other('two'), red({ seen: closedWith(1011) })],
      ],
    ],
    [
      'upgrade refused, API down',
      'alive',
      'failed',
      [
        [planned('one'), attempted('passed')],
        [other('two'), red({ seen: seenIn({ upgrade: 403, api: 503 }) })],
      ],
    ],
    [
      'upgrade refused, and the page crashed',
      'alive',
      'failed',
      [
        [planned('one'), attempted('passed')],
        [other('two'), red({ seen: { ...seenIn({ upgrade: 403, api: 200 }), crashed: true } })],
      ],
    ],
    [
      'upgrade refused, and the page threw an error',
      'alive',
      'failed',
      [
        [planned('one'), attempted('passed')],
        [other('two'), red({ seen: { ...seenIn({ upgrade: 403, api: 200 }), pageErrors: ['x is undefined'] } })],
      ],
    ],
    [
      'closed with 1011, and a run broke a rule',
      'alive',
      'failed',
      [
        [planned('one'), attempted('passed')],
        [other('two'), red({ seen: { ...closedWith(1011), runs: seenIn({ types: ['agent_started'] }).runs } })],
      ],
    ],
    [
      'upgrade refused in one test, no sign-in in another',
      'alive',
      'failed',
      [
        [planned('one'), attempted('passed')],
        [other('two'), red({ seen: seenIn({ upgrade: 403, api: 200 }) })],
        [other('three'), red()],
      ],
    ],
    [
      'upgrade refused to somebody without a right to it',
      'alive',
      'failed',
      [
        [planned('one'), attempted('passed')],
        [
          planned('two', { tags: [], file: 'authentication/a.spec.ts' }),
          red({ seen: seenIn({ upgrade: 403, api: 200 }) }),
        ],
      ],
    ],
  ] as [string, string, string, Told[]][]) {
    test(`golden path ${golden}, critical checks ${critical}: ${what}`, () =>
      expect(assess(runOf(...told)).verdict).toMatchObject({
        golden: { state: golden },
        critical: { state: critical },
      }));
  }

  test('an unfinished part whose tests are not known proves nothing', () => {
    const { parts, ...rest } = runOf([planned('one'), attempted('passed')]);
    const blind = { ...rest, parts: [...parts, { ...parts[0]!, id: 'run-2', planned: null }] };
    expect(assess(blind).verdict.critical.state).toBe('not proven');
    expect(assess(fold(opened([]).slice(0, 1))).verdict).toMatchObject({
      golden: { state: 'not run' },
      critical: { state: 'not run' },
    });
  });
});

test.describe('grades', () => {
  const grades = (record: RunRecord) => assess(record).grades;

  test('the grades follow the published formula', () => {
    const { all, components } = grades(
      runOf(
        [planned('one'), attempted('passed')],
        [minor('two'), red()],
        [minor('three'), red(), attempted('passed', { index: 1 })],
      ),
    );
    expect(all).toMatchObject({ score: Math.round((100 * (8 + 1)) / 12), letter: 'C', coverage: 1, cap: null });
    expect(components.map(({ name, score }) => [name, score])).toEqual([
      ['Golden path', 100],
      ['Threads', 25],
    ]);
  });

  test('the grades stop at the cap when a critical check is red or authentication is permissive', () => {
    const fine = Array.from({ length: 30 }, (_, index): Told => [planned(`fine ${index}`), attempted('passed')]);
    expect(grades(runOf(...fine, [planned('red'), red()])).all).toMatchObject({
      score: CAP,
      letter: 'F',
      cap: 'a critical check failed',
    });
    expect(grades(runOf(...fine, [minor('door'), red({ diagnosis: permissive })])).all).toMatchObject({
      score: CAP,
      cap: 'permissive authentication',
    });
  });

  test('a letter grade is reached at its threshold', () => {
    const tests = Array.from({ length: 10 }, (_, index): Told => [
      minor(`${index}`),
      index === 0 ? red() : attempted('passed'),
    ]);
    expect(grades(runOf(...tests)).all).toMatchObject({ score: 90, letter: 'A' });
  });

  test('no grades are given when too little was executed', () => {
    expect(grades(runOf([minor('one'), attempted('passed')], [planned('two')])).all).toMatchObject({
      score: null,
      letter: 'n/a',
      coverage: 0.2,
    });
  });
});

/** The same run, but for the tests of the golden path itself: those of its suite are left. */
function withoutGolden({ tests, ...rest }: RunRecord): RunRecord {
  return { ...rest, tests: tests.map((one) => ({ ...one, tags: one.tags.filter((tag) => tag !== '@golden') })) };
}

test.describe('exit gate', () => {
  const green: Told = [planned('one'), attempted('passed')];
  const closedBy = (record: RunRecord) => assess(record).gate.closedBy;

  test('the exit gate is open for a green run', () => {
    const { gate } = assess(runOf(green));
    expect(gate.open).toBe(true);
    expect(gate.conditions).toContainEqual(
      expect.objectContaining({ name: 'permissive authentication', found: 'not tried', open: null }),
    );
  });

  for (const [condition, record] of [
    ['executed', runOf([planned('one'), attempted('skipped', { expected: 'skipped' })])],
    ['executed', runOf(green, [minor('two')])],
    ['executed', fold([...opened([planned('one')]), ...ran('one', attempted('passed'))])],
    [
      'no errors outside of tests',
      fold([
        ...opened([planned('one')]),
        ...ran('one', attempted('passed')),
        { kind: 'trouble', trouble: { message: 'x', place: null, at: '2026-11-22T03:17:00.000Z' } },
        ended(),
      ]),
    ],
    ['golden path', runOf([planned('one'), red(), attempted('passed', { index: 1 })])],
    ['golden path', withoutGolden(runOf(green))],
    ['critical checks', runOf([planned('one'), red()])],
    ['permissive authentication', runOf(green, [minor('door'), red({ diagnosis: permissive })])],
    ['all other checks', runOf(green, [minor('two'), red()])],
    ['first attempt', runOf(green, [minor('two'), red(), attempted('passed', { index: 1 })])],
    [
      'mutation score',
      {
        ...runOf(green),
        compliance: {
          mutation: { killed: 9, mutants: 10, named: 10, survivors: ['F01'], faults: [], source: 'run 1' },
          knownDefects: null,
        },
      },
    ],
  ] as [string, RunRecord][]) {
    const how = Object.entries(record.counts)
      .filter(([, n]) => n > 0)
      .map(([name, n]) => `${n} ${name}`)
      .join(', ');
    test(`the exit gate is closed by "${condition}": ${how}, ${record.state}`, () => {
      expect(closedBy(record)).toContain(condition);
    });
  }
});

test('an annotation of another kind than a known defect excuses no red test', () => {
  const { tests, ...rest } = runOf([planned('one'), attempted('passed')], [minor('two'), red()]);
  const annotated = {
    ...rest,
    tests: tests.map((one) => ({ ...one, annotations: [{ type: 'issue', description: 'seen before' }] })),
  };
  expect(assess(annotated).gate.conditions.find(({ name }) => name === 'all other checks')).toMatchObject({
    open: false,
  });
});

test.describe('times', () => {
  test('the times are quantiles of raw samples with their sources, and a few samples have no 95th percentile', () => {
    const few = [10, 30, 20].map((value) => ({ value, source: 's' }));
    expect([quantileOf(few, 0.5), quantileOf(few, 0.95), quantileOf([], 0.5)]).toEqual([20, null, null]);
    const many = Array.from({ length: 100 }, (_, index) => ({ value: index + 1, source: 's' }));
    expect(quantileOf(many, 0.95)).toBe(95);
    expect([quantileOf(many.slice(0, 19), 0.95), quantileOf(many.slice(0, 20), 0.95)]).toEqual([null, 19]);
  });

  test('the times come from every attempt of the golden path, and only from what ran', () => {
    const seen = seenIn({ sent: true, types: ['agent_started'] });
    const record = runOf(
      [planned('one'), attempted('passed', { seen })],
      [minor('two'), attempted('passed', { seen })],
    );
    expect(assess(record).figures[0]?.samples).toEqual([{ value: 100, source: 'test one, attempt 1, run run-1' }]);
  });
});

test('a grade that is below the cap by itself is not called capped', () => {
  const { all } = assessedRunOf([planned('one'), attempted('passed')], [planned('two'), red()]).grades;
  expect(all).toMatchObject({ score: 50, cap: null });
});

test('the sentence on the critical checks counts none that only advises', () => {
  const advised = planned('three', { advice: true, tags: ['@advice'] });
  const run = assessedRunOf([planned('one'), attempted('passed')], [advised, attempted('passed')]);
  expect(run.verdict.critical.says).toBe('The critical check passed.');
  expect(toMarkdown(worklogOf(run), 'pictures')).toContain('tests of priority 1 that are more than advice');
});
