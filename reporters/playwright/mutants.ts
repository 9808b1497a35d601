import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestError,
  TestResult,
  TestStep,
} from '@playwright/test/reporter';
import { FOUND_AT_THE_END } from '../../lib/evidence/index.ts';
import { currentRun } from '../../config/run.ts';
import { fullTitle, titlesOf } from '../record/test-title.ts';
import { diagnosisIn } from '../record/attached-evidence.ts';
import { FaultsInPlay } from './idle-faults.ts';
import { type Mutant, type Score, progressOf, scoreOf, tableOf, verdictOf, withSecondTry } from './mutation-score.ts';
import { firstLine, plain } from '../../lib/basics/plain-text.ts';

/** What a project of the mutants tries: stands in its `metadata`; a project without it is a control. */
export interface MutantPlan {
  name: string;
  /** As they are written on a command line. */
  faults: string[];
  /** Id of the cause that must be named; `unknown` for what fits no entry. */
  cause: string;
  /** Ids of the rules that it must break (`tests/mutants/rules.ts`). */
  breaks: readonly string[];
}

/** What the first try of all mutants left, while some of them are tried again (`bin/mutants.ts`). */
const FIRST_TRY = 'mutants-first-try.json';

/** The one spec of which every single check must be shown to fail; of its neighbours, each as a whole. */
const golden = 'golden-path/golden-path.spec.ts';

/**
 * Tells which faults were noticed, by which check, and whether their cause was named; a fault that no check noticed
 * fails the run.
 */
export default class Mutants implements Reporter {
  readonly #mutants = new Map<string, Mutant>();
  /** Names of the faults under which no spec has ended yet. */
  readonly #untried = new Set<string>();
  /** How many faults turned each check of the controls red, by its place in the specs. */
  readonly #kills = new Map<string, number>();
  /** What each spec without a fault said; empty when it passed. */
  readonly #controls = new Map<TestCase, string>();
  readonly #troubles: string[] = [];
  readonly #inPlay = new Map<string, FaultsInPlay>();
  #begun = performance.now();

  onBegin(_config: FullConfig, suite: Suite): void {
    this.#begun = performance.now();
    for (const test of suite.allTests()) {
      const plan = planOf(test);
      if (plan) {
        this.#untried.add(plan.name);
        this.#mutants.set(plan.name, {
          fault: plan.name,
          cause: plan.cause,
          owes: plan.breaks,
          broken: [],
          killedBy: [],
          idle: [],
          named: null,
          milliseconds: 0,
        });
      } else this.#controls.set(test, 'it did not run');
    }
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const plan = planOf(test);
    const mutant = plan && this.#mutants.get(plan.name);
    if (!mutant) {
      this.#controls.set(test, result.status === 'passed' ? '' : opening(result.errors[0]?.message ?? result.status));
      for (const check of checksOf(test, result)) this.#kills.set(check.place, this.#kills.get(check.place) ?? 0);
      return;
    }
    if (result.status === 'interrupted') return;
    const isFirst = this.#untried.delete(plan.name);
    const inPlay = this.#inPlay.get(plan.name) ?? new FaultsInPlay();
    this.#inPlay.set(plan.name, inPlay);
    inPlay.hear(test, result);
    mutant.idle = inPlay.idle;
    mutant.milliseconds += result.duration;
    const all = this.#mutants.size;
    if (isFirst) process.stdout.write(progressOf(plan.name, all - this.#untried.size, all));
    if (result.status === 'passed' || result.status === 'skipped') return;
    for (const { place, red } of checksOf(test, result))
      if (red) this.#kills.set(place, (this.#kills.get(place) ?? 0) + 1);
    mutant.broken.push(...rulesIn(result).filter((rule) => !mutant.broken.includes(rule)));
    mutant.killedBy.push(killerOf(result));
    mutant.named ??= diagnosisIn(result) ?? null;
  }

  onError({ message = '' }: TestError): void {
    this.#troubles.push(firstLine(message));
  }

  async onEnd(_result: FullResult): Promise<{ status: 'passed' | 'failed' }> {
    const tried = scoreOf({
      mutants: [...this.#mutants.values()].filter(({ fault }) => !this.#untried.has(fault)),
      untried: [...this.#untried],
      idleChecks: [...this.#kills].filter(([, kills]) => kills === 0).map(([place]) => place),
      controls: [...this.#controls].map(([test, says]) => ({
        title: `${test.parent.project()?.name}: ${nameOf(test)}`,
        says,
      })),
      troubles: this.#troubles,
      seconds: (performance.now() - this.#begun) / 1000,
    });
    const { dir } = currentRun();
    mkdirSync(dir, { recursive: true });
    const first = join(dir, FIRST_TRY);
    const score = existsSync(first) ? withSecondTry(JSON.parse(readFileSync(first, 'utf8')) as Score, tried) : tried;
    writeFileSync(join(dir, 'mutants.json'), JSON.stringify(score, null, 1));
    console.log(`\n${tableOf(tried)}`);
    if (score !== tried) console.log(`\nTogether with the first try:\n${verdictOf(score)}`);
    return { status: score.passed ? 'passed' : 'failed' };
  }
}

function nameOf(test: TestCase): string {
  return fullTitle({ titles: titlesOf(test) });
}

function planOf(test: TestCase): MutantPlan | undefined {
  return (test.parent.project()?.metadata as { mutant?: MutantPlan } | undefined)?.mutant;
}

/** The checks of a spec, and whether each is red: every expectation of the golden path, the whole of another one. */
function checksOf(test: TestCase, { steps, status }: TestResult): { place: string; red: boolean }[] {
  const file = test.location.file.replaceAll('\\', '/').split('/tests/')[1] ?? '';
  if (file !== golden) return [{ place: `${file} ${nameOf(test)}`, red: status !== 'passed' }];
  return expectsIn(steps).map(({ location, title, error }) => ({
    place: `${file}:${location?.line ?? 0} ${title}`,
    red: error !== undefined,
  }));
}

/** Ids of the rules that a test names as broken (`printViolation` in `lib/protocol`). */
function rulesIn({ errors }: TestResult): string[] {
  const said = errors.map(({ message = '' }) => plain(message)).join('\n');
  const lists = [...said.matchAll(/✗((?: \[[\w-]+\])+)/g)].map(([, rules]) => rules!);
  return [...new Set(lists.flatMap((rules) => [...rules.matchAll(/[\w-]+/g)].map(([rule]) => rule)))];
}

function expectsIn(steps: TestStep[]): TestStep[] {
  return steps.flatMap((step) => [...(step.category === 'expect' ? [step] : []), ...expectsIn(step.steps)]);
}

/**
 * The check that turned the test red: its failed `expect`, else the step that failed, else the check at the end of
 * every test.
 */
function killerOf({ steps, errors }: TestResult): string {
  const failed = expectsIn(steps).find(({ error }) => error);
  if (failed) return failed.title.replace(/^Expect "(soft )?/, '').replaceAll('"', '');
  const message = plain(errors[0]?.message ?? '');
  if (message.includes(FOUND_AT_THE_END)) return `end of test: ${/\[([\w-]+)\]/.exec(message)?.[1] ?? 'the page'}`;
  return deepest(steps)?.title ?? (firstLine(message) || 'no reason');
}

function deepest(steps: TestStep[]): TestStep | undefined {
  const failed = steps.find(({ error, category }) => error && category !== 'hook' && category !== 'fixture');
  return failed && (deepest(failed.steps) ?? failed);
}

/** What a failure says first, on one line: where many things are wrong, its first line only announces them. */
function opening(message: string): string {
  return plain(message)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 2)
    .join(' ');
}
