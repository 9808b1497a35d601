import { percent, plural } from '../../../lib/basics/plain-text.ts';
import type { RunRecord } from '../../record/schema.ts';
import { knownDefectIn } from '../../assess/known.ts';
import { type Block, type Inline, heading, list, table, text } from '../document/blocks.ts';
import { NOT_MEASURED } from './words.ts';

/** Step 4: how far the suite itself can be trusted. */
export function step4(record: RunRecord): Block[] {
  const { mutation, knownDefects } = record.compliance;
  const met = record.tests.flatMap((test) => knownDefectIn(test) ?? []);
  const unasserted = annotated(record, 'unasserted traffic');
  const hollow = record.tests.filter(({ attempts }) =>
    attempts.some(({ errors }) => errors.some(({ message }) => /hollow/i.test(message))),
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
        ['Hollow tests', record.tests.length === 0 ? NOT_MEASURED : String(hollow.length)],
        [
          'Tests with traffic that nothing asserted on',
          record.tests.length === 0 ? NOT_MEASURED : String(unasserted.length),
        ],
        [
          'Known defects',
          `${plural(knownDefects.length, 'entry', 'entries')} for this target and release, met by ${plural(met.length, 'test')} of this run`,
        ],
        ['Not seen by the tap', unseen.join('; ') || 'nothing'],
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
    text('SSOT audit of the product: not performed by this tool.'),
  ];
}

function annotated({ tests }: RunRecord, type: string): string[] {
  return tests.flatMap(({ titles, annotations }) =>
    annotations.filter((one) => one.type === type).map(({ description }) => `${titles.at(-1)}: ${description}`),
  );
}
