import { quantile } from '../../../lib/basics/numbers.ts';
import { errorInWords } from '../../../lib/basics/error-in-words.ts';
import { percent, plural } from '../../../lib/basics/plain-text.ts';
import { type Advice, adviceText } from '../../assess/advice.ts';
import type { Assessment } from '../../assess/assess.ts';
import { attemptInWords } from '../../assess/failures.ts';
import { type Gate, gateText } from '../../assess/gate.ts';
import { knownDefectIn } from '../../assess/known.ts';
import { VERDICT_TABLE, type Verdict, isGolden } from '../../assess/verdict.ts';
import { count, executed, passRate } from '../../record/counts.ts';
import type { RunRecord, TestRecord } from '../../record/schema.ts';
import { fullTitle } from '../../record/test-title.ts';
import { endOf, swimLane } from '../pictures/swim-lane.ts';
import { type Block, type Inline, code, heading, list, strong, table, text } from '../document/blocks.ts';
import { OVER, budgetText, timeCells } from '../times.ts';
import { NOT_MEASURED, OUTCOME_WORDS, duration } from './words.ts';

/**
 * Step 2: the results by suite, with counts that close; the gate; the verdict by its table; the run as a picture;
 * times; evidence that the run was real.
 */
export function step2(assessment: Assessment): Block[] {
  const { record, gate, verdict, advice } = assessment;
  return [
    heading(2, 'Step 2: results'),
    ...bySuite(record),
    ...notRun(record),
    ...betterIf(advice),
    ...(record.notes.length > 0 ? [heading(3, 'What the reports lack'), list([...record.notes])] : []),
    ...exitGate(gate),
    ...verdictLines(verdict),
    ...picture(assessment),
    ...times(assessment),
    ...realness(record),
  ];
}

function bySuite({ tests, counts }: RunRecord): Block[] {
  if (tests.length === 0) return [text('No test was executed.')];
  const line = (name: Inline, some: readonly TestRecord[]): Inline[] => {
    const own = count(some);
    const rate = passRate(own);
    const figures = [own.planned, own.passed, own.failed, own.flaky, own.skipped, own.timedOut, own.notRun, own.unmet];
    return [name, ...figures.map(String), rate === null ? NOT_MEASURED : percent(rate)];
  };
  const suites = [...new Set(tests.map(({ suite }) => suite))];
  const { planned, ...outcomes } = counts;
  const excused = tests.filter(
    (test) => knownDefectIn(test) !== null && test.attempts.at(-1)?.expected === 'failed',
  ).length;
  return [
    table(
      [
        'Suite',
        'Planned',
        'Passed',
        'Failed',
        'Flaky',
        'Skipped',
        'Timed out',
        'Not run',
        'Not as advised',
        'Pass rate',
      ],
      [
        ...suites.map((suite) =>
          line(
            suite,
            tests.filter((test) => test.suite === suite),
          ),
        ),
        line(strong('All'), tests),
      ],
      'tests[].outcome; pass rate = (passed + flaky) / (passed + failed + flaky + timed out); not as advised = advice that was not followed, no failure',
      [1, 2, 3, 4, 5, 6, 7, 8, 9],
    ),
    text(
      `${planned} planned = ${Object.values(outcomes).join(' + ')} (passed, failed, flaky, skipped, timed out, not run, not as advised).`,
    ),
    ...(excused > 0
      ? [text(`${plural(excused, 'test')} failed by known defects; Playwright's own report shows them as skipped.`)]
      : []),
    {
      kind: 'folded',
      summary: `All tests (${tests.length})`,
      blocks: [
        table(
          ['Test', 'Suite', 'Priority', 'Outcome', 'Attempts', 'Took'],
          tests.map((test) => [
            `${fullTitle(test)} [${test.project}]`,
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
          list(troubles.map(({ message, place }) => [code(errorInWords(message, 500)), place ? ` at ${place}` : ''])),
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
              (test) => `${fullTitle(test)} [${test.project}, ${test.priority}]: ${test.note ?? 'no reason is known'}`,
            ),
          ),
        ]
      : []),
  ];
}

function betterIf(advice: readonly Advice[]): Block[] {
  if (advice.length === 0) return [];
  return [
    heading(3, 'Better if'),
    text('Advice that the product does not follow. It promised none of this, so none of it is a failure.'),
    list(advice.map(adviceText)),
  ];
}

function exitGate(gate: Gate): Block[] {
  return [
    heading(3, 'Exit gate'),
    text(gateText(gate)),
    table(
      ['Condition', 'Met', 'Found', 'Required'],
      gate.conditions.map(({ name, asks, found, open }) => [
        name,
        open === null ? NOT_MEASURED : open ? 'met' : 'not met',
        found,
        asks,
      ]),
      'counts, tests[].outcome, troubles[], compliance; thresholds in config/decisions/suites.ts',
    ),
  ];
}

/** Reasons that stand below each line of the verdict; step 3 has the tests themselves. */
const REASONS = 5;

function verdictLines({ golden, critical }: Verdict): Block[] {
  return [
    heading(3, 'Verdict'),
    ...[golden, critical].flatMap(({ says, because }) => [
      text(strong(says)),
      ...(because.length > 0
        ? [
            list([
              ...because.slice(0, REASONS),
              ...(because.length > REASONS ? [`and ${because.length - REASONS} more`] : []),
            ]),
          ]
        : []),
    ]),
    {
      kind: 'folded',
      summary: 'How the verdict is decided',
      blocks: [
        text('The golden path is the test tagged @golden. The first line that holds decides:'),
        rows(VERDICT_TABLE.golden),
        text('Critical checks are all tests of priority 1 that are more than advice, the golden path among them:'),
        rows(VERDICT_TABLE.critical),
      ],
    },
  ];
}

function rows(table: (typeof VERDICT_TABLE)['golden']): Block {
  return { kind: 'list', ordered: true, items: table.map(({ state, when }) => [strong(state), `: ${when}`]) };
}

/**
 * A run of the golden path: that of the attempt of which the first lines tell, red if something is; else of the test
 * that is the golden path.
 */
function picture({ record: { tests }, failures, issues }: Assessment): Block[] {
  const first = failures.find(({ test }) => isGolden(test));
  const told = [...(first ? [first] : []), ...issues.map((issue) => issue.told), ...failures];
  const others = [...tests.filter(isGolden), ...tests].flatMap((test) =>
    test.attempts.map((attempt) => ({ test, attempt })),
  );
  const walk = [...told, ...others].find(
    ({ test, attempt }) => test.component === 'Golden path' && !test.ofTheSuite && attempt.seen?.runs[0],
  );
  const [run] = walk?.attempt.seen?.runs ?? [];
  if (!walk?.attempt.seen || !run) return [];
  const { test, attempt } = walk;
  return [
    heading(3, 'The golden path, drawn'),
    {
      kind: 'picture',
      name: 'golden-path',
      svg: swimLane(walk.attempt.seen, run, endOf(attempt)),
      caption: `${fullTitle(test)} (${attempt.status}${attemptInWords(test, attempt)}). Source: tests[id=${test.id}].attempts[${attempt.index}].seen, run ${run.id}, one clock in the browser.`,
    },
  ];
}

function times({ figures, record }: Assessment): Block[] {
  return [
    heading(3, 'Times'),
    ...(record.selection.faults.length > 0
      ? [
          text(
            'The target was broken on purpose: these times and the budgets that they miss say nothing of the product.',
          ),
        ]
      : []),
    table(
      ['Time', 'From and to', 'n', 'p50', 'p95', 'Max', 'Budget'],
      figures.map((figure) => [
        figure.name,
        figure.says,
        String(figure.samples.length),
        ...timeCells(figure).map(({ text: told, over }): Inline => (over ? strong(`${told}, ${OVER}`) : told)),
        budgetText(figure),
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
    heading(3, 'Evidence that the run was real'),
    table(
      ['What', 'Found'],
      [
        [
          'Tests with evidence',
          `${plural(seen.length, 'attempt')}; ${plural(executed(record.counts), 'test')} executed`,
        ],
        [
          'WebSockets',
          `${sockets.length}, upgrades answered ${tally(sockets.map(({ status }) => String(status ?? 'nothing')))}`,
        ],
        [
          'Frames',
          `${seen.reduce((sum, { framesSeen }) => sum + framesSeen, 0)}, ${sockets.reduce((sum, { bytes }) => sum + bytes, 0).toLocaleString('en')} bytes`,
        ],
        ['Agent runs', runsInWords(runs.map(({ id }) => id))],
        ['HTTP requests', `${seen.reduce((sum, { exchanges }) => sum + exchanges.length, 0)}`],
        [
          'Arrival minus own timestamp',
          skews.length === 0
            ? NOT_MEASURED
            : `median ${duration(quantile(skews, 0.5)!)}, from ${duration(quantile(skews, 0)!)} to ${duration(quantile(skews, 1)!)} over ${plural(skews.length, 'run')}`,
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

/** How many agent runs there were; the same id for two of them says that one was not real. */
function runsInWords(ids: readonly string[]): string {
  const different = new Set(ids).size;
  if (ids.length < 2) return String(ids.length);
  return different === ids.length
    ? `${ids.length}, each with a run id of its own`
    : `${ids.length}, with only ${plural(different, 'run id')} between them`;
}
