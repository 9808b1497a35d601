import { quantile } from '../../../lib/basics/numbers.ts';
import { firstLine, percent, plural } from '../../../lib/basics/plain-text.ts';
import { type Figure, figuresOf, quantileOf } from '../../assess/figures.ts';
import { knownDefectIn } from '../../assess/known.ts';
import { STATUS_TABLE, verdictOf } from '../../assess/verdict.ts';
import { gateOf } from '../../assess/gate.ts';
import { count, executed, passRate } from '../../record/counts.ts';
import type { RunRecord, TestRecord } from '../../record/schema.ts';
import { swimLane } from '../pictures/swim-lane.ts';
import { type Block, type Inline, code, heading, list, strong, table, text } from '../document/blocks.ts';
import { NOT_MEASURED, OUTCOME_WORDS, duration } from './words.ts';

/**
 * Step 2: what came out, by suite, with counts that close; the status by its table; the run as a picture; times;
 * signs that it was real.
 */
export function step2(record: RunRecord): Block[] {
  return [
    heading(2, 'Step 2: results'),
    ...bySuite(record),
    ...notRun(record),
    ...gate(record),
    ...status(record),
    ...picture(record),
    ...times(record),
    ...realness(record),
  ];
}

function bySuite({ tests, counts }: RunRecord): Block[] {
  if (tests.length === 0) return [text('No test was executed.')];
  const line = (name: Inline, some: readonly TestRecord[]): Inline[] => {
    const own = count(some);
    const rate = passRate(own);
    const figures = [own.planned, own.passed, own.failed, own.flaky, own.skipped, own.timedOut, own.notRun];
    return [name, ...figures.map(String), rate === null ? NOT_MEASURED : percent(rate)];
  };
  const suites = [...new Set(tests.map(({ suite }) => suite))];
  const { planned, ...outcomes } = counts;
  const excused = tests.filter(
    (test) => knownDefectIn(test) !== null && test.attempts.at(-1)?.expected === 'failed',
  ).length;
  return [
    table(
      ['Suite', 'Planned', 'Passed', 'Failed', 'Flaky', 'Skipped', 'Timed out', 'Not run', 'Pass rate'],
      [
        ...suites.map((suite) =>
          line(
            suite,
            tests.filter((test) => test.suite === suite),
          ),
        ),
        line(strong('All'), tests),
      ],
      'tests[].outcome; pass rate = (passed + flaky) / executed, where skipped and not run are not executed',
      [1, 2, 3, 4, 5, 6, 7, 8],
    ),
    text(
      `${planned} planned = ${Object.values(outcomes).join(' + ')} (passed, failed, flaky, skipped, timed out, not run).`,
    ),
    ...(excused > 0
      ? [
          text(
            `${plural(excused, 'test')} failed by known defects; Playwright's own report, which was told to expect that, shows them as passed.`,
          ),
        ]
      : []),
    {
      kind: 'folded',
      summary: `Every test, ${tests.length}`,
      blocks: [
        table(
          ['Test', 'Suite', 'Priority', 'Outcome', 'Attempts', 'Took'],
          tests.map((test) => [
            `${test.titles.join(' › ')} [${test.project}]`,
            test.suite,
            test.priority,
            OUTCOME_WORDS[test.outcome],
            String(test.attempts.length),
            test.attempts.length === 0
              ? NOT_MEASURED
              : duration(test.attempts.reduce((sum, { took }) => sum + took, 0)),
          ]),
          'tests[]',
          [4, 5],
        ),
      ],
    },
  ];
}

function notRun({ tests, troubles, state }: RunRecord): Block[] {
  const lost = tests.filter(({ outcome }) => outcome === 'notRun');
  return [
    ...(troubles.length > 0
      ? [
          heading(3, 'Errors outside of tests'),
          list(troubles.map(({ message, place }) => [code(firstLine(message)), place ? ` at ${place}` : ''])),
        ]
      : []),
    ...(lost.length > 0
      ? [
          heading(3, 'What did not run'),
          text(
            `${plural(lost.length, 'test')}; the run ${state === 'finished' ? 'came to its end' : state === 'interrupted' ? 'was interrupted' : 'was cut off: its process vanished'}.`,
          ),
          list(
            lost.map(
              ({ titles, project, priority, note }) =>
                `${titles.join(' › ')} [${project}, ${priority}]: ${note ?? 'no reason is known'}`,
            ),
          ),
        ]
      : []),
  ];
}

function gate(record: RunRecord): Block[] {
  return [
    heading(3, 'Exit gate'),
    table(
      ['Condition', 'Gate', 'Found', 'Asks'],
      gateOf(record).map(({ name, asks, found, open }) => [
        name,
        open === null ? NOT_MEASURED : open ? 'open' : 'closed',
        found,
        asks,
      ]),
      'counts, tests[].outcome, troubles[], compliance; thresholds in config/suites.ts',
    ),
  ];
}

/** Reasons of the status that are told; the tests themselves are told in step 3. */
const REASONS = 5;

function status(record: RunRecord): Block[] {
  const { status: found, when, because } = verdictOf(record);
  return [
    heading(3, 'Status of the golden path'),
    text(strong(found), `: ${when}. Found:`),
    list([...because.slice(0, REASONS), ...(because.length > REASONS ? [`and ${because.length - REASONS} more`] : [])]),
    {
      kind: 'folded',
      summary: 'How the status is decided',
      blocks: [
        { kind: 'list', ordered: true, items: STATUS_TABLE.map((row) => [strong(row.status), ` when ${row.when}`]) },
      ],
    },
  ];
}

/** The golden path's own run: of a red test if there is one, else of the test that is the golden path. */
function picture({ tests }: RunRecord): Block[] {
  const walks = tests
    .filter(({ component, ofTheSuite }) => component === 'Golden path' && !ofTheSuite)
    .flatMap((test) =>
      test.attempts.flatMap((attempt) =>
        attempt.seen?.runs[0] ? [{ test, attempt, seen: attempt.seen, run: attempt.seen.runs[0] }] : [],
      ),
    );
  const walk =
    walks.find(({ attempt }) => attempt.status !== attempt.expected) ??
    walks.find(({ test }) => test.tags.includes('@golden')) ??
    walks[0];
  if (!walk) return [];
  const { test, attempt, seen, run } = walk;
  return [
    heading(3, 'The golden path, drawn'),
    {
      kind: 'picture',
      name: 'golden-path',
      svg: swimLane(seen, run),
      caption: `${test.titles.at(-1)} (${attempt.status}). Source: tests[id=${test.id}].attempts[${attempt.index}].seen, run ${run.id}, one clock in the browser.`,
    },
  ];
}

function times(record: RunRecord): Block[] {
  const figures = figuresOf(record);
  const p95 = (figure: Figure) => {
    const value = quantileOf(figure.samples, 0.95);
    return value === null ? (figure.samples.length === 0 ? NOT_MEASURED : 'n < 20') : duration(value);
  };
  const most = (figure: Figure) =>
    figure.samples.length === 0 ? NOT_MEASURED : duration(Math.max(...figure.samples.map(({ value }) => value)));
  const median = (figure: Figure) => {
    const value = quantileOf(figure.samples, 0.5);
    return value === null ? NOT_MEASURED : duration(value);
  };
  return [
    heading(3, 'Times'),
    table(
      ['Time', 'From and to', 'n', 'p50', 'p95', 'Max', 'Budget'],
      figures.map((figure) => [
        figure.name,
        figure.says,
        String(figure.samples.length),
        median(figure),
        p95(figure),
        most(figure),
        figure.budget === null ? 'none' : duration(figure.budget),
      ]),
      "raw samples of every golden-path run in the browser's clock: tests[].attempts[].seen.runs[].latency, .gaps, .lags; nearest rank; p95 from 20 samples on",
      [2, 3, 4, 5, 6],
    ),
  ];
}

function realness(record: RunRecord): Block[] {
  const seen = record.tests
    .flatMap(({ attempts }) => attempts)
    .flatMap((attempt) => (attempt.seen ? [attempt.seen] : []));
  if (seen.length === 0) return [];
  const sockets = seen.flatMap((one) => one.sockets);
  const runs = seen.flatMap((one) => one.runs);
  const skews = runs.flatMap(({ skew }) => (skew ? [skew.median] : []));
  const canned = runs.filter(({ canned: hit }) => hit !== null);
  return [
    heading(3, 'Signs that it was real'),
    table(
      ['Sign', 'Found'],
      [
        ['Tests with evidence', `${seen.length} attempts, ${executed(record.counts)} tests executed`],
        [
          'WebSockets',
          `${sockets.length}, upgrades answered ${tally(sockets.map(({ status }) => String(status ?? 'nothing')))}`,
        ],
        [
          'Frames',
          `${seen.reduce((sum, { framesSeen }) => sum + framesSeen, 0)}, ${sockets.reduce((sum, { bytes }) => sum + bytes, 0).toLocaleString('en')} bytes`,
        ],
        ['Agent runs', `${runs.length}, ${new Set(runs.map(({ id }) => id)).size} distinct run ids`],
        ['HTTP requests', `${seen.reduce((sum, { exchanges }) => sum + exchanges.length, 0)}`],
        [
          'Arrival less own timestamp',
          skews.length === 0
            ? NOT_MEASURED
            : `median ${duration(quantile(skews, 0.5)!)}, from ${duration(quantile(skews, 0)!)} to ${duration(quantile(skews, 1)!)} over n = ${skews.length} runs`,
        ],
        [
          'Canned answers',
          canned.length === 0
            ? 'none found'
            : `${canned.length}: ${[...new Set(canned.map(({ canned: hit }) => hit))].join(', ')}`,
        ],
        ['Files kept', `${record.artefacts.length}, each with its SHA-256 in the record`],
      ],
      'tests[].attempts[].seen.sockets, .runs, .framesSeen, .exchanges; artefacts[]',
    ),
  ];
}

/** `101 × 12, 403 × 1`. */
function tally(values: readonly string[]): string {
  return (
    [...new Set(values)].map((value) => `${value} × ${values.filter((one) => one === value).length}`).join(', ') ||
    'none'
  );
}
