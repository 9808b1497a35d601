import { slug } from '../../../lib/basics/plain-text.ts';
import { failuresOf, issuesOf } from '../../assess/failures.ts';
import { gateOf, isOpen } from '../../assess/gate.ts';
import { verdictOf } from '../../assess/verdict.ts';
import { executed } from '../../record/counts.ts';
import type { RunRecord } from '../../record/schema.ts';
import { type Block, heading, link, text } from '../document/blocks.ts';
import { issueTitles } from './step3-causes.ts';

/** Step 6: text ready for a pull request, and titles ready for issues. */
export function step6(record: RunRecord): Block[] {
  const { ci } = record;
  return [
    heading(2, 'Step 6: pull request and issues'),
    text(
      'Opening a pull request: not performed by this tool. ',
      ci?.pullRequest
        ? ['This run belongs to ', link(ci.pullRequest, ci.pullRequest), '.']
        : 'This run belongs to none that is known.',
    ),
    { kind: 'preformatted', text: pullRequest(record) },
    heading(3, 'Issues, by cause'),
    issueTitles(record),
  ];
}

/** Title and body of a pull request about this run. */
function pullRequest(record: RunRecord): string {
  const { status } = verdictOf(record);
  const { counts, id } = record;
  const issues = issuesOf(failuresOf(record));
  const target = record.targets.map(({ name }) => name).join(' and ') || 'no target';
  return [
    `E2E worklog ${record.startedAt.slice(0, 10)}: golden path ${status} on ${target}`,
    '',
    `File as: ${fileName(record)}`,
    `Run ${id}: ${executed(counts)} of ${counts.planned} planned tests executed, ${counts.passed} passed, ${counts.failed} failed, ${counts.flaky} flaky, ` +
      `${counts.timedOut} timed out, ${counts.skipped} skipped, ${counts.notRun} not run.`,
    `Exit gate: ${
      isOpen(gateOf(record))
        ? 'open'
        : `closed by ${gateOf(record)
            .filter(({ open }) => open === false)
            .map(({ name }) => name)
            .join(', ')}`
    }.`,
    ...issues.map(({ title, failures }) => `- ${title}: ${failures.map(({ test }) => test.titles.at(-1)).join('; ')}`),
    `Safe to merge: ${isOpen(gateOf(record)) ? 'nothing in this run speaks against it' : 'no, the gate is closed'}.`,
  ].join('\n');
}

/** The name under which the team files a worklog. */
export function fileName({ selection, startedAt }: RunRecord): string {
  const focus = slug(selection.focus) || 'everything';
  return `E2E-DEPLOY-REMEDIATE-WORKLOG-${focus}-${startedAt.slice(0, 10)}-${startedAt.slice(11, 16).replace(':', '')}.md`;
}
