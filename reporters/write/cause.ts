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

/**
 * What the target of a run was in place of itself, a recording or broken on purpose, so that nobody looks for what was
 * found in the product; empty where it was itself.
 */
export function standIn({ selection: { faults, isReplay } }: Pick<RunRecord, 'selection'>): string {
  return [
    ...(isReplay ? ['replayed from a recording'] : []),
    ...(faults.length > 0 ? [`broken on purpose by ${faults.join(', ')}`] : []),
  ].join(', ');
}

/**
 * The title of Playwright's report: the verdict, then the worst cause with its owner and what to look at first; before
 * all that what stood in for the target.
 */
export function reportTitle({ record, verdict, issues }: Pick<Assessment, 'record' | 'verdict' | 'issues'>): string {
  const instead = standIn(record);
  const says = `${instead && `Target ${instead}. `}${verdictText(verdict)}`;
  const [worst, ...others] = issues.flatMap(({ cause, certainty }) => (cause ? [{ ...cause, certainty }] : []));
  if (!worst) return says;
  const more = others.length > 0 ? `, and ${plural(others.length, 'more cause')}` : '';
  const first = worst.lookFirst ? ` Look first at: ${worst.lookFirst}.` : '';
  return `${says} ${causeWithOwner(worst, worst.certainty)}${more}.${first}`;
}
