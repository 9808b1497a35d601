import { weights } from '../../config/decisions/suites.ts';
import type { RunRecord, TestRecord } from '../record/schema.ts';
import { isRed } from './verdict.ts';

/** Letters by the least score that earns them. */
const LETTERS: readonly (readonly [letter: string, least: number])[] = [
  ['A+', 97],
  ['A', 90],
  ['B', 80],
  ['C', 70],
  ['D', 60],
  ['F', 0],
];
/** Below this share of executed weight there is no grade. */
const LEAST_COVERAGE = 0.8;
/** The best score of a component with a critical check in red, or of a target that let somebody in who has no right. */
export const CAP = 59;

export const FORMULA =
  `score = 100 × Σ(weight × passed) / Σ(weight) over the executed checks, with passed = 1 at the first attempt, ½ when tried again, else 0; ` +
  `weights ${Object.entries(weights)
    .map(([name, weight]) => `${name} ${weight}`)
    .join(', ')}; at most ${CAP} when a critical check failed or with permissive authentication; ` +
  `"n/a" when less than ${LEAST_COVERAGE * 100} % of the planned weight was executed; letters ${LETTERS.map(([letter, least]) => `${letter} ≥ ${least}`).join(', ')}`;

export interface Grade {
  /** Of a component, or of all together. */
  name: string;
  /** Null when coverage is too small. */
  score: number | null;
  letter: string;
  /** Share of the planned weight that was executed, 0 to 1. */
  coverage: number;
  executed: number;
  planned: number;
  /** Why the score is capped; null when it is not. */
  cap: string | null;
}

/** A grade for each component of the product, in the order of their first test, and one for all. */
export interface Grades {
  components: Grade[];
  all: Grade;
}

export function gradesOf({ tests }: RunRecord): Grades {
  const product = tests.filter(({ ofTheSuite, advice }) => !ofTheSuite && !advice);
  const names = [...new Set(product.map(({ component }) => component))];
  return {
    components: names.map((name) =>
      grade(
        name,
        product.filter(({ component }) => component === name),
      ),
    ),
    all: grade('Health score', product),
  };
}

function grade(name: string, tests: TestRecord[]): Grade {
  const ran = tests.filter(({ outcome }) => outcome !== 'skipped' && outcome !== 'notRun');
  const weigh = (some: TestRecord[]) => some.reduce((sum, { priority }) => sum + weights[priority], 0);
  const earned =
    weigh(ran.filter(({ outcome }) => outcome === 'passed')) +
    weigh(ran.filter(({ outcome }) => outcome === 'flaky')) / 2;
  const coverage = tests.length === 0 ? 0 : weigh(ran) / weigh(tests);
  const counted = { name, coverage, executed: ran.length, planned: tests.length };
  if (ran.length === 0 || coverage < LEAST_COVERAGE) return { ...counted, score: null, letter: 'n/a', cap: null };
  const full = Math.round((100 * earned) / weigh(ran));
  const cap = full > CAP ? capOf(ran) : null;
  const score = cap ? CAP : full;
  return { ...counted, score, letter: LETTERS.find(([, least]) => score >= least)![0], cap };
}

function capOf(ran: TestRecord[]): string | null {
  if (ran.some(isPermissive)) return 'permissive authentication';
  return ran.some((test) => test.priority === 'P1' && isRed(test)) ? 'a critical check failed' : null;
}

/** Causes that say so: authentication takes anything, or a credential that is worthless. */
const PERMISSIVE: readonly string[] = ['F38', 'F69'];

/** Whether a test found that the target lets somebody in who has no right: the cause that was named says so. */
export function isPermissive(test: TestRecord): boolean {
  return (
    isRed(test) && test.attempts.some(({ diagnosis }) => diagnosis?.causes.some(({ id }) => PERMISSIVE.includes(id)))
  );
}
