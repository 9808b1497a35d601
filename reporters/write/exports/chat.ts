import { visible } from '../../../lib/basics/plain-text.ts';
import type { Assessment } from '../../assess/assess.ts';
import { releaseOf } from '../../assess/gate.ts';
import { isWithoutGoldenPath, verdictText } from '../../assess/verdict.ts';
import { executed, toldPassed } from '../../record/counts.ts';
import { targetOf } from '../../record/kind.ts';
import { causeWithOwner, standIn } from '../cause.ts';

/** How the line of a red run begins. */
export const RED = '🔴';

/** Causes that are named in a line; the others are counted. */
const MOST_CAUSES = 3;

/**
 * The run in one line for a chat: verdict, gate, counts, causes with their owners, link.
 * @param address of its worklog, in place of that of its run
 */
export function chatLine(assessment: Assessment, address: string | null = null): string {
  const { record, verdict, gate, issues } = assessment;
  const { counts, ci } = record;
  const causes = issues.flatMap(({ cause, certainty }) => (cause ? [causeWithOwner(cause, certainty)] : []));
  const more = causes.length > MOST_CAUSES ? [`and ${causes.length - MOST_CAUSES} more`] : [];
  return [
    `${signOf(assessment)} ${[targetOf(record), standIn(record)].filter(Boolean).join(', ')}: ${verdictText(verdict)}`,
    ...(isGreenPart(assessment) ? ['not a full run'] : []),
    `the release ${releaseOf(gate)}`,
    `${toldPassed(counts)}${counts.notRun > 0 ? `, ${counts.notRun} not run` : ''}${counts.flaky > 0 ? `, ${counts.flaky} flaky` : ''}${counts.unmet > 0 ? `, ${counts.unmet} not as advised` : ''}`,
    ...(causes.length > 0 ? [[...causes.slice(0, MOST_CAUSES), ...more].join(', ')] : []),
    address ?? ci?.runUrl ?? `run ${record.id}`,
  ]
    .map((part) => visible(part).replace(/\s+/g, ' '))
    .join(' · ');
}

function signOf(assessment: Assessment): string {
  const { verdict, gate } = assessment;
  if (isGreenPart(assessment)) return '⚪';
  if (!gate.open) return RED;
  return verdict.golden.state === 'alive' && verdict.critical.state === 'passed' ? '🟢' : '🟡';
}

/** Whether somebody chose some tests without the golden path, and all of them passed. */
function isGreenPart({ record, gate }: Assessment): boolean {
  return isWithoutGoldenPath(record) && executed(record.counts) === record.counts.passed && gate.open;
}

/** Hosts of Teams' incoming webhooks, which take an adaptive card and no plain text. */
const TEAMS = /\.(webhook\.office\.com|logic\.azure\.com|powerplatform\.com)$/;

/**
 * A line as the body of a chat's incoming webhook: Slack, Mattermost and most others take `text`, Teams a card.
 * @param host of the webhook
 */
export function chatMessage(line: string, host: string): object {
  if (!TEAMS.test(host)) return { text: line };
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [{ type: 'TextBlock', text: line, wrap: true }],
  };
  return { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }] };
}
