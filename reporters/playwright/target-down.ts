import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';
import { causeWithOwner } from '../write/cause.ts';
import { diagnosisIn } from '../record/attached-evidence.ts';
import { plain } from '../../lib/basics/plain-text.ts';

/** Causes that fail every test: the backend or the auth service is down. */
const OUTAGES: readonly string[] = ['F08', 'F36'];
/** So many failed tests in a row must name the same outage. */
const CERTAIN = 2;
/** What every test says from then on when the stack host has died (`stack/client.ts`). */
const NO_STACK_HOST = /^(Error: )?The process with the embedded stacks has ended/;

/**
 * Says once that a whole target is down, and ends the run: the remaining tests would say the same, each after its time
 * limit. They count as not run. A test of the embedded stack has a target of its own, which may be down without the
 * others, unless the process of them all is gone.
 */
export default class TargetDown implements Reporter {
  #inARow: string[] = [];
  #said = false;

  onTestEnd(test: TestCase, result: TestResult): void {
    const target = (test.parent.project()?.use as { targetName?: string } | undefined)?.targetName;
    if (target === undefined || result.status === 'skipped') return;
    if (target === 'local') {
      if (result.errors.some(({ message = '' }) => NO_STACK_HOST.test(plain(message))))
        this.#end('The process with the embedded stacks has ended. The run ends here.');
      return;
    }
    const cause = diagnosisIn(result)?.causes[0];
    const isOutage = cause !== undefined && cause.confidence === 'certain' && OUTAGES.includes(cause.id);
    this.#inARow = isOutage ? [...this.#inARow.filter((id) => id === cause.id), cause.id] : [];
    if (!isOutage || this.#inARow.length < CERTAIN) return;
    this.#end(`The target ${target} is down: ${causeWithOwner(cause)}. ${cause.signals[0] ?? ''}. The run ends here.`);
  }

  #end(why: string): void {
    if (this.#said) return;
    this.#said = true;
    console.log(`\n${why}`);
    // As if somebody had pressed Ctrl-C: what is under way ends, and every report is made.
    process.emit('SIGINT');
  }
}
