import { percent } from '../../lib/basics/plain-text.ts';
import { gate as asks } from '../../config/decisions/suites.ts';
import { count, executed, firstAttemptRate, toldExecuted } from '../record/counts.ts';
import type { RunRecord } from '../record/schema.ts';
import { isPermissive } from './grades.ts';
import { knownDefectIn } from './known.ts';
import { fullTitle } from '../record/test-title.ts';
import { type Verdict, asksWhoGetsIn, criticalTests, isRed, isWithoutGoldenPath } from './verdict.ts';
import { gapsIn } from './whole.ts';

/** One condition of the exit gate. `open`: whether it is met; null when it was not measured, which nothing hangs on. */
export interface Condition {
  name: string;
  asks: string;
  found: string;
  open: boolean | null;
}

const GOLDEN_PATH = 'golden path';
/** The target that is no product. */
const EMBEDDED = 'local';

/** The exit gate of a run. */
export interface Gate {
  /** Whether the run may be called green: each condition that was measured is met. */
  open: boolean;
  conditions: Condition[];
  /** Names of the conditions that are not met. */
  closedBy: string[];
  /** What was tested in place of a product, in a sentence's words; null where a product was. */
  insteadOfProduct: string | null;
}

/** The exit gate: the run is green when each condition that was measured is met. */
export function gateOf(record: RunRecord, verdict: Verdict): Gate {
  const conditions = conditionsOf(record, verdict);
  const closedBy = conditions.filter(({ open }) => open === false).map(({ name }) => name);
  return { open: closedBy.length === 0, conditions, closedBy, insteadOfProduct: insteadOfProduct(record) };
}

function insteadOfProduct({ selection, targets }: RunRecord): string | null {
  if (selection.isReplay) return 'a recording was replayed, and no server was tested';
  return targets.some(({ name }) => name !== EMBEDDED) ? null : 'the embedded stack was tested, and not the product';
}

/** Whether all that is asked is met, and the golden path was run. */
export function isMet({ open, conditions }: Gate): boolean {
  return open && conditions.some(({ name, open: met }) => name === GOLDEN_PATH && met);
}

/** What a run says of the release; without the golden path or without the product, a green one says nothing of it. */
export function releaseOf(gate: Gate): 'may go on' | 'must wait' | 'is not judged' {
  if (!gate.open) return 'must wait';
  return isMet(gate) && gate.insteadOfProduct === null ? 'may go on' : 'is not judged';
}

/** The same in a sentence, with what is not met. */
export function gateText(gate: Gate): string {
  return {
    'may go on': 'The release may go on.',
    'must wait': `The release must wait. Not met: ${gate.closedBy.join(', ')}.`,
    'is not judged': isMet(gate)
      ? `Every condition is met. That says nothing of a release: ${gate.insteadOfProduct}.`
      : 'This run does not tell whether the release may go on: the golden path was not run.',
  }[releaseOf(gate)];
}

function conditionsOf(record: RunRecord, verdict: Verdict): Condition[] {
  const critical = criticalTests(record);
  const red = critical.filter(isRed);
  const product = record.tests.filter(({ ofTheSuite }) => !ofTheSuite);
  const accessTests = product.filter(asksWhoGetsIn);
  const permissive = product.filter(isPermissive);
  const isMissing = isWithoutGoldenPath(record);
  const golden = critical.filter(({ suite }) => suite === 'Golden path');
  const others = record.tests.filter((test) => isRed(test) && !critical.includes(test));
  const unexpected = others.filter((test) => !knownDefectIn(test));
  const {
    counts,
    compliance: { mutation },
  } = record;
  const ran = executed(counts);
  const gaps = gapsIn(record);
  const flaky = record.tests.filter(({ outcome }) => outcome === 'flaky');
  const unknownFlakes = flaky.filter(({ flake }) => flake === null);
  const rate = firstAttemptRate(
    count(record.tests.filter((test) => !flaky.includes(test) || unknownFlakes.includes(test))),
  );
  const passed = (tests: typeof golden) => tests.filter(({ outcome }) => outcome === 'passed').length;
  const wentTo = (tests: typeof golden) => executed(count(tests));
  return [
    {
      name: 'executed',
      asks: 'at least one test, every planned one, to the end of the run',
      found: `${toldExecuted(counts)}, ${counts.skipped} skipped, run ${record.state}`,
      open: ran > 0 && counts.notRun === 0 && record.state === 'finished',
    },
    {
      name: 'whole',
      asks: 'every part of the run left its tests and its end',
      found: gaps.join('; ') || 'nothing is missing',
      open: gaps.length === 0,
    },
    {
      name: 'no errors outside of tests',
      asks: 'none',
      found: String(record.troubles.length),
      open: record.troubles.length === 0,
    },
    {
      name: GOLDEN_PATH,
      asks: 'alive, and each test of its suite passed at the first attempt',
      found: [
        isMissing ? 'The golden path itself was not chosen.' : verdict.golden.says,
        ...(golden.length > 0
          ? [
              isMissing
                ? `Of the other tests in its suite, ${passed(golden)} of ${golden.length} passed.`
                : `${passed(golden)} of ${golden.length} tests of its suite passed.`,
            ]
          : []),
      ].join(' '),
      open:
        golden.length === 0 || (isMissing && passed(golden) === golden.length)
          ? null
          : !isMissing && verdict.golden.state === 'alive' && passed(golden) === golden.length,
    },
    {
      name: 'critical checks',
      asks: 'all executed, none failed',
      found: verdict.critical.says,
      open: critical.length === 0 ? null : red.length === 0 && wentTo(critical) === critical.length,
    },
    {
      name: 'permissive authentication',
      asks: 'nobody gets in without a right to',
      found:
        permissive.length > 0
          ? `somebody got in: ${fullTitle(permissive[0]!)}${permissive.length > 1 ? ` (and ${permissive.length - 1} more)` : ''}`
          : wentTo(accessTests) === 0
            ? 'not tried'
            : `${wentTo(accessTests)} of ${accessTests.length} checks executed, nobody got in`,
      open: permissive.length > 0 ? false : wentTo(accessTests) === 0 ? null : true,
    },
    {
      name: 'all other checks',
      asks: 'none failed, except by known defects',
      found: `${others.length} failed, ${others.length - unexpected.length} of them by known defects`,
      open: unexpected.length === 0,
    },
    {
      name: 'flaky tests',
      asks: 'every test passes at the first attempt, except known flakes',
      found: [
        `${flaky.length} passed only when tried again`,
        ...(unknownFlakes.length > 0
          ? [
              `not known: ${fullTitle(unknownFlakes[0]!)}${unknownFlakes.length > 1 ? ` (and ${unknownFlakes.length - 1} more)` : ''}`,
            ]
          : flaky.length > 0
            ? ['all of them known']
            : []),
      ].join('; '),
      open: unknownFlakes.length === 0,
    },
    {
      name: 'first attempt',
      asks: `at least ${percent(asks.firstAttemptRate)} of the executed tests, known flakes apart`,
      found: rate === null ? 'not measured' : percent(rate),
      open: rate === null ? null : rate >= asks.firstAttemptRate,
    },
    {
      name: 'mutation score',
      asks: `${percent(asks.mutationScore)} killed, ${percent(asks.causesNamed)} named, and nothing else wrong in that run`,
      found: mutation
        ? [
            `${mutation.killed} of ${mutation.mutants} killed, ${mutation.named} named`,
            ...mutation.faults.slice(0, 1),
          ].join('; ')
        : 'not measured',
      open:
        mutation &&
        mutation.faults.length === 0 &&
        mutation.killed >= asks.mutationScore * mutation.mutants &&
        mutation.named >= asks.causesNamed * mutation.mutants,
    },
  ];
}
