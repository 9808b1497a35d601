import type { Reporter } from '@playwright/test/reporter';
import { currentRun } from '../../config/run.ts';
import type { Assessment } from '../assess/assess.ts';
import { outcomeText, placesIn, timesText } from '../write/terminal/outcome.ts';

/**
 * Says last of all how the run ended: its verdict, the causes of what is red, and where worklog and report are. A part
 * of a run says nothing of the whole.
 */
export default class Outcome implements Reporter {
  readonly #assessment: () => Assessment | null;

  /** @param assessment gives the run as it was assessed, once it is over */
  constructor(assessment: () => Assessment | null) {
    this.#assessment = assessment;
  }

  /** The reports are written, and the run is assessed. */
  async onExit(): Promise<void> {
    const assessment = this.#assessment();
    if (!assessment || currentRun().whole !== undefined) return;
    const times = assessment.record.selection.projects.some((project) => project.startsWith('latency'));
    if (times) console.log(`\n${timesText(assessment)}`);
    console.log(`\n${outcomeText(assessment, placesIn(currentRun().dir))}`);
  }
}
