import { causeName } from '../../../lib/basics/cause-name.ts';
import { worstFirst } from '../../assess/failures.ts';
import type { Assessment } from '../../assess/assess.ts';
import { verdictText } from '../../assess/verdict.ts';
import { targetOf } from '../../record/kind.ts';
import type { Outcome, TestRecord, Trouble } from '../../record/schema.ts';
import { fullTitle } from '../../record/test-title.ts';

/**
 * CTRF knows no flaky and no timed-out status: a flaky test passed with `flaky: true`; what did not run is pending. An
 * advice that is not followed neither passed nor failed.
 */
const STATUS: Readonly<{ [outcome in Outcome]: string }> = {
  passed: 'passed',
  flaky: 'passed',
  failed: 'failed',
  timedOut: 'failed',
  skipped: 'skipped',
  notRun: 'pending',
  unmet: 'other',
};

/**
 * The run in the Common Test Report Format (ctrf.io, specification 0.0.0), as a value ready for JSON; an error outside
 * of the tests is a failed test.
 */
export function ctrf({ record, verdict, gate }: Assessment): object {
  const { counts, machine, ci, troubles } = record;
  const start = Date.parse(record.startedAt);
  return {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    reportId: record.id,
    generatedBy: 'netra-golden-path',
    timestamp: record.startedAt,
    results: {
      tool: { name: 'playwright', version: machine.playwright },
      summary: {
        tests: counts.planned + troubles.length,
        passed: counts.passed + counts.flaky,
        failed: counts.failed + counts.timedOut + troubles.length,
        skipped: counts.skipped,
        pending: counts.notRun,
        other: counts.unmet,
        flaky: counts.flaky,
        start,
        stop: record.endedAt ? Date.parse(record.endedAt) : start,
      },
      environment: {
        appName: 'Netra Apex',
        testEnvironment: targetOf(record),
        osPlatform: machine.platform,
        ...(machine.suite.revision ? { commit: machine.suite.revision } : {}),
        ...(machine.suite.branch ? { branchName: machine.suite.branch } : {}),
        ...(ci?.runUrl ? { buildUrl: ci.runUrl } : {}),
      },
      tests: [...record.tests.map(test), ...troubles.map(outside)],
      extra: { state: record.state, verdict: verdictText(verdict), gate: gate.open ? 'open' : 'closed' },
    },
  };
}

function test({
  titles,
  outcome,
  file,
  line,
  suite,
  component,
  priority,
  project,
  tags,
  attempts,
  note,
}: TestRecord): object {
  const last = attempts.at(-1);
  const [cause] = worstFirst(last?.diagnosis?.causes ?? []);
  return {
    name: fullTitle({ titles }),
    status: STATUS[outcome],
    rawStatus: outcome,
    duration: attempts.reduce((sum, { took }) => sum + took, 0),
    suite: [suite, ...titles.slice(0, -1)],
    filePath: `tests/${file}`,
    line,
    tags,
    retries: Math.max(0, attempts.length - 1),
    flaky: outcome === 'flaky',
    ...(attempts[0] ? { start: Date.parse(attempts[0].startedAt) } : {}),
    ...(note ? { message: note } : {}),
    ...(last?.errors[0]
      ? { message: last.errors[0].message, trace: last.errors.map(({ message }) => message).join('\n\n') }
      : {}),
    extra: { project, component, priority, cause: cause ? causeName(cause) : null },
  };
}

function outside({ message, place }: Trouble, index: number): object {
  return {
    name: `error ${index + 1} outside of the tests`,
    status: 'failed',
    rawStatus: 'trouble',
    duration: 0,
    message,
    ...(place ? { filePath: place } : {}),
  };
}
