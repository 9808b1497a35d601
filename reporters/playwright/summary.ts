import { relative } from 'node:path';
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
import { traceCommand } from '../../config/trace-viewer.ts';
import { NOTHING_SEEN } from '../../lib/evidence/index.ts';
import { type Diagnosis, diagnose } from '../../lib/diagnosis/index.ts';
import { evidenceIn } from '../record/attached-evidence.ts';
import { plain } from '../../lib/basics/plain-text.ts';
import { fullTitle, titlesOf } from '../record/test-title.ts';
import { field, paint } from '../write/terminal/field.ts';
import { causesText, summaryText } from './summary-text.ts';
import { wrap } from '../../lib/basics/wrap.mjs';

/** What a person at a terminal reads: the steps of each test while they happen, then what it saw. */
export default class Summary implements Reporter {
  #tests: TestCase[] = [];
  /** Whether an error outside of the tests says why none ran. */
  #failed = false;
  /** How the steps of the test ended so far; null before the first. */
  #ended: 'green' | 'red' | null = null;

  onBegin(_config: FullConfig, suite: Suite): void {
    this.#tests = suite.allTests();
  }

  onTestBegin(test: TestCase): void {
    this.#ended = null;
    console.log(`\n${paint('bold', wrap(fullTitle({ titles: titlesOf(test) })))}`);
  }

  onStepBegin(_test: TestCase, _result: TestResult, step: TestStep): void {
    if (isChapter(step) && process.stdout.isTTY) process.stdout.write(`  … ${step.title}`);
  }

  onStepEnd(_test: TestCase, _result: TestResult, step: TestStep): void {
    if (!isChapter(step)) return;
    this.#ended = step.error || this.#ended === 'red' ? 'red' : 'green';
    const mark = step.error ? paint('red', '✗') : paint('green', '✓');
    const took = `${(step.duration / 1000).toFixed(1).padStart(6)} s${step.error ? ' until it failed' : ''}`;
    const line = `  ${mark} ${step.title.padEnd(42)}${took}`;
    console.log(process.stdout.isTTY ? `\r${line}` : line);
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status === 'interrupted') {
      console.log(`\n${field('Result', 'interrupted')}`);
      return;
    }
    if (result.errors.length > 0 && this.#ended === 'green') console.log(`  ${paint('red', '✗')} ${AT_THE_END}`);
    const evidence = evidenceIn(result);
    if (evidence) console.log(`\n${summaryText(evidence)}`);
    for (const { message = '' } of result.errors) console.log(`\n${wrap(plain(message))}`);
    const outcome = test.outcome();
    console.log(`\n${field('Result', RESULT_WORDS[outcome], outcome === 'expected' ? 'green' : 'red')}`);
    const trace = result.attachments.find(({ name, path }) => name === 'trace' && path)?.path;
    if (trace) console.log(`  ${paint('dim', 'Trace'.padEnd(13))}${traceCommand(relative(process.cwd(), trace))}`);
  }

  onError({ message = '' }: TestError): void {
    this.#failed = true;
    console.log(`\n${wrap(plain(message))}`);
  }

  onEnd({ status }: FullResult): void {
    if (status === 'interrupted') return;
    const executed = this.#tests.filter(({ results }) => results.some((result) => result.status !== 'skipped')).length;
    if (executed === 0 && !this.#failed) console.log(`\n${causesText(notExecuted(this.#tests.length))}`);
  }
}

/** What failed where every step was green. */
const AT_THE_END = 'what must hold in every test, looked at when it has ended';

const RESULT_WORDS: Readonly<Record<ReturnType<TestCase['outcome']>, string>> = {
  expected: 'passed',
  unexpected: 'failed',
  flaky: 'passed only when tried again',
  skipped: 'skipped',
};

/** What a run in which nothing was executed says of itself. */
function notExecuted(planned: number): Diagnosis {
  return diagnose({ ...NOTHING_SEEN, runner: { planned, executed: 0 } });
}

function isChapter({ category, parent }: TestStep): boolean {
  return category === 'test.step' && parent === undefined;
}
