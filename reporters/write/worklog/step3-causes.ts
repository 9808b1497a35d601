import { plural } from '../../../lib/basics/plain-text.ts';
import { knownDefectIn } from '../../assess/known.ts';
import { type Failure, failuresOf, issuesOf } from '../../assess/failures.ts';
import type { RunRecord } from '../../record/schema.ts';
import { type Block, type Inline, code, heading, list, muted, strong, text } from '../document/blocks.ts';
import { OUTCOME_WORDS } from './words.ts';

/** Step 3: each cause with the tests it reddened and its five whys, as far as the evidence reaches. */
export function step3(record: RunRecord): Block[] {
  const failures = failuresOf(record);
  const red = issuesOf(failures);
  const flaky = failures.filter(({ test }) => test.outcome === 'flaky');
  return [
    heading(2, 'Step 3: causes and five whys'),
    ...(failures.length === 0 ? [text('No executed test was red or flaky, so there is nothing to explain.')] : []),
    ...red.flatMap(({ cause, failures: members }) => [
      heading(
        3,
        cause ? `${cause.id}: ${cause.title}` : 'Not diagnosed',
        cause ? 'bad' : 'warn',
        cause ? cause.confidence : plural(members.length, 'test'),
      ),
      ...(cause
        ? [
            text(
              `Whose: `,
              strong(cause.owner ?? 'not known'),
              `. Signals: ${cause.signals.join('; ') || 'none told'}.`,
            ),
          ]
        : []),
      ...members.flatMap(told),
    ]),
    ...(flaky.length > 0 ? [heading(3, 'Passed only when tried again', 'warn'), ...flaky.flatMap(told)] : []),
  ];
}

function told({ test, attempt, causes, whys, lookFirst, alternatives, probe }: Failure): Block[] {
  const trace = attempt.attachments.find(({ name, path }) => name === 'trace' && path)?.path;
  const known = knownDefectIn(test);
  const further = causes.slice(1).map(({ id, title }) => `${id} ${title}`);
  return [
    heading(
      4,
      `${test.titles.join(' › ')} [${test.project}, ${test.priority}]`,
      test.outcome === 'flaky' ? 'warn' : 'bad',
      OUTCOME_WORDS[test.outcome],
    ),
    ...(known
      ? [
          text(
            'A known defect: ',
            `${known.cause} Concerns ${known.owner}; the entry holds until ${known.expires}; seen at ${known.evidence}.`,
          ),
        ]
      : []),
    { kind: 'list', ordered: true, items: levels(whys) },
    ...(further.length > 0 ? [text(`Found as well: ${further.join('; ')}.`)] : []),
    ...(alternatives.length > 0
      ? [text(`It could also be: ${alternatives.join('; ')}.${probe ? ` What would tell: ${probe}` : ''}`)]
      : []),
    ...(lookFirst ? [text('Look first at: ', strong(lookFirst))] : []),
    text(
      muted([`tests/${test.file}:${test.line}`, ...(trace ? [' · ', code(`npx playwright show-trace ${trace}`)] : [])]),
    ),
    {
      kind: 'folded',
      summary: 'What the test said',
      blocks: [{ kind: 'preformatted', text: attempt.errors.map(({ message }) => message).join('\n\n') || 'nothing' }],
    },
  ];
}

/** Five whys; the levels to which no evidence reaches say so. */
function levels(whys: Failure['whys']): Inline[] {
  const items: Inline[] = whys.map(({ level, says, evidence, hypothesis }) => [
    strong(level),
    `: ${says.replace(/^Error: /, '')}`,
    muted(hypothesis ? ' [not seen]' : evidence.length > 0 ? ` [${evidence.join(', ')}]` : ''),
  ]);
  return whys.length >= 5 || whys.some(({ hypothesis }) => hypothesis)
    ? items
    : [...items, muted("further: no evidence reaches beyond this point; the server's log would be needed.")];
}

/** Titles for the team's tracker, one per cause. */
export function issueTitles(record: RunRecord): Block {
  const issues = issuesOf(failuresOf(record));
  return issues.length === 0
    ? text('Issues to open: none.')
    : list(issues.map(({ title, failures }) => [code(title), ` (${plural(failures.length, 'test')})`]));
}
