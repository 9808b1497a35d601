import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@playwright/test';
import type { FullResult } from '@playwright/test/reporter';
import { budgets } from '../../../config/budgets.ts';
import { assess } from '../../../reporters/assess/assess.ts';
import { gateText } from '../../../reporters/assess/gate.ts';
import Summary from '../../../reporters/playwright/summary.ts';
import type { Attempt } from '../../../reporters/record/schema-attempt.ts';
import type { RunRecord } from '../../../reporters/record/schema.ts';
import { causeWithOwner, reportTitle } from '../../../reporters/write/cause.ts';
import { chatLine } from '../../../reporters/write/exports/chat.ts';
import { toHtml } from '../../../reporters/write/document/html.ts';
import { toMarkdown } from '../../../reporters/write/document/markdown.ts';
import * as terminal from '../../../reporters/write/terminal/outcome.ts';
import { worklogOf } from '../../../reporters/write/worklog/worklog.ts';
import { attempted, planned, seenIn } from './support/record-samples.ts';
import { assessedRunOf, minor, red, runOf, stuck } from './support/runs.ts';

// A worker of Playwright has colours, whatever it writes to.
const outcomeText = (...args: Parameters<typeof terminal.outcomeText>) =>
  stripVTControlCharacters(terminal.outcomeText(...args));
const places = { worklog: 'reports/runs/one/worklog.html', report: 'reports/runs/one/html' };
const [cause] = stuck.causes;

/** A run whose target has budgets. */
const withBudgets = (record: RunRecord) =>
  assess({ ...record, targets: record.targets.map((one) => ({ ...one, budgets: { ...budgets.local } })) });

test.describe('outcome', () => {
  test('a run ends with verdict, cause, owner, what to look at first, and where the reports are', () => {
    const diagnosis = { ...stuck, causes: [{ ...cause!, lookFirst: 'the run in the backend log' }] };
    const text = outcomeText(
      assessedRunOf([planned('one'), red({ diagnosis })], [minor('two'), red({ diagnosis })]),
      places,
    );
    expect(text.split('\n')).toEqual([
      '  Verdict      The golden path is broken. The critical check failed.',
      '  Cause        F19 The agent starts and never completes (backend, likely), 2',
      '               tests',
      '  Seen         frame #4: no end follows',
      '  Look first   the run in the backend log',
      '  Worklog      reports/runs/one/worklog.html',
      '  Report       npx playwright show-report reports/runs/one/html',
    ]);
  });

  test('what else a likely cause could be stands on the first screen, in the terminal and in the worklog', () => {
    const other = 'F06 The tokens are refused: the socket was closed without a word';
    const diagnosis = { ...stuck, causes: [{ ...cause!, or: [other] }] };
    const run = assessedRunOf([planned('one'), red({ diagnosis })]);
    expect(outcomeText(run, places).replaceAll(/\n {15}/g, ' ')).toContain(`  Or           ${other}\n`);
    const firstLines = (text: string) => text.slice(0, text.indexOf('Started'));
    expect(firstLines(toMarkdown(worklogOf(run), 'pictures'))).toContain(`Or: ${other}.`);
    expect(firstLines(toHtml(worklogOf(run)))).toContain(`<p>Or: ${other}</p>`);
    expect(outcomeText(assessedRunOf([planned('one'), red({ diagnosis: stuck })]), places)).not.toContain('  Or  ');
  });

  test('a time over its budget is marked by a word or a sign, in the worklog and in the terminal', () => {
    const seen = seenIn({ sent: true, types: ['agent_started'] });
    const [first] = seen.runs;
    const late = { ...seen, runs: [{ ...first!, latency: { ...first!.latency, firstEvent: 6_000 }, lags: [20, 900] }] };
    const run = withBudgets(runOf([planned('one'), attempted('passed', { seen: late })]));
    const times = toMarkdown(worklogOf(run), 'pictures');
    expect(times).toMatch(/^\| first event \|.*\*\*6\.0 s, over budget\*\* \| 5\.0 s \|$/m);
    expect(times).toMatch(/^\| frame to screen \|.*\| 20 ms \|.*\*\*900 ms, over budget\*\* \| 500 ms \(p95\) \|$/m);
    expect(terminal.timesText(run)).toMatch(/first event .* 6\.0 s ✗ +5\.0 s\n[^]*✗ over budget\n/);
  });

  test('the longest of many lags may be over the budget, which is of the 95th percentile', () => {
    const seen = seenIn({ sent: true, types: ['agent_started'] });
    const lags = [...Array.from({ length: 30 }, () => 20), 900];
    const many = { ...seen, runs: [{ ...seen.runs[0]!, lags }] };
    const run = withBudgets(runOf([planned('one'), attempted('passed', { seen: many })]));
    expect(toMarkdown(worklogOf(run), 'pictures')).toMatch(/^\| frame to screen \|.*\| 20 ms \| 900 ms \| 500 ms/m);
  });

  test('a run broken on purpose is not compared, plans no issue, and its times are said to be no fault', () => {
    const run = assessedRunOf([planned('one'), red({ diagnosis: stuck })]);
    run.record.selection.faults = ['F19'];
    const told = toMarkdown(worklogOf(run), 'pictures');
    expect(told).toContain('The target was broken on purpose: these times');
    expect(told).toContain(
      'Not compared with earlier runs, and no later one is compared with it: its target was broken',
    );
    expect(told).toContain('Issues to open: none, since the target was broken on purpose by F19.');
    expect(told).not.toContain('No earlier run to compare with');
  });

  test('a green run that tested no product says nothing of a release', () => {
    const said = (isReplay: boolean, target: string) => {
      const run = runOf([planned('one'), attempted('passed')]);
      const { selection, targets } = run;
      const record = { ...run, selection, targets: targets.map((one) => ({ ...one, name: target })) };
      if (isReplay) selection.isReplay = true;
      const { gate } = assess(record);
      return `${chatLine(assess(record))} ${gateText(gate)}`;
    };
    expect(said(false, 'staging')).toMatch(/^🟢 staging: .* · the release may go on · .* The release may go on\.$/);
    expect(said(false, 'local')).toMatch(
      /^🟢 local: .* · the release is not judged · .* the embedded stack was tested/,
    );
    const replayed = /^🟢 staging, replayed from a recording: .* the release is not judged .* a recording was replayed/;
    expect(said(true, 'staging')).toMatch(replayed);
  });

  test('a replay is not compared with the runs of its target', () => {
    const run = assessedRunOf([planned('one'), attempted('passed')]);
    run.record.selection.isReplay = true;
    const told = toMarkdown(worklogOf(run), 'pictures');
    expect(told).toContain(
      'its target was replayed from a recording, so it says nothing of what became of the product',
    );
    expect(told).not.toContain('No earlier run to compare with');
  });

  test('a run without tests counts nothing out of nothing', () => {
    const run = assessedRunOf();
    const gate = run.gate.conditions.map(({ found }) => found).join('\n');
    for (const told of [chatLine(run), toMarkdown(worklogOf(run), 'pictures'), gate]) {
      expect(told).not.toMatch(/\b0 of 0\b/);
      expect(told).not.toMatch(/of 0 that/);
    }
  });

  test('the title of a report has the verdict, the worst cause with its owner, and what to look at first', () => {
    const diagnosis = { ...stuck, causes: [{ ...cause!, lookFirst: 'the run in the backend log' }] };
    const unknown = { ...stuck, causes: [{ ...cause!, id: 'unknown', title: 'No known cause fits', owner: null }] };
    expect(
      reportTitle(assessedRunOf([planned('one'), red({ diagnosis })], [minor('two'), red({ diagnosis: unknown })])),
    ).toBe(
      'The golden path is broken. The critical check failed. F19 The agent starts and never completes (backend, likely), ' +
        'and 1 more cause. Look first at: the run in the backend log.',
    );
    expect(reportTitle(assessedRunOf([planned('one'), attempted('passed')]))).toBe(
      'The golden path is alive. The critical check passed.',
    );
    expect(causeWithOwner(unknown.causes[0]!)).toBe('No known cause fits (owner unknown)');
    expect(causeWithOwner({ ...cause!, confidence: 'certain' })).toMatch(/ \(backend\)$/);
  });

  test('what was broken on purpose is told first, so that nobody looks for it in the product', () => {
    const run = assessedRunOf([planned('one'), red({ diagnosis: stuck })]);
    run.record.selection.faults = ['F19', 'F31'];
    expect(outcomeText(run, places)).toMatch(/^ {2}Target {7}broken on purpose by F19, F31\n {2}Verdict /);
    expect(reportTitle(run)).toMatch(/^Target broken on purpose by F19, F31\. The golden path is broken\./);
    expect(chatLine(run)).toMatch(/^🔴 \w+, broken on purpose by F19, F31: The golden path is broken\./);
  });

  test('some tests that all passed are not told as red: the golden path was not chosen', () => {
    const beside = planned('beside it', { tags: [] });
    const some = (attempt: Attempt) => runOf([beside, attempt]);
    const chosen = (record: RunRecord) => assess({ ...record, selection: { ...record.selection, grep: 'beside' } });
    const run = chosen(some(attempted('passed')));
    expect(chatLine(run)).toBe(
      '⚪ local: The golden path was not run. The critical check passed. · not a full run · the release is not judged · 1 of 1 passed · run run-1',
    );
    expect(run.gate.conditions.find(({ name }) => name === 'golden path')?.found).toBe(
      'The golden path itself was not chosen. Of the other tests in its suite, 1 of 1 passed.',
    );
    const others = chosen(
      runOf([planned('a list', { tags: [], suite: 'Threads', priority: 'P3' }), attempted('passed')]),
    );
    expect(chatLine(others), 'no test of its suite').toContain(' · the release is not judged · ');
    expect(gateText(others.gate)).toBe(
      'This run does not tell whether the release may go on: the golden path was not run.',
    );
    expect(chatLine(chosen(some(attempted('failed')))), 'one that failed').toMatch(/^🔴/);
    expect(chatLine(chosen({ ...some(attempted('passed')), state: 'interrupted' })), 'interrupted').toMatch(/^🔴/);
    expect(chatLine(assess(some(attempted('passed')))), 'all tests were asked for').toMatch(/^🔴/);
  });

  test('a run that was interrupted before its first test has no cause', () => {
    const told = (status: FullResult['status']) => {
      const lines: string[] = [];
      const log = console.log;
      console.log = (line: string) => lines.push(line);
      try {
        new Summary().onEnd({ status, startTime: new Date(), duration: 1 });
      } finally {
        console.log = log;
      }
      return stripVTControlCharacters(lines.join('\n'));
    };
    expect(told('interrupted')).toBe('');
    expect(told('failed')).toContain('F60');
  });

  test('a green run ends without a cause, and a run without a report names none', () => {
    const text = outcomeText(assessedRunOf([planned('one'), attempted('passed')]), { ...places, report: null });
    expect(text).toMatch(/^ {2}Verdict {6}The golden path is alive\. The critical check passed\.\n {2}Worklog .*$/);
  });

  test('a failed test without a diagnosis and an error outside of the tests are both told', () => {
    const run = assessedRunOf([planned('one'), red()]);
    run.record.troubles.push({ message: 'the disk is full\nat once', place: null, at: '2026-11-22T03:17:00.000Z' });
    expect(outcomeText(run, places)).toContain(
      '  Error        the disk is full\n  Cause        not diagnosed, 1 test\n',
    );
  });

  test('the times of a run are a table that says what was not measured, and fits 80 columns', () => {
    const seen = seenIn({ sent: true, types: ['agent_started'] });
    const text = terminal.timesText(assessedRunOf([planned('one'), attempted('passed', { seen })]));
    expect(text).toMatch(/^ {2}Time +n +p50 +p95 +max +budget$/m);
    expect(text).toMatch(/^ {2}first text +\d+ /m);
    expect(text).toMatch(/^ {2}answer +message sent to whole answer received$/m);
    expect(text).toMatch(/^ {2}run end +message sent to end of the run$/m);
    expect(text).toContain('not measured');
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});
