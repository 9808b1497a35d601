import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';
import { IDLE_FAULT } from '../../lib/evidence/index.ts';
import { wrap } from '../../lib/basics/wrap.mjs';

/** The faults of a test's project, as they are written on a command line. */
function faultsOf(test: TestCase): readonly string[] {
  return (test.parent.project()?.use as { faults?: string[] } | undefined)?.faults ?? [];
}

/** Which faults were on in tests that ran to their end, and never came into play in any of them. */
export class FaultsInPlay {
  readonly #acted = new Map<string, boolean>();

  hear(test: TestCase, { status, annotations }: TestResult): void {
    if (status === 'skipped' || status === 'interrupted') return;
    const idle = annotations.filter(({ type }) => type === IDLE_FAULT).map(({ description }) => description);
    for (const fault of faultsOf(test))
      this.#acted.set(fault, this.#acted.get(fault) === true || !idle.includes(fault));
  }

  get idle(): string[] {
    return [...this.#acted].flatMap(([fault, acted]) => (acted ? [] : [fault]));
  }
}

/** Says at the end, a sentence each, which faults that somebody asked for never came into play. */
export default class IdleFaults implements Reporter {
  readonly #faults = new FaultsInPlay();

  onTestEnd(test: TestCase, result: TestResult): void {
    this.#faults.hear(test, result);
  }

  onEnd(): void {
    for (const fault of this.#faults.idle)
      console.log(`\n${wrap(`${fault} never came into play: nothing that it breaks happened in any test.`)}`);
  }
}
