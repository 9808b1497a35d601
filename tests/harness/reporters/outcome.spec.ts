import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@playwright/test';
import { causeWithOwner, reportTitle } from '../../../reporters/write/cause.ts';
import { chatLine } from '../../../reporters/write/exports/chat.ts';
import * as terminal from '../../../reporters/write/terminal/outcome.ts';
import { attempted, planned, seenIn } from './support/record-samples.ts';
import { assessedRunOf, minor, red, stuck } from './support/runs.ts';

// A worker of Playwright has colours, whatever it writes to.
const outcomeText = (...args: Parameters<typeof terminal.outcomeText>) =>
  stripVTControlCharacters(terminal.outcomeText(...args));
const places = { worklog: 'reports/runs/one/worklog.html', report: 'reports/runs/one/html' };
const [cause] = stuck.causes;

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
