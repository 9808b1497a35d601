import { expect, test } from '@playwright/test';
import { type AllureResult, enrich, properties } from '../../../reporters/write/allure/enrich.ts';
import { runSteps } from '../../../reporters/write/allure/steps.ts';
import { chatLine } from '../../../reporters/write/exports/chat.ts';
import { ctrf } from '../../../reporters/write/exports/ctrf.ts';
import { annotations, jobSummary } from '../../../reporters/write/exports/github.ts';
import { junit } from '../../../reporters/write/exports/junit.ts';
import { LABEL, type OpenIssue, plan } from '../../../reporters/github/issues.ts';
import { missedNight } from '../../../bin/reports/watchdog.ts';
import { assess } from '../../../reporters/assess/assess.ts';
import type { Entry } from '../../../reporters/record/journal.ts';
import { BETTER_IF } from '../../../config/decisions/sources.ts';
import { mutationIn } from '../../../reporters/record/compliance.ts';
import { fold } from '../../../reporters/record/fold.ts';
import type { RecordedDiagnosis } from '../../../reporters/record/schema-attempt.ts';
import { attempted, ended, opened, planned, ran, seenIn } from './support/record-samples.ts';

const stuck: RecordedDiagnosis = {
  causes: [
    {
      id: 'F19',
      title: 'The agent starts and never completes',
      confidence: 'likely',
      owner: 'backend',
      signals: ['frame #4: no end'],
    },
  ],
  alternatives: [],
  notes: [],
  probe: null,
  lookFirst: null,
  whys: [],
};
/** The run of a journal, assessed. */
const runOf = (entries: Entry[]) => assess(fold(entries));

const broken = attempted('failed', {
  diagnosis: stuck,
  errors: [{ kind: 'error', message: 'Error: 100 % <broken>, "really": no end\nat once', place: 'tests/a.spec.ts:3' }],
});
const titles = ['passes', 'breaks & <burns>', 'is flaky', 'is slow', 'is skipped', 'is lost'];
const record = runOf([
  ...opened(titles.map((title) => planned(title))),
  ...ran('passes', attempted('passed')),
  ...ran('breaks & <burns>', broken),
  ...ran('is flaky', attempted('failed'), attempted('passed', { index: 1 })),
  ...ran('is slow', attempted('timedOut')),
  ...ran('is skipped', attempted('skipped', { expected: 'skipped' })),
  ended('failed'),
]);
const green = runOf([...opened([planned('passes')]), ...ran('passes', attempted('passed')), ended()]);

test.describe('exports', () => {
  test('the JUnit export counts failed and skipped tests, and counts tests that did not run as errors', () => {
    const xml = junit(record);
    expect(xml).toContain('tests="6" failures="2" errors="1" skipped="1"');
    expect(xml).toContain('name="breaks &amp; &lt;burns&gt;"');
    expect(xml).toContain('<failure message="Error: 100 % &lt;broken&gt;, &quot;really&quot;: no end" type="error">');
    expect(xml).toContain('<error message="was never begun" type="not run"/>');
    expect(xml).toContain(
      '<flakyFailure message="no error was recorded" type="failed">no error was recorded</flakyFailure>',
    );
    expect(xml.match(/<testcase/g)).toHaveLength(6);
    expect(xml.match(/<\w+/g)?.filter((tag) => tag !== '<?xml').length).toBe((xml.match(/<\/\w+|\/>/g) ?? []).length);
  });

  test('the counts of the CTRF export add up', () => {
    const {
      results: { summary, tests },
    } = ctrf(record) as {
      results: { summary: { [name: string]: number }; tests: { status: string; flaky: boolean }[] };
    };
    expect(summary).toMatchObject({ tests: 6, passed: 2, failed: 2, skipped: 1, pending: 1, other: 0, flaky: 1 });
    expect(tests.map(({ status }) => status)).toEqual(['passed', 'failed', 'passed', 'failed', 'skipped', 'pending']);
  });

  test('an error outside the tests is a failure in every export', () => {
    const trouble = { message: 'The disk is full.', place: null, at: green.record.startedAt };
    const troubled = assess({ ...green.record, troubles: [trouble] });
    const {
      results: { summary, tests },
    } = ctrf(troubled) as { results: { summary: object; tests: object[] } };
    expect(summary).toMatchObject({ tests: 2, passed: 1, failed: 1 });
    expect(tests[1]).toMatchObject({
      name: 'error 1 outside of the tests',
      status: 'failed',
      message: 'The disk is full.',
    });
    expect(junit(troubled)).toContain('<error message="The disk is full." type="error">');
  });

  test('advice that is not followed is neither passed nor failed in any export', () => {
    const better = [{ type: BETTER_IF, description: 'the page is dark: brightness 245' }];
    const attempt = attempted('failed', { expected: 'failed' });
    const advised = runOf([
      ...opened([planned('passes'), planned('the page is dark', { advice: true, tags: ['@advice'] })]),
      ...ran('passes', attempted('passed')),
      { kind: 'begin', test: 'the page is dark', index: 0, at: attempt.startedAt },
      { kind: 'attempt', test: 'the page is dark', annotations: better, attempt },
      ended(),
    ]);
    expect(advised.verdict.critical.says).toBe('The critical check passed.');
    expect(advised.gate.closedBy).toEqual([]);
    expect(advised.grades.all).toMatchObject({ planned: 1, score: 100 });
    const { results } = ctrf(advised) as { results: { summary: object; tests: { status: string }[] } };
    expect(results.summary).toMatchObject({ tests: 2, passed: 1, failed: 0, skipped: 0, other: 1 });
    expect(results.tests.map(({ status }) => status)).toEqual(['passed', 'other']);
    const told = 'better if the page is dark: brightness 245';
    expect(junit(advised)).toContain(`<skipped message="${told}"/>`);
    expect(annotations(advised)).toContain(`::notice title=Better if::${told}`);
    expect(jobSummary(advised)).toContain(told);
    expect(chatLine(advised)).toContain('1 of 1 passed, 1 not as advised');
  });

  test('each GitHub annotation is at the place of the failure, in one line', () => {
    const lines = annotations(record);
    expect(lines[0]).toBe(
      '::error title=Verdict on local::The golden path is broken. 2 of 6 critical checks failed, and 2 were not run.',
    );
    expect(lines[1]).toBe('::error title=Not run::1 of 6 planned tests did not run.');
    expect(lines).toContain(
      '::error file=tests/a.spec.ts,line=3,title=breaks & <burns> (local)::F19 The agent starts and never completes%0AError: 100 %25 <broken>, "really": no end%0Aat once',
    );
    expect(lines.some((line) => line.startsWith('::warning') && line.includes('is flaky'))).toBe(true);
    expect(lines.every((line) => !line.includes('\n'))).toBe(true);
  });

  test('the GitHub job summary states the verdict, the gate and the causes', () => {
    const summary = jobSummary(record);
    expect(summary).toContain('The golden path is broken');
    expect(summary).toContain('❌ critical checks');
    expect(summary).toContain('F19 The agent starts and never completes');
  });

  test('the chat message fits in one line', () => {
    expect(chatLine(record)).toBe(
      '🔴 local: The golden path is broken. 2 of 6 critical checks failed, and 2 were not run. · the release must wait · 1 of 4 passed, 1 not run, 1 flaky · F19 The agent starts and never completes (backend, likely) · run run-1',
    );
    expect(chatLine(green)).toBe(
      '🟢 local: The golden path is alive. The critical check passed. · the release is not judged · 1 of 1 passed · run run-1',
    );
  });
});

test.describe('Allure results', () => {
  const result: AllureResult = {
    uuid: 'u',
    name: 'breaks',
    fullName: 'golden-path/golden-path.spec.ts › breaks',
    start: 0,
    links: [],
    parameters: [],
    attachments: [],
    labels: [
      { name: 'suite', value: 'golden-path/golden-path.spec.ts' },
      { name: 'tag', value: 'golden' },
    ],
    steps: [],
  };

  test("the Allure results have the product's terms, severity, cause and owner", () => {
    const seen = seenIn({ sent: true, types: ['agent_started', 'agent_thinking'] });
    const {
      name: shown,
      labels,
      steps,
      attachments,
    } = enrich(
      result,
      planned('breaks', { titles: ['group', 'breaks'] }),
      { ...broken, seen },
      null,
      ['F49', 'F19'],
      [{ name: 'Run 1', type: 'image/svg+xml', source: 'a.svg' }],
    );
    expect(Object.fromEntries(labels.map(({ name, value }) => [name, value]))).toEqual({
      tag: 'golden',
      parentSuite: 'local',
      suite: 'Golden path',
      subSuite: 'group',
      epic: 'Netra Apex',
      feature: 'Golden path',
      story: 'group',
      severity: 'blocker',
      priority: 'P1',
      cause: 'F19 The agent starts and never completes',
      group: '2. F19 backend: The agent starts and never completes',
      owner: 'backend',
    });
    expect(shown).toBe('breaks ‹ group');
    expect(steps[0]).toMatchObject({ name: 'Agent run for “Why?”', status: 'failed' });
    expect(attachments[0]?.source).toBe('a.svg');
  });

  test('the Allure results have a step for each event, inside its agent, with what broke there', () => {
    const seen = seenIn({ sent: true, types: ['agent_started', 'agent_thinking', 'agent_completed'] });
    expect(runSteps(seen, seen.runs[0]!).steps).toMatchObject([
      {
        name: 'supervisor_agent',
        status: 'failed',
        statusDetails: { message: 'one-end: frame #2 is never followed by an end' },
        steps: [{ name: 'agent_thinking' }, { name: 'agent_completed' }],
      },
    ]);
  });

  test('the Allure results list the environment in lines', () => {
    expect(properties({ 'Set up': 'a\nb', Target: 'local' })).toBe('Set_up = a b\nTarget = local\n');
  });
});

test.describe('GitHub issues of the nightly run', () => {
  const ours = (number: number, cause: string, test = 'passes'): OpenIssue => ({
    number,
    title: 't',
    body: `text <!-- golden path on local: ${cause} -->\n<!-- tests: ${test} -->`,
  });

  /** A green run of other tests, which says nothing about those that it leaves out. */
  const others = assess({ ...green.record, selection: { ...green.record.selection, grep: 'passes' } });

  test('an issue is opened for a new cause, and an old one gets a comment', () => {
    const whole = runOf([...opened([planned('breaks')]), ...ran('breaks', broken), ended('failed')]);
    expect(plan(whole, [])).toMatchObject([
      { do: 'open', title: 'E2E-DEPLOY-F19-the-agent-starts-and-never-completes-golden-path' },
    ]);
    expect(plan(whole, [ours(7, 'F19')])).toMatchObject([{ do: 'tell', number: 7 }]);
  });

  test('an issue names its frames and links to no other issue', () => {
    const diagnosis = {
      ...broken.diagnosis!,
      causes: broken.diagnosis!.causes.map((cause) => ({ ...cause, signals: ['frame #7: run run_1 is open, @all'] })),
    };
    const whole = runOf([...opened([planned('breaks')]), ...ran('breaks', { ...broken, diagnosis }), ended('failed')]);
    const [action] = plan(whole, []);
    expect(action?.body).toContain('- `frame #7: run run_1 is open, @all`');
    expect(action?.body.replaceAll(/`[^`]*`|<!--[^]*-->/g, '')).not.toMatch(/[#@]\w/);
  });

  test('an issue names its tests, and is closed by a night in which exactly these pass', () => {
    const [opening] = plan(runOf([...opened([planned('breaks')]), ...ran('breaks', broken), ended('failed')]), []);
    const again = runOf([...opened([planned('breaks')]), ...ran('breaks', attempted('passed')), ended()]);
    expect(plan(again, [{ number: 3, title: 't', body: opening!.body }])).toMatchObject([{ do: 'close', number: 3 }]);
  });

  test('an issue adopts the tests that meet its cause later, and waits for these, too', () => {
    const night = runOf([
      ...opened([planned('passes'), planned('breaks')]),
      ...ran('passes', attempted('passed')),
      ...ran('breaks', broken),
      ended('failed'),
    ]);
    const [told] = plan(night, [ours(7, 'F19', 'passes')]);
    expect(told).toMatchObject({
      do: 'tell',
      number: 7,
      issue: 'text <!-- golden path on local: F19 -->\n<!-- tests: passes breaks -->',
    });
    const [old] = plan(night, [{ number: 8, title: 't', body: 'text <!-- golden path on local: F19 -->' }]);
    expect(old).toMatchObject({
      do: 'tell',
      number: 8,
      issue: 'text <!-- golden path on local: F19 -->\n<!-- tests: breaks -->',
    });
    expect(plan(night, [ours(7, 'F19', 'breaks passes')])[0]).not.toHaveProperty('issue');
    expect(plan(others, [ours(7, 'F19', 'passes breaks')])).toEqual([]);
  });

  test('an issue is not closed by a night that skipped its tests, chose others, or passed them only on a retry', () => {
    const skipped = [...ran('breaks', attempted('skipped', { expected: 'skipped' }))];
    const flaky = [...ran('breaks', attempted('failed'), attempted('passed', { index: 1 }))];
    for (const came of [skipped, flaky]) {
      const night = runOf([
        ...opened([planned('passes'), planned('breaks')]),
        ...ran('passes', attempted('passed')),
        ...came,
        ended(),
      ]);
      expect(plan(night, [ours(7, 'F19', 'breaks')]).filter(({ do: what }) => what === 'close')).toEqual([]);
    }
    expect(plan(others, [ours(7, 'F19', 'breaks')])).toEqual([]);
  });

  test('an issue is closed by a night without its cause that ran everything', () => {
    expect(plan(green, [ours(7, 'F19')])).toMatchObject([{ do: 'close', number: 7 }]);
    expect(
      plan(green, [
        { number: 8, title: "somebody else's", body: 'x' },
        { number: 9, title: 't', body: '<!-- golden path on staging: F19 -->' },
      ]),
    ).toEqual([]);
    expect(plan(runOf(opened([planned('passes')])), [ours(7, 'F19')])).toEqual([]);
    expect(LABEL).toBe('golden-path-nightly');
  });

  test('the watchdog reports a night that did not run', () => {
    const now = new Date('2026-11-22T09:43:00Z');
    const began = (created_at: string) => ({ id: 7, conclusion: 'failure', created_at, html_url: 'https://night' });
    const kept = ['nightly-attempt-1'];
    expect(missedNight(began('2026-11-22T03:40:00Z'), kept, now)).toBeNull();
    expect(missedNight(began('2026-11-21T03:40:00Z'), kept, now)).toBe(
      'The nightly did not run: the last one began 30 hours ago (2026-11-21T03:40:00.000Z).',
    );
    expect(missedNight(null, [], now)).toBe('The nightly has never run.');
  });
});

test('the mutation score is read from the results of the mutants', () => {
  const left = {
    mutants: [
      { fault: 'F01', killedBy: ['x'] },
      { fault: 'F02', killedBy: [] },
    ],
    killed: 1,
    exactly: 1,
    alike: 0,
    faults: ['No check noticed F02.'],
  };
  expect(mutationIn(JSON.stringify(left), 'r')).toEqual({
    killed: 1,
    mutants: 2,
    named: 1,
    survivors: ['F02'],
    faults: ['No check noticed F02.'],
    source: 'run r',
  });
  expect(mutationIn('{}', 'r')).toBeNull();
  const unsound = {
    ...left,
    mutants: left.mutants.slice(0, 1),
    faults: ['Failed without a fault: control: a person signs in'],
  };
  const compliance = { mutation: mutationIn(JSON.stringify(unsound), 'r'), knownDefects: [] };
  expect(
    assess({ ...green.record, compliance }).gate.conditions.find(({ name }) => name === 'mutation score'),
  ).toMatchObject({
    open: false,
    found: expect.stringContaining('Failed without a fault'),
  });
});
