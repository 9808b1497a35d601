import { join, relative } from 'node:path';
import type { FullConfig, FullResult, Reporter, Suite, TestCase, TestError, TestResult, TestStep } from '@playwright/test/reporter';
import { currentRun } from '../config/run.ts';
import { diagnosisIn, evidenceIn } from './evidence.ts';
import { story, why } from './story.ts';

/** What a person at a terminal reads of one test: its steps while they happen, then what it saw and where the report is. */
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
    const evidence = evidenceIn(result);
    if (evidence) console.log(`\n${story(evidence)}`);
    for (const { message = '' } of result.errors) console.log(`\n${plain(message)}`);
    const diagnosis = diagnosisIn(result);
    if (diagnosis) console.log(`\n${why(diagnosis)}`);
    const passed = test.outcome() === 'expected';
    console.log(`\n  Verdict      ${passed ? 'PASSED: the golden path is alive' : 'FAILED: the golden path is broken'}`);
    const trace = result.attachments.find(({ name, path }) => name === 'trace' && path)?.path;
    if (trace) console.log(`  Trace        npx playwright show-trace ${relative(process.cwd(), trace)}`);
  }

  onError({ message = '' }: TestError): void {
    console.log(`\n${plain(message)}`);
  }

  onEnd({ status }: FullResult): void {
    const ran = this.#tests.filter(({ results }) => results.length > 0).length;
    if (ran === 0) console.log(`\n  Verdict      NOTHING RAN (${status})`);
    else console.log(`  Report       ${relative(process.cwd(), join(currentRun().dir, 'html', 'index.html'))}`);
  }
}

function isChapter({ category, parent }: TestStep): boolean {
  return category === 'test.step' && parent === undefined;
}

/** Without the colours that the runner puts into messages. */
function plain(text: string): string {
  return text.replace(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), '');
}
