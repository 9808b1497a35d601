import { percent, plural } from '../../../lib/basics/plain-text.ts';
import type { Assessment } from '../../assess/assess.ts';
import type { RunRecord } from '../../record/schema.ts';
import { NO_ASSERTIONS } from '../../record/attempt.ts';
import { fullTitle } from '../../record/test-title.ts';
import { knownDefectIn } from '../../assess/known.ts';
import { type Block, type Inline, heading, list, table, text } from '../document/blocks.ts';
import { NOT_MEASURED } from './words.ts';

/** Step 4: how far the suite itself can be trusted. */
export function step4({ record }: Assessment): Block[] {
  const { mutation, knownDefects } = record.compliance;
  const met = record.tests.flatMap((test) => knownDefectIn(test) ?? []);
  const unasserted = annotated(record, 'unasserted traffic');
  const idle = record.tests.filter(({ attempts }) =>
    attempts.some(({ errors }) => errors.some(({ message }) => message.startsWith(NO_ASSERTIONS))),
  );
  const unseen = [
    ...new Set(record.tests.flatMap(({ attempts }) => attempts).flatMap((attempt) => attempt.seen?.limits ?? [])),
  ];
  return [
    heading(2, "Step 4: the suite's own compliance"),
    table(
      ['What', 'Found'],
      [
        [
          'Mutation score',
          mutation
            ? `${percent(mutation.killed / Math.max(mutation.mutants, 1))}: ${mutation.killed} of ${mutation.mutants} mutants killed, ${mutation.named} causes named exactly (${mutation.source})`
            : NOT_MEASURED,
        ],
        ...(mutation && mutation.survivors.length > 0
          ? [['Survivors', mutation.survivors.join(', ')] as Inline[]]
          : []),
        ['Tests that checked nothing', record.tests.length === 0 ? NOT_MEASURED : String(idle.length)],
        [
          'Tests with traffic that no check looked at',
          record.tests.length === 0 ? NOT_MEASURED : String(unasserted.length),
        ],
        [
          'Known defects',
          `${plural(knownDefects.length, 'entry', 'entries')} for this target and release, met by ${plural(met.length, 'test')} of this run`,
        ],
        ['What the browser did not show', unseen.join('; ') || 'nothing'],
      ],
      'compliance; tests[].annotations; tests[].attempts[].errors; tests[].attempts[].seen.limits',
    ),
    ...(unasserted.length > 0 ? [list(unasserted)] : []),
    ...(knownDefects.length > 0
      ? [
          table(
            ['Known defect', 'Owner', 'Expires', 'Met by'],
            knownDefects.map(({ cause, owner, expires }) => [
              cause,
              owner,
              expires,
              plural(met.filter((one) => one.cause === cause).length, 'test'),
            ]),
            'compliance.knownDefects; tests[].annotations',
          ),
        ]
      : []),
    text(
      "At this step the team's process audits the product for a single source of truth (SSOT): not performed by this tool.",
    ),
  ];
}

function annotated({ tests }: RunRecord, type: string): string[] {
  return tests.flatMap((test) =>
    test.annotations.filter((one) => one.type === type).map(({ description }) => `${fullTitle(test)}: ${description}`),
  );
}
