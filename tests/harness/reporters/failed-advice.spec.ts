import { expect, test } from '@playwright/test';
import type { TestCase, TestResult } from '@playwright/test/reporter';
import { BETTER_IF } from '../../../config/decisions/sources.ts';
import { assess } from '../../../reporters/assess/assess.ts';
import AdviceNotFollowed from '../../../reporters/playwright/advice.ts';
import { fold } from '../../../reporters/record/fold.ts';
import { toMarkdown } from '../../../reporters/write/document/markdown.ts';
import { worklogOf } from '../../../reporters/write/worklog/worklog.ts';
import { attempted, ended, opened, planned, ran } from './support/record-samples.ts';
import { stuck } from './support/runs.ts';

test('advice that failed by a cause of a test that binds is a failed test of this cause', () => {
  const better = [{ type: BETTER_IF, description: 'the page is dark: nothing came' }];
  const dark = planned('the page is dark', { advice: true, tags: ['@advice'] });
  const told = (confidence: string) => {
    const causes = [{ ...stuck.causes[0]!, confidence }];
    const attempt = attempted('failed', { expected: 'failed', diagnosis: { ...stuck, causes } });
    const journal = (other: string) => [
      ...opened([planned(other), dark]),
      ...ran(other, attempted(other === 'stuck' ? 'failed' : 'passed', { diagnosis: stuck })),
      { kind: 'begin' as const, test: dark.id, index: 0, at: attempt.startedAt },
      { kind: 'attempt' as const, test: dark.id, annotations: better, attempt },
      ended(),
    ];
    return (other: string) => assess(fold(journal(other)));
  };
  const failed = told('likely')('stuck');
  expect(failed.record.counts).toMatchObject({ planned: 2, failed: 2, unmet: 0 });
  expect(failed.issues.map(({ failures }) => failures.length)).toEqual([2]);
  expect(failed.advice).toEqual([]);
  expect(told('possible')('stuck').record.counts).toMatchObject({ failed: 1, unmet: 1 });
  const alone = told('certain')('passes');
  expect(alone.record.counts).toMatchObject({ passed: 1, failed: 0, unmet: 1 });
  expect(toMarkdown(worklogOf(alone), 'pictures')).toContain('tests ran: 1 passed, 1 not as advised.');
});

test('the terminal tells advice that failed by a cause of a test that binds apart from advice that was not followed', () => {
  const seen = (cause: string, tags: string[], expectedStatus: 'passed' | 'failed') => {
    const diagnosis = JSON.stringify({ causes: [{ id: cause, confidence: 'certain' }] });
    const attachments = [{ name: 'diagnosis.json', contentType: 'application/json', body: Buffer.from(diagnosis) }];
    const annotations = tags.length > 0 ? [{ type: BETTER_IF, description: `advice on ${cause}` }] : [];
    const location = { file: 'dark.spec.ts', line: 7, column: 1 };
    return [
      { tags, annotations, expectedStatus, location } as unknown as TestCase,
      { status: 'failed', attachments } as unknown as TestResult,
    ] as const;
  };
  const lines: string[] = [];
  const log = console.log;
  console.log = (line: string) => lines.push(line);
  try {
    const reporter = new AdviceNotFollowed();
    reporter.onTestEnd(...seen('F19', ['@advice'], 'failed'));
    reporter.onTestEnd(...seen('F75', ['@advice'], 'failed'));
    reporter.onTestEnd(...seen('F19', [], 'passed'));
    reporter.onEnd();
  } finally {
    console.log = log;
  }
  expect(lines).toEqual([
    expect.stringContaining(
      '1 test of advice failed by a cause of other tests, not by the advice; Playwright calls this skipped',
    ),
    expect.stringContaining('1 piece of advice not followed, which is no failure; Playwright calls this skipped'),
    expect.stringContaining('advice on F75'),
  ]);
});
