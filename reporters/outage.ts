import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';
import { diagnosisIn } from './evidence.ts';

/** Causes of which every test would die: the backend or the auth service is down. */
const OUTAGES: readonly string[] = ['F08', 'F36'];
/** So many failed tests in a row must name the same outage. */
const CERTAIN = 2;

/**
 * Says once that a whole target is out, and ends the run: the tests that are left would say the same, each after its time limit. They count
 * as not run. A test of the embedded stack has a target of its own, so its outage is its own affair.
 */
export default class Outage implements Reporter {
  #inARow: string[] = [];
  #said = false;

  onTestEnd(test: TestCase, result: TestResult): void {
    const target = (test.parent.project()?.use as { targetName?: string } | undefined)?.targetName ?? 'local';
    if (target === 'local' || result.status === 'skipped') return;
    const cause = diagnosisIn(result)?.causes[0];
    const isOutage = cause !== undefined && cause.confidence === 'certain' && OUTAGES.includes(cause.id);
    this.#inARow = isOutage ? [...this.#inARow.filter((id) => id === cause.id), cause.id] : [];
    if (!isOutage || this.#said || this.#inARow.length < CERTAIN) return;
    this.#said = true;
    console.log(`\nThe target ${target} is out: ${cause.id} ${cause.title} (${cause.owner ?? 'nobody known'}). ${cause.signals[0] ?? ''}. The run ends here.`);
    // As if somebody had pressed Ctrl-C: what is under way ends, and every report is made.
    process.emit('SIGINT');
  }
}
