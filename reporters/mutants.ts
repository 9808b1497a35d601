import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FullResult, Reporter, TestCase, TestResult, TestStep } from '@playwright/test/reporter';
import { currentRun } from '../config/run.ts';
import { faultOf } from '../faults/index.ts';
import type { Diagnosis } from '../diagnosis/index.ts';
import { type Mutant, type Score, scoreOf, tableOf } from './mutation-score.ts';

/** The project in which nothing is broken. */
const control = 'control';

/** Tells which faults were noticed, by which check, and whether they were named rightly; a survivor turns the run red. */
export default class Mutants implements Reporter {
  readonly #mutants = new Map<string, Mutant>();
  /** Every check of the control run, by its place in the specs: whether it passed there, and whether it ever failed under a fault. */
  readonly #checks = new Map<string, { title: string; kills: number }>();
  readonly #controlFailures: string[] = [];

  onTestEnd(test: TestCase, result: TestResult): void {
    const project = test.parent.project()?.name ?? '';
    for (const step of expectsIn(result.steps)) this.#note(step, project);
    if (project === control) {
      if (result.status !== 'passed') this.#controlFailures.push(test.title);
      return;
    }
    const { id, title, cause } = faultOf(project.split(':')[0]!);
    const mutant = this.#mutants.get(project) ?? { fault: project, title, cause, killedBy: [], named: null, milliseconds: 0 };
    this.#mutants.set(project, mutant);
    mutant.milliseconds += result.duration;
    if (result.status === 'passed') return;
    mutant.killedBy.push(killerOf(result));
    mutant.named ??= diagnosisIn(result);
    process.stdout.write(`${id} `);
  }

  async onEnd(_result: FullResult): Promise<{ status: 'passed' | 'failed' }> {
    const idle = [...this.#checks].filter(([, { kills }]) => kills === 0).map(([place, { title }]) => `${place} ${title}`);
    const score = scoreOf([...this.#mutants.values()], idle, this.#controlFailures);
    const { dir } = currentRun();
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, 'mutants.json'), JSON.stringify(score satisfies Score, null, 1));
    console.log(`\n\n${tableOf(score)}`);
    return { status: score.passed ? 'passed' : 'failed' };
  }

  #note(step: TestStep, project: string): void {
    const place = `${step.location?.file.split('/tests/')[1] ?? '?'}:${step.location?.line ?? 0}`;
    if (project === control) this.#checks.set(place, this.#checks.get(place) ?? { title: step.title, kills: 0 });
    const check = this.#checks.get(place);
    if (step.error && check) check.kills += 1;
  }
}

function expectsIn(steps: TestStep[]): TestStep[] {
  return steps.flatMap((step) => [...(step.category === 'expect' ? [step] : []), ...expectsIn(step.steps)]);
}

/** The check that turned the test red: its failed `expect`, else the step that failed, else the check at the end of every test. */
function killerOf({ steps, errors }: TestResult): string {
  const failed = expectsIn(steps).find(({ error }) => error);
  if (failed) return failed.title.replace(/^Expect /, '');
  const message = errors[0]?.message ?? '';
  if (message.includes('When the test was over')) return 'end of test';
  return deepest(steps)?.title ?? message.split('\n')[0] ?? 'no reason';
}

function deepest(steps: TestStep[]): TestStep | undefined {
  const failed = steps.find(({ error, category }) => error && category !== 'hook' && category !== 'fixture');
  return failed && (deepest(failed.steps) ?? failed);
}

function diagnosisIn({ attachments }: TestResult): Diagnosis | null {
  const body = attachments.find(({ name }) => name === 'diagnosis.json')?.body;
  return body ? (JSON.parse(body.toString('utf8')) as Diagnosis) : null;
}
