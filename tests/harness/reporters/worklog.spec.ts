import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { assess } from '../../../reporters/assess/assess.ts';
import { toHtml } from '../../../reporters/write/document/html.ts';
import { toMarkdown } from '../../../reporters/write/document/markdown.ts';
import { fold } from '../../../reporters/record/fold.ts';
import type { Entry } from '../../../reporters/record/journal.ts';
import type { Attempt } from '../../../reporters/record/schema-attempt.ts';
import type { RunRecord } from '../../../reporters/record/schema.ts';
import { chatLine } from '../../../reporters/write/exports/chat.ts';
import { jobSummary } from '../../../reporters/write/exports/github.ts';
import { otlpTraces } from '../../../reporters/write/exports/otlp.ts';
import { worklogOf } from '../../../reporters/write/worklog/worklog.ts';
import { attempted, opened, planned, ran, seenIn } from './support/record-samples.ts';
import { type Told, assessedRunOf, minor, red, runOf, stuck } from './support/runs.ts';

const markdown = (record: RunRecord) => toMarkdown(worklogOf(assess(record)), 'pictures');

test.describe('worklog', () => {
  test('the worklog says in its first lines whether the golden path is alive, and who owns the failure if not', () => {
    const first = markdown(runOf([planned('one'), red({ diagnosis: stuck })]))
      .split('\n')
      .slice(0, 10)
      .join('\n');
    expect(first).toContain('The golden path is broken');
    expect(first).toContain('1. **F19 The agent starts and never completes** (likely, 1 test), backend.');
    expect(
      markdown(runOf([planned('one'), attempted('passed')]))
        .split('\n')
        .slice(0, 10)
        .join('\n'),
    ).toContain('The golden path is alive');
  });

  test('the worklog has the seven steps of the process, and says what was not done', () => {
    const text = markdown(runOf([planned('one'), attempted('passed')]));
    expect(text.match(/^## Step \d/gm)).toEqual(['0', '1', '2', '3', '4', '5', '6'].map((step) => `## Step ${step}`));
    for (const undone of ['deploys the backend if it is stale', 'audits the product', 'opens a pull request'])
      expect(text).toMatch(new RegExp(`the team's process ${undone}[^\\n]*: not performed by this tool\\.`));
    expect(text).toContain('not as advised = ');
    expect(text).toContain(
      'No earlier run to compare with: runs are compared when they are of the same target (local)',
    );
  });

  test('the worklog gives no number without its source', () => {
    const text = markdown(runOf([planned('one'), red({ seen: seenIn({ sent: true, types: ['agent_started'] }) })]));
    const blocks = text.split(/\n\n/);
    const below = blocks.flatMap((block, index) => (block.startsWith('|') ? [blocks[index + 1]] : []));
    expect(below.length).toBeGreaterThan(6);
    for (const block of below) expect(block).toMatch(/^\*Source: .+\*$/);
  });

  test('the worklog counts run ids in words that fit their number', () => {
    const seen = seenIn({ sent: true, types: ['agent_started'] });
    const line = (...ids: string[]) => {
      const runs = ids.map((id) => ({ ...seen.runs[0]!, id }));
      const text = markdown(runOf([planned('one'), attempted('passed', { seen: { ...seen, runs } })]));
      return /^\| Agent runs \| (.*) \|$/m.exec(text)?.[1];
    };
    expect([line(), line('a'), line('a', 'b'), line('a', 'b', 'b')]).toEqual([
      '0',
      '1',
      '2, each with a run id of its own',
      '3, with only 2 run ids between them',
    ]);
  });

  test('the worklog takes the five whys no further than the evidence reaches', () => {
    const text = markdown(runOf([planned('one'), red({ diagnosis: stuck })]));
    expect(text).toMatch(
      /1\. \*\*symptom\*\*: no answer came \[the test\]\n2\. \*\*hypothesis\*\*: the model hangs \[not seen\]/,
    );
    expect(markdown(runOf([planned('one'), red()]))).toMatch(
      /1\. \*\*symptom\*\*: it broke .*\n2\. further: the evidence ends here/,
    );
  });

  test('the worklog says where it counts differently from Playwright: a known defect is red', () => {
    const defect = {
      type: 'known defect',
      description: JSON.stringify({ cause: 'c', owner: 'frontend', expires: '2026-12-31', evidence: 'e' }),
    };
    const [one, two] = runOf([planned('one'), attempted('passed')], [minor('two'), red({ expected: 'failed' })]).tests;
    expect(markdown({ ...runOf(), tests: [one!, { ...two!, annotations: [defect] }] })).toContain(
      "1 test failed by known defects; Playwright's own report shows them as skipped.",
    );
    expect(markdown(runOf([planned('one'), attempted('passed')], [minor('two'), red()]))).not.toContain(
      'known defects; Playwright',
    );
  });

  test('the worklog of an interrupted run lists what did not run', () => {
    const begun: Entry = { kind: 'begin', test: 'two', index: 0, at: '2026-11-22T03:17:01.000Z' };
    const text = markdown(
      fold([...opened([planned('one'), planned('two'), planned('three')]), ...ran('one', attempted('passed')), begun]),
    );
    expect(text).toContain('The run was cut off: its process vanished');
    expect(text).toContain('- two [local, P1]: was running when the run ended\n- three [local, P1]: was never begun');
  });

  test("the worklog names one issue per cause in the team's format", () => {
    const record = runOf(
      [planned('one', { tags: ['@golden', '@P1-003'] }), red({ diagnosis: stuck })],
      [planned('two'), red({ diagnosis: stuck })],
      [planned('three'), red()],
    );
    expect(assess(record).issues.map(({ title, failures }) => [title, failures.length])).toEqual([
      ['E2E-DEPLOY-F19-the-agent-starts-and-never-completes-P1-003', 2],
      ['E2E-DEPLOY-not-diagnosed-error-golden-path', 1],
    ]);
  });

  test('the worklog draws the attempt of which its first lines tell, and says which one it is', () => {
    const drawnIn = (...told: Told[]) =>
      /!\[(.*?)\. Source.*run (\S+), one clock/.exec(markdown(runOf(...told)))?.slice(1);
    const attempt = (run: string, index: number, more: Partial<Attempt> = {}) => {
      const seen = seenIn({ sent: true, types: ['agent_started'] });
      return red({ index, seen: { ...seen, runs: [{ ...seen.runs[0]!, id: run }] }, diagnosis: stuck, ...more });
    };
    const beside: Told = [planned('beside', { tags: [] }), attempt('run-beside', 0)];
    expect(drawnIn(beside, [planned('golden'), attempt('run-1', 0), attempt('run-2', 1)])).toEqual([
      'golden (failed, attempt 2 of 2)',
      'run-2',
    ]);
    const alive: Told = [planned('golden'), attempt('run-1', 0), attempt('run-2', 1, { status: 'passed' })];
    expect(drawnIn(alive)).toEqual(['golden (failed, attempt 1 of 2)', 'run-1']);
    const certain = { ...stuck, causes: [{ ...stuck.causes[0]!, id: 'F20', confidence: 'certain' }] };
    const sure: Told = [planned('sure', { tags: [] }), attempt('run-sure', 0, { diagnosis: certain })];
    const whole: Told = [planned('golden'), attempt('run-1', 0, { status: 'passed', errors: [] })];
    expect(drawnIn(whole, beside, sure)).toEqual(['sure (failed)', 'run-sure']);
    expect(drawnIn(whole)).toEqual(['golden (passed)', 'run-1']);
  });

  test('every report says in plain words whether the release may go on', () => {
    const told = (record: RunRecord) => {
      const run = assess(record);
      return [
        markdown(record),
        toHtml(worklogOf(run)),
        jobSummary(run),
        chatLine(run),
        JSON.stringify(otlpTraces(run)),
      ];
    };
    for (const report of told(runOf([planned('one'), red({ diagnosis: stuck })]))) {
      expect(report).toMatch(/the release(<\/span><b>|\*\*)? must wait/i);
      expect(report).not.toMatch(/gate[^.]{0,20}\b(open|closed)\b|closed by/i);
    }
    const run = runOf([planned('one'), attempted('passed')]);
    const [green, ...page] = told({ ...run, targets: run.targets.map((target) => ({ ...target, name: 'staging' })) });
    expect(green).toContain('**The release** may go on');
    for (const report of page.slice(0, 3)) expect(report).toMatch(/the release(<\/span><b>|\*\*)? may go on/i);
  });

  test('the worklog is the same for the same record', () => {
    const record = runOf([planned('one'), red({ diagnosis: stuck })]);
    expect(markdown(structuredClone(record))).toBe(markdown(record));
  });

  test('the worklog never lets a text of the product become markup', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[<>&"'`*_|\\[\]()#\n a-z]{1,40}$/), (text) => {
        const nasty = `<script>x</script>${text}`;
        const document = worklogOf(
          assessedRunOf([planned(nasty), red({ errors: [{ kind: 'error', message: nasty, place: null }] })]),
        );
        expect(toHtml(document)).not.toContain('<script');
        expect(toMarkdown(document, 'pictures').replace(/```[^]*?```|`[^`\n]*`/g, '')).not.toContain('<script');
      }),
      { numRuns: 60, examples: [['``` '], ['`` `'], ['\n---\n# a']] },
    );
  });

  test('the worklog page needs no other files', () => {
    const html = toHtml(
      worklogOf(
        assessedRunOf([
          planned('one'),
          red({ diagnosis: stuck, seen: seenIn({ sent: true, types: ['agent_started'] }) }),
        ]),
      ),
    );
    expect(html.match(/(?:src|href)="(?!#)[^"]*"/g), 'links, which it does not need').toEqual([
      'href="html/index.html#?testId=one"',
    ]);
    expect(html.match(/<(?:link|script)\b|url\(/g)).toBeNull();
    expect(html).toContain('<svg');
    expect(html).not.toMatch(/undefined|NaN|\[object/);
  });
});
