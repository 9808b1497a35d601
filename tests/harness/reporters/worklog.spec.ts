import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { figuresOf, quantileOf } from '../../../reporters/assess/figures.ts';
import { gateOf, isOpen } from '../../../reporters/assess/gate.ts';
import { CAP, gradesOf } from '../../../reporters/assess/grades.ts';
import { issuesOf, failuresOf } from '../../../reporters/assess/failures.ts';
import { verdictOf } from '../../../reporters/assess/verdict.ts';
import { toHtml } from '../../../reporters/write/document/html.ts';
import { toMarkdown } from '../../../reporters/write/document/markdown.ts';
import { fold } from '../../../reporters/record/fold.ts';
import type { Entry } from '../../../reporters/record/journal.ts';
import type { Attempt, RecordedDiagnosis } from '../../../reporters/record/schema-attempt.ts';
import type { PlannedTest, RunRecord } from '../../../reporters/record/schema.ts';
import { worklogOf } from '../../../reporters/write/worklog/worklog.ts';
import { attempted, ended, opened, planned, ran, seenIn } from './support/record-samples.ts';

const stuck: RecordedDiagnosis = {
  causes: [
    {
      id: 'F19',
      title: 'The agent starts and never completes',
      confidence: 'likely',
      owner: 'backend',
      signals: ['frame #4: no end follows'],
    },
  ],
  alternatives: [],
  probe: null,
  lookFirst: 'the run in the backend log',
  whys: [
    { level: 'symptom', says: 'no answer came', evidence: ['the test'], hypothesis: false },
    { level: 'hypothesis', says: 'the model hangs', evidence: [], hypothesis: true },
  ],
};
const permissive: RecordedDiagnosis = {
  ...stuck,
  causes: [{ ...stuck.causes[0]!, id: 'F38', title: 'Authentication takes anything' }],
};

type Told = [test: PlannedTest, ...attempts: Attempt[]];

/** A finished run in which these tests ended so. */
function runOf(...told: Told[]): RunRecord {
  return fold([
    ...opened(told.map(([one]) => one)),
    ...told.flatMap(([one, ...attempts]) => ran(one.id, ...attempts)),
    ended(),
  ]);
}

const red = (more: Partial<Attempt> = {}) =>
  attempted('failed', { errors: [{ kind: 'error', message: 'Error: it broke', place: 'tests/a.spec.ts:3' }], ...more });
const minor = (title: string) =>
  planned(title, { priority: 'P3', component: 'Threads', suite: 'Threads', file: 'threads/a.spec.ts', tags: [] });
const closedWith = (code: number) => {
  const { sockets, ...rest } = seenIn({ api: 200 });
  return { ...rest, sockets: sockets.map((socket) => ({ ...socket, close: { code, reason: '', clean: true } })) };
};
const markdown = (record: RunRecord) => toMarkdown(worklogOf(record), 'pictures');

test.describe('The status of the golden path', () => {
  for (const [what, status, told] of [
    ['all critical checks green', 'FUNCTIONAL', [[planned('one'), attempted('passed')]]],
    [
      'all critical checks green, another one red',
      'FUNCTIONAL',
      [
        [planned('one'), attempted('passed')],
        [minor('two'), red()],
      ],
    ],
    [
      'green at the second attempt',
      'FUNCTIONAL, UNSTEADY',
      [[planned('one'), red(), attempted('passed', { index: 1 })]],
    ],
    ['one not run', 'NOT PROVEN', [[planned('one'), attempted('passed')], [planned('two')]]],
    ['all skipped', 'NOT MEASURED', [[planned('one'), attempted('skipped', { expected: 'skipped' })]]],
    ['none critical', 'NOT MEASURED', [[minor('one'), attempted('passed')]]],
    ['red for no reason that was seen', 'BROKEN', [[planned('one'), red()]]],
    ['sent, and no event', 'BROKEN', [[planned('one'), red({ seen: seenIn({ sent: true }) })]]],
    [
      'a critical event missing',
      'BROKEN',
      [[planned('one'), red({ seen: seenIn({ sent: true, types: ['agent_started', 'agent_thinking'] }) })]],
    ],
    [
      'upgrade refused, API fine',
      'CORE FUNCTIONAL, REAL-TIME IMPAIRED',
      [[planned('one'), red({ seen: seenIn({ upgrade: 403, api: 200 }) })]],
    ],
    [
      'closed with 1011, API fine',
      'CORE FUNCTIONAL, REAL-TIME IMPAIRED',
      [[planned('one'), red({ seen: closedWith(1011) })]],
    ],
    ['upgrade refused, API down', 'BROKEN', [[planned('one'), red({ seen: seenIn({ upgrade: 403, api: 503 }) })]]],
    [
      'upgrade refused in one test, no sign-in in another',
      'BROKEN',
      [
        [planned('one'), red({ seen: seenIn({ upgrade: 403, api: 200 }) })],
        [planned('two'), red()],
      ],
    ],
    [
      'upgrade refused to somebody who has no right',
      'BROKEN',
      [[planned('one', { file: 'authentication/a.spec.ts' }), red({ seen: seenIn({ upgrade: 403, api: 200 }) })]],
    ],
  ] as [string, string, Told[]][]) {
    test(`${what}: ${status}`, () => expect(verdictOf(runOf(...told)).status).toBe(status));
  }
});

test.describe('The grades', () => {
  test('follow the published formula', () => {
    const { all, components } = gradesOf(
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

  test('stop at the cap with a critical check in red, or when somebody gets in who may not', () => {
    const fine = Array.from({ length: 30 }, (_, index): Told => [planned(`fine ${index}`), attempted('passed')]);
    expect(gradesOf(runOf(...fine, [planned('red'), red()])).all).toMatchObject({
      score: CAP,
      letter: 'F',
      cap: 'a critical check is red',
    });
    expect(gradesOf(runOf(...fine, [minor('door'), red({ diagnosis: permissive })])).all).toMatchObject({
      score: CAP,
      cap: 'permissive authentication',
    });
  });

  test('reach a letter at its bound', () => {
    const tests = Array.from({ length: 10 }, (_, index): Told => [
      minor(`${index}`),
      index === 0 ? red() : attempted('passed'),
    ]);
    expect(gradesOf(runOf(...tests)).all).toMatchObject({ score: 90, letter: 'A' });
  });

  test('are not given when too little was executed', () => {
    expect(gradesOf(runOf([minor('one'), attempted('passed')], [planned('two')])).all).toMatchObject({
      score: null,
      letter: 'n/a',
      coverage: 0.2,
    });
  });
});

test.describe('The exit gate', () => {
  const green: Told = [planned('one'), attempted('passed')];
  const closedBy = (record: RunRecord) =>
    gateOf(record)
      .filter(({ open }) => open === false)
      .map(({ name }) => name);

  test('is open for a green run', () => {
    expect(isOpen(gateOf(runOf(green)))).toBe(true);
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
    test(`is closed by "${condition}": ${how}, ${record.state}`, () => {
      expect(closedBy(record)).toContain(condition);
    });
  }
});

test('An annotation of another kind than a known defect excuses no red test', () => {
  const { tests, ...rest } = runOf([planned('one'), attempted('passed')], [minor('two'), red()]);
  const annotated = {
    ...rest,
    tests: tests.map((one) => ({ ...one, annotations: [{ type: 'issue', description: 'seen before' }] })),
  };
  expect(gateOf(annotated).find(({ name }) => name === 'all other checks')).toMatchObject({ open: false });
});

test.describe('The times', () => {
  test('are quantiles of raw samples with their sources, and no 95th percentile of a few', () => {
    const few = [10, 30, 20].map((value) => ({ value, source: 's' }));
    expect([quantileOf(few, 0.5), quantileOf(few, 0.95), quantileOf([], 0.5)]).toEqual([20, null, null]);
    const many = Array.from({ length: 100 }, (_, index) => ({ value: index + 1, source: 's' }));
    expect(quantileOf(many, 0.95)).toBe(95);
    expect([quantileOf(many.slice(0, 19), 0.95), quantileOf(many.slice(0, 20), 0.95)]).toEqual([null, 19]);
  });

  test('come from every attempt of the golden path, and nothing that did not run', () => {
    const seen = seenIn({ sent: true, types: ['agent_started'] });
    const record = runOf(
      [planned('one'), attempted('passed', { seen })],
      [minor('two'), attempted('passed', { seen })],
    );
    expect(figuresOf(record)[0]?.samples).toEqual([{ value: 100, source: 'test one, attempt 1, run run-1' }]);
  });
});

test.describe('The worklog', () => {
  test('answers in its first lines whether the golden path is alive, and whose it is if not', () => {
    const first = markdown(runOf([planned('one'), red({ diagnosis: stuck })]))
      .split('\n')
      .slice(0, 10)
      .join('\n');
    expect(first).toContain('The golden path is broken');
    expect(first).toContain('F19 The agent starts and never completes** (likely), backend');
    expect(
      markdown(runOf([planned('one'), attempted('passed')]))
        .split('\n')
        .slice(0, 10)
        .join('\n'),
    ).toContain('The golden path is alive');
  });

  test('has the seven steps of the process, and says what it did not do', () => {
    const text = markdown(runOf([planned('one'), attempted('passed')]));
    expect(text.match(/^## Step \d/gm)).toEqual(['0', '1', '2', '3', '4', '5', '6'].map((step) => `## Step ${step}`));
    for (const undone of ['Deploying a stale backend', 'SSOT audit of the product', 'Opening a pull request'])
      expect(text).toContain(`${undone}: not performed by this tool.`);
    expect(text).toContain('There is no stored earlier run');
  });

  test('gives no number without its source', () => {
    const text = markdown(runOf([planned('one'), red({ seen: seenIn({ sent: true, types: ['agent_started'] }) })]));
    const blocks = text.split(/\n\n/);
    const below = blocks.flatMap((block, index) => (block.startsWith('|') ? [blocks[index + 1]] : []));
    expect(below.length).toBeGreaterThan(6);
    for (const block of below) expect(block).toMatch(/^\*Source: .+\*$/);
  });

  test('tells five whys no further than the evidence reaches', () => {
    const text = markdown(runOf([planned('one'), red({ diagnosis: stuck })]));
    expect(text).toMatch(
      /1\. \*\*symptom\*\*: no answer came \[the test\]\n2\. \*\*hypothesis\*\*: the model hangs \[not seen\]/,
    );
    expect(markdown(runOf([planned('one'), red()]))).toMatch(
      /1\. \*\*symptom\*\*: it broke .*\n2\. further: no evidence reaches beyond this point/,
    );
  });

  test('says where it counts otherwise than Playwright: a known defect is red here', () => {
    const defect = {
      type: 'known defect',
      description: JSON.stringify({ cause: 'c', owner: 'frontend', expires: '2026-12-31', evidence: 'e' }),
    };
    const [one, two] = runOf([planned('one'), attempted('passed')], [minor('two'), red({ expected: 'failed' })]).tests;
    expect(markdown({ ...runOf(), tests: [one!, { ...two!, annotations: [defect] }] })).toContain(
      "1 test failed by known defects; Playwright's own report, which was told to expect that, shows them as passed.",
    );
    expect(markdown(runOf([planned('one'), attempted('passed')], [minor('two'), red()]))).not.toContain(
      'known defects; Playwright',
    );
  });

  test('lists what did not run in a run that was cut off', () => {
    const begun: Entry = { kind: 'begin', test: 'two', index: 0, at: '2026-11-22T03:17:01.000Z' };
    const text = markdown(
      fold([...opened([planned('one'), planned('two'), planned('three')]), ...ran('one', attempted('passed')), begun]),
    );
    expect(text).toContain('The run was cut off: its process vanished');
    expect(text).toContain('- two [local, P1]: was running when the run ended\n- three [local, P1]: was never begun');
  });

  test("names one issue per cause in the team's pattern", () => {
    const record = runOf(
      [planned('one', { tags: ['@golden', '@P1-003'] }), red({ diagnosis: stuck })],
      [planned('two'), red({ diagnosis: stuck })],
      [planned('three'), red()],
    );
    expect(issuesOf(failuresOf(record)).map(({ title, failures }) => [title, failures.length])).toEqual([
      ['E2E-DEPLOY-F19-the-agent-starts-and-never-completes-P1-003', 2],
      ['E2E-DEPLOY-not-diagnosed-error-golden-path', 1],
    ]);
  });

  test('is the same for the same record', () => {
    const record = runOf([planned('one'), red({ diagnosis: stuck })]);
    expect(markdown(structuredClone(record))).toBe(markdown(record));
  });

  test('never lets a text of the product become markup', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[<>&"'`*_|\\[\]()#\n a-z]{1,40}$/), (text) => {
        const nasty = `<script>x</script>${text}`;
        const document = worklogOf(
          runOf([planned(nasty), red({ errors: [{ kind: 'error', message: nasty, place: null }] })]),
        );
        expect(toHtml(document)).not.toContain('<script');
        expect(toMarkdown(document, 'pictures').replace(/```[^]*?```|`[^`\n]*`/g, '')).not.toContain('<script');
      }),
      { numRuns: 60, examples: [['``` '], ['`` `'], ['\n---\n# a']] },
    );
  });

  test('needs nothing but itself as a page', () => {
    const html = toHtml(
      worklogOf(
        runOf([planned('one'), red({ diagnosis: stuck, seen: seenIn({ sent: true, types: ['agent_started'] }) })]),
      ),
    );
    expect(html.match(/(?:src|href)="(?!#)[^"]*"/g)).toBeNull();
    expect(html).toContain('<svg');
    expect(html).not.toMatch(/undefined|NaN|\[object/);
  });
});
