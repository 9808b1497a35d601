import type { Assessment } from '../../assess/assess.ts';
import { verdictText } from '../../assess/verdict.ts';
import { judged } from '../../record/counts.ts';
import { targetOf } from '../../record/kind.ts';
import { causeWithOwner } from '../cause.ts';

/** How the line of a red run begins. */
export const RED = '🔴';

/** Causes that are named in a line; the others are counted. */
const MOST_CAUSES = 3;

/** The run in one line for a chat: verdict, gate, counts, causes with their owners, link. */
export function chatLine({ record, verdict, gate, issues }: Assessment): string {
  const { counts, ci } = record;
  const sign = !gate.open ? RED : verdict.golden.state === 'alive' && verdict.critical.state === 'passed' ? '🟢' : '🟡';
  const causes = issues.flatMap(({ cause }) => (cause ? [causeWithOwner(cause)] : []));
  const more = causes.length > MOST_CAUSES ? [`and ${causes.length - MOST_CAUSES} more`] : [];
  return [
    `${sign} ${targetOf(record)}: ${verdictText(verdict)}`,
    `gate ${gate.open ? 'open' : 'closed'}`,
    `${counts.passed} of ${judged(counts)} passed${counts.notRun > 0 ? `, ${counts.notRun} not run` : ''}${counts.flaky > 0 ? `, ${counts.flaky} flaky` : ''}${counts.unmet > 0 ? `, ${counts.unmet} better if` : ''}`,
    ...(causes.length > 0 ? [[...causes.slice(0, MOST_CAUSES), ...more].join(', ')] : []),
    ci?.runUrl ?? `run ${record.id}`,
  ].join(' · ');
}
