import { join, relative } from 'node:path';
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
import { NOTHING_SEEN } from '../../lib/evidence/index.ts';
import { currentRun } from '../../config/run.ts';
import { type Diagnosis, diagnose } from '../../lib/diagnosis/index.ts';
import { diagnosisIn, evidenceIn } from '../record/attached-evidence.ts';
import { plain } from '../../lib/basics/plain-text.ts';
import { causesText, summaryText } from './summary-text.ts';
import { wrap } from '../../lib/basics/wrap.mjs';

/**
 * What a person at a terminal reads of one test: its steps while they happen, then what it saw and where the report
 * is.
 */
export default class Summary implements Reporter {
  #tests: TestCase[] = [];

  onBegin(_config: FullConfig, suite: Suite): void {
    this.#tests = suite.allTests();
    for (const test of this.#tests) console.log(`\n${test.title}`);
  }

  onStepBegin(_test: TestCase, _result: TestResult, step: TestStep): void {
    if (isChapter(step) && process.stdout.isTTY) process.stdout.write(`  … ${step.title}`);
  }

  onStepEnd(_test: TestCase, _result: TestResult, step: TestStep): void {
    if (!isChapter(step)) return;
    const line = `  ${step.error ? '✗' : '✓'} ${step.title.padEnd(42)}${(step.duration / 1000).toFixed(1).padStart(6)} s`;
    console.log(process.stdout.isTTY ? `\r${line}` : line);
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status === 'interrupted') {
      console.log('\n  Verdict      NONE: interrupted');
      return;
    }
    const evidence = evidenceIn(result);
    if (evidence) console.log(`\n${summaryText(evidence)}`);
    for (const { message = '' } of result.errors) console.log(`\n${wrap(plain(message))}`);
    const diagnosis = diagnosisIn(result);
    if (diagnosis) console.log(`\n${causesText(diagnosis)}`);
    if (result.status !== 'skipped') console.log(`\n  Verdict      ${verdictOf(test)}`);
    const trace = result.attachments.find(({ name, path }) => name === 'trace' && path)?.path;
    if (trace) console.log(`  Trace        npx playwright show-trace ${relative(process.cwd(), trace)}`);
  }

  onError({ message = '' }: TestError): void {
    console.log(`\n${wrap(plain(message))}`);
  }

  onEnd({ status }: FullResult): void {
    const executed = this.#tests.filter(({ results }) => results.some((result) => result.status !== 'skipped')).length;
    if (executed === 0)
      console.log(`\n${causesText(notExecuted(this.#tests.length))}\n\n  Verdict      NOTHING RAN (${status})`);
    if (executed > 0)
      console.log(`  Report       ${relative(process.cwd(), join(currentRun().dir, 'html', 'index.html'))}`);
  }
}

/** The golden path stands for the product; a neighbour of it speaks for itself. */
function verdictOf(test: TestCase): string {
  const passed = test.outcome() === 'expected';
  if (!test.tags.includes('@golden')) return passed ? 'PASSED' : 'FAILED';
  return passed ? 'PASSED: the golden path is alive' : 'FAILED: the golden path is broken';
}

/** What a run in which nothing was executed says of itself. */
function notExecuted(planned: number): Diagnosis {
  return diagnose({ ...NOTHING_SEEN, runner: { planned, executed: 0 } });
}

function isChapter({ category, parent }: TestStep): boolean {
  return category === 'test.step' && parent === undefined;
}
