import { causeName } from '../../lib/basics/cause-name.ts';
import { plural } from '../../lib/basics/plain-text.ts';
import type { Assessment } from '../assess/assess.ts';
import { verdictText } from '../assess/verdict.ts';
import type { RecordedCause } from '../record/schema-attempt.ts';

export { causeName };

/** A cause as every report names it, e.g. `F19 The agent starts and never completes (backend)`. */
export function causeWithOwner(cause: Pick<RecordedCause, 'id' | 'title' | 'owner'>): string {
  return `${causeName(cause)} (${cause.owner ?? 'owner unknown'})`;
}

/** The title of Playwright's report: the verdict, then the worst cause with its owner and what to look at first. */
export function reportTitle({ verdict, issues }: Pick<Assessment, 'verdict' | 'issues'>): string {
  const [worst, ...others] = issues.flatMap(({ cause }) => cause ?? []);
  if (!worst) return verdictText(verdict);
  const more = others.length > 0 ? `, and ${plural(others.length, 'more cause')}` : '';
  const first = worst.lookFirst ? ` Look first at: ${worst.lookFirst}.` : '';
  return `${verdictText(verdict)} ${causeWithOwner(worst)}${more}.${first}`;
}
