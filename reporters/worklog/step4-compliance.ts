import type { Record } from '../record/schema.ts';
import { percent } from '../assess/gate.ts';
import { type Block, type Inline, heading, list, table, text } from '../document/blocks.ts';
import { NOT_MEASURED, plural } from './words.ts';

/** Step 4: how far the suite itself can be trusted. */
export function step4(record: Record): Block[] {
  const { mutation, knownDefects } = record.compliance;
  const defects = new Map((knownDefects ?? []).map((defect) => [defect.title, defect]));
  const unasserted = annotated(record, 'unasserted traffic');
  const hollow = record.tests.filter(({ attempts }) => attempts.some(({ errors }) => errors.some(({ message }) => /hollow/i.test(message))));
  const unseen = [...new Set(record.tests.flatMap(({ attempts }) => attempts).flatMap((attempt) => attempt.seen?.limits ?? []))];
  return [
    heading(2, 'Step 4: the suite\'s own compliance'),
    table(['What', 'Found'], [
      ['Mutation score', mutation
        ? `${percent(mutation.killed / Math.max(mutation.mutants, 1))}: ${mutation.killed} of ${mutation.mutants} mutants killed, ${mutation.named} causes named exactly (${mutation.source})`
        : NOT_MEASURED],
      ...(mutation && mutation.survivors.length > 0 ? [['Survivors', mutation.survivors.join(', ')] as Inline[]] : []),
      ['Hollow tests', record.tests.length === 0 ? NOT_MEASURED : String(hollow.length)],
      ['Tests with traffic that nothing asserted on', record.tests.length === 0 ? NOT_MEASURED : String(unasserted.length)],
      ['Known defects', knownDefects === null ? 'no list was given' : plural(defects.size, 'entry', 'entries')],
      ['Not seen by the tap', unseen.join('; ') || 'nothing'],
    ], 'compliance; tests[].annotations; tests[].attempts[].errors; tests[].attempts[].seen.limits'),
    ...(unasserted.length > 0 ? [list(unasserted)] : []),
    ...(defects.size > 0 ? [table(
      ['Known defect', 'Cause', 'Owner', 'Expires'], [...defects.values()].map(({ title, cause, owner, expires }) => [title, cause, owner, expires]), 'compliance.knownDefects',
    )] : []),
    text('SSOT audit of the product: not performed by this tool.'),
  ];
}

function annotated({ tests }: Record, type: string): string[] {
  return tests.flatMap(({ titles, annotations }) => annotations.filter((one) => one.type === type).map(({ description }) => `${titles.at(-1)}: ${description}`));
}
