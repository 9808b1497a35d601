import { failuresOf } from '../../assess/failures.ts';
import { gateOf, isOpen } from '../../assess/gate.ts';
import { isRed, verdictOf } from '../../assess/verdict.ts';
import { executed } from '../../record/counts.ts';
import type { RunRecord } from '../../record/schema.ts';

const SIGNS = { good: '🟢', warn: '🟡', bad: '🔴' } as const;

/** The run in one line for a chat: verdict, counts, whose, link. */
export function chatLine(record: RunRecord): string {
  const { status } = verdictOf(record);
  const { counts, ci } = record;
  const open = isOpen(gateOf(record));
  const sign = !open ? SIGNS.bad : status === 'FUNCTIONAL' ? SIGNS.good : SIGNS.warn;
  const causes = new Map(
    failuresOf(record)
      .filter(({ test }) => isRed(test))
      .flatMap((failure) => failure.causes)
      .map((cause) => [cause.id, cause]),
  );
  const whose = [...causes.values()]
    .slice(0, 3)
    .map(({ id, title, owner }) => `${id} ${title} (${owner ?? 'owner not known'})`)
    .join(', ');
  const parts = [
    `${sign} Golden path on ${record.targets.map(({ name }) => name).join('+') || 'no target'}: ${status}`,
    `gate ${open ? 'open' : 'closed'}`,
    `${counts.passed} of ${executed(counts)} passed${counts.notRun > 0 ? `, ${counts.notRun} not run` : ''}${counts.flaky > 0 ? `, ${counts.flaky} flaky` : ''}`,
    ...(whose ? [whose] : []),
    ci?.runUrl ?? `run ${record.id}`,
  ];
  return parts.join(' · ');
}
