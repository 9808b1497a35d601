import { slug } from '../../../lib/basics/plain-text.ts';
import type { Assessment } from '../../assess/assess.ts';
import { gateText } from '../../assess/gate.ts';
import { verdictText } from '../../assess/verdict.ts';
import { toldExecuted } from '../../record/counts.ts';
import { targetOf } from '../../record/kind.ts';
import type { RunRecord } from '../../record/schema.ts';
import { fullTitle } from '../../record/test-title.ts';
import { type Block, heading, link, text } from '../document/blocks.ts';
import { issueTitles } from './step3-causes.ts';

/** Step 6: text ready for a pull request, and titles ready for issues. */
export function step6(assessment: Assessment): Block[] {
  const { ci } = assessment.record;
  return [
    heading(2, 'Step 6: pull request and issues'),
    text(
      "At this step the team's process opens a pull request: not performed by this tool. ",
      ci?.pullRequest
        ? ['This run belongs to ', link(ci.pullRequest, ci.pullRequest), '.']
        : 'No pull request is known for this run.',
    ),
    { kind: 'preformatted', text: pullRequest(assessment) },
    heading(3, 'Issues, by cause'),
    issueTitles(assessment),
  ];
}

/** Title and body of a pull request about this run. */
function pullRequest({ record, verdict, gate, issues }: Assessment): string {
  const { counts, id } = record;
  return [
    `E2E worklog ${record.startedAt.slice(0, 10)}, ${targetOf(record)}: ${verdict.golden.says}`,
    '',
    `File as: ${fileName(record)}`,
    `Run ${id}: ${toldExecuted(counts)}, ${counts.passed} passed, ${counts.failed} failed, ${counts.flaky} flaky, ` +
      `${counts.timedOut} timed out, ${counts.skipped} skipped, ${counts.notRun} not run, ${counts.unmet} not as advised.`,
    verdictText(verdict),
    gateText(gate),
    ...issues.map(({ title, failures }) => `- ${title}: ${failures.map(({ test }) => fullTitle(test)).join('; ')}`),
    `Safe to merge: ${gate.open ? 'nothing in this run speaks against it' : 'no'}.`,
  ].join('\n');
}

/** The name under which the team files a worklog. */
function fileName({ selection, startedAt }: RunRecord): string {
  const focus = slug(selection.focus) || 'everything';
  return `E2E-DEPLOY-REMEDIATE-WORKLOG-${focus}-${startedAt.slice(0, 10)}-${startedAt.slice(11, 16).replace(':', '')}.md`;
}
