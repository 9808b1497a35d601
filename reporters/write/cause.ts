import { causeName } from '../../lib/basics/cause-name.ts';
import { plural } from '../../lib/basics/plain-text.ts';
import type { Assessment } from '../assess/assess.ts';
import { verdictText } from '../assess/verdict.ts';
import type { RunRecord } from '../record/schema.ts';
import type { RecordedCause } from '../record/schema-attempt.ts';

export { causeName };

/**
 * A cause as every report names it, e.g. `F19 The agent starts and never completes (backend)`; one that is not certain
 * says so, e.g. `(backend, likely)`.
 * @param certainty of the cause in several tests
 */
export function causeWithOwner(
  cause: Pick<RecordedCause, 'id' | 'title' | 'owner' | 'confidence'>,
  certainty = cause.confidence,
): string {
  const doubt = cause.owner === null || certainty === 'certain' ? '' : `, ${certainty}`;
  return `${causeName(cause)} (${cause.owner ?? 'owner unknown'}${doubt})`;
}

/** Which faults somebody put into a run, so that nobody looks for them in the product; empty where there is none. */
export function faultsOnPurpose({ selection }: Pick<RunRecord, 'selection'>): string {
  return selection.faults.length > 0 ? `broken on purpose by ${selection.faults.join(', ')}` : '';
}

/**
 * The title of Playwright's report: the verdict, then the worst cause with its owner and what to look at first; before
 * all that what was broken on purpose.
 */
export function reportTitle({ record, verdict, issues }: Pick<Assessment, 'record' | 'verdict' | 'issues'>): string {
  const onPurpose = faultsOnPurpose(record);
  const says = `${onPurpose && `Target ${onPurpose}. `}${verdictText(verdict)}`;
  const [worst, ...others] = issues.flatMap(({ cause, certainty }) => (cause ? [{ ...cause, certainty }] : []));
  if (!worst) return says;
  const more = others.length > 0 ? `, and ${plural(others.length, 'more cause')}` : '';
  const first = worst.lookFirst ? ` Look first at: ${worst.lookFirst}.` : '';
  return `${says} ${causeWithOwner(worst, worst.certainty)}${more}.${first}`;
}
